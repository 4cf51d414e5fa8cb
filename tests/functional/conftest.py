"""Each test gets an AWS of its own, on moto."""

from collections.abc import Iterator

import pytest

from tests.support.aws import stand_in_aws
from tests.support.sample import Company, load_sample_prices, open_company


@pytest.fixture(autouse=True)
def aws() -> Iterator[None]:
    with stand_in_aws():
        yield


@pytest.fixture
def company(aws: None) -> Company:
    load_sample_prices()
    return open_company()
