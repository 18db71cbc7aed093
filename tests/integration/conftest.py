"""Every test here runs on the database with the demo county in it."""

import pytest

from safelight.demo.county import County
from tests.integration import pursuing


@pytest.fixture(autouse=True)
def with_the_county(county: County) -> County:
    return county


# A person with a child support case of her own.
supported = pursuing.supported
