"""Events that got stuck are put on the bus again."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from shared.clock import real_now
from shared.domain.activity import OPERATOR, Event
from shared.events import republish as module
from shared.events.bus import NotTaken
from shared.events.republish import republish
from shared.ids import new_id
from shared.store.activity import add_event
from shared.store.listing import account_ids
from shared.store.transaction import Transaction
from tests.support.sample import Company, load_sample_prices, open_company

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    taken: list[Event] = []
    monkeypatch.setattr(module, "publish", taken.extend)
    return taken


def note(account_id: str, at: datetime) -> str:
    event, transaction = Event(new_id(), account_id, at, OPERATOR, "tax.changed", "account"), Transaction()
    add_event(transaction, event)
    transaction.commit()
    return event.event_id


def test_every_account_is_read_without_a_scan(company: Company, published: list[Event]) -> None:
    other = open_company(owner_username="other")
    counts = {each.account_id: each.events for each in republish(LONG_AGO, account_ids())}
    assert counts == {company.account_id: 1, other.account_id: 1}
    assert {event.account_id for event in published} == set(counts)


def test_what_was_written_since_counts_whatever_its_own_clock_says(published: list[Event]) -> None:
    load_sample_prices()
    opened = real_now()
    company = open_company(sandbox_now=opened)
    company.at(opened + timedelta(days=4))
    dated_later = note(company.account_id, opened + timedelta(days=4))
    since = real_now() + timedelta(milliseconds=5)
    while real_now() < since:
        pass
    dated_before = note(company.account_id, opened)
    # The sandbox is days ahead: what is dated later than `since` goes out again as well.
    list(republish(opened + timedelta(days=3), [company.account_id]))
    assert [event.event_id for event in published] == [dated_later]
    published.clear()
    list(republish(since, [company.account_id]))
    assert dated_before in [event.event_id for event in published]


def test_the_order_is_that_of_the_events(company: Company, published: list[Event]) -> None:
    for day in (20, 7, 13):
        note(company.account_id, datetime(2027, 3 + day % 3, day, tzinfo=UTC))
    company.at(datetime(2027, 7, 1, tzinfo=UTC))
    list(republish(LONG_AGO, [company.account_id]))
    assert [event.at for event in published] == sorted(event.at for event in published)
    assert len(published) == 4


def test_what_the_bus_refuses_is_tried_again_and_then_told(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def refuse(events: list[Event]) -> None:
        tries.append(len(events))
        raise NotTaken(0, "InternalFailure")

    monkeypatch.setattr(module, "publish", refuse)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with pytest.raises(NotTaken):
        list(republish(LONG_AGO, [company.account_id]))
    assert tries == [1] * 5
