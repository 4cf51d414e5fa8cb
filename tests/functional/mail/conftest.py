from collections.abc import Callable
from typing import Any

import pytest

from shared import aws
from tests.functional.mail.outbox import Outbox
from tests.support.sample import Company, load_sample_prices, open_company


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    stand_in = Outbox()
    real: Callable[..., Any] = aws.client

    def client(service: str, config: Any = None) -> Any:
        return stand_in if service == "sesv2" else real(service, config)

    client.cache_clear = real.cache_clear  # type: ignore[attr-defined]
    monkeypatch.setattr(aws, "client", client)
    return stand_in


@pytest.fixture
def real_company(aws: None) -> Company:
    """A company whose clock is the wall's, so that its mails are sent."""
    load_sample_prices()
    return open_company(sandbox_now=None)
