"""Steps of what follows on activity: it goes onto the bus, log-ins follow people, and mails go out once."""

import json

from hypothesis.stateful import rule

from shared.domain.activity import Event
from shared.mail.letters import MAILED_TYPES
from shared.store.attributes import from_attributes
from shared.store.records import from_item
from tests.support.bus import bring, message
from tests.support.memory_tables import Raw
from tests.support.rights import invoke
from tests.unit.model.checks import check_mails
from tests.unit.model.company import Company
from tests.unit.model.history import History
from tests.unit.model.how import How, hows
from tests.unit.model.world import Trouble

PROVISIONED = ("user.added", "user.edited", "user.deactivated", "user.reactivated")


class Following(History):
    @rule(how=hows)
    def activity_is_followed(self, how: How) -> None:
        company = self.company(how.at)
        self.follow(company, how.trouble)
        check_mails(company)

    @rule(how=hows)
    def a_message_comes_again(self, how: How) -> None:
        """The last ones of each kind; nothing new comes of them."""
        company = self.company(how.at)
        events = [event_in(item) for item in self.activity(company) if item["event_id"]["S"] in self.followed]
        self.consume(company, events[-3:], how.trouble)

    def follow(self, company: Company, trouble: Trouble | None = None) -> None:
        """Publish and consume what is new, until following brings nothing new."""
        while items := [each for each in self.activity(company) if each["event_id"]["S"] not in self.followed]:
            self.publish(items, trouble)
            self.followed |= {item["event_id"]["S"] for item in items}
            self.consume(company, [event_in(item) for item in items], trouble)

    def activity(self, company: Company) -> list[Raw]:
        """The activity of a company as it stands in the table, oldest first: reading it month by month takes long."""
        partitions = self.world.memory.tables.tables["Licenses"].partitions
        months = [each for pk, each in partitions.items() if pk.startswith(f"A#{company.account_id}#ACT#")]
        return sorted((item for month in months for item in month.values()), key=lambda item: str(item["sk"]["S"]))

    def publish(self, items: list[Raw], trouble: Trouble | None) -> None:
        records = [
            {"eventName": "INSERT", "dynamodb": {"SequenceNumber": str(n), "NewImage": item}}
            for n, item in enumerate(items)
        ]  # fmt: skip
        self.world.tried(
            lambda: invoke("functions.events.publish", {"Records": records}),
            lambda done: not done["batchItemFailures"], trouble,
        )  # fmt: skip
        published = {json.loads(detail)["event_id"] for detail in self.world.memory.bus.taken}
        assert {item["event_id"]["S"] for item in items} <= published

    def consume(self, company: Company, events: list[Event], trouble: Trouble | None) -> None:
        for module, types in (("functions.users.provision_login", PROVISIONED), ("functions.mail.send", MAILED_TYPES)):
            bodies = [message(event) for event in events if event.event_type in types]
            if bodies:
                self.world.tried(lambda m=module, b=bodies: bring(m, b), lambda failed: failed == [], trouble)  # type: ignore[misc]
        provisioned = {event.after["user_id"] for event in events if event.event_type in PROVISIONED}
        for person in company.people:
            if person.user_id in provisioned and not person.is_ready:
                person.is_ready = True
                company.tell("login.ready", "invitation")


def event_in(item: Raw) -> Event:
    return from_item(Event, from_attributes(item))
