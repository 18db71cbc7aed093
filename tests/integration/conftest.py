"""Every test here runs on the database with the demo county in it."""

import pytest

from safelight.demo.county import County


@pytest.fixture(autouse=True)
def with_the_county(county: County) -> County:
    return county
