"""What tests make for themselves, through the product's own actions."""

from datetime import date, timedelta
from itertools import count
from uuid import UUID

from django.utils import timezone

from safelight.core.contact_kinds import ContactKind
from safelight.core.vocabulary import Category, Flag, GroundKind, Purpose, Source
from safelight.demo.county import County
from safelight.demo.steps import note, protect, reach, share, sign_release, take_in
from safelight.demo.stories import INDICATOR
from safelight.disclosure.delivery import deliver
from safelight.disclosure.grounds import GroundRef
from safelight.disclosure.offers import Wish

_numbers = count(1)
STREETS = ("Harbor", "Meadow", "Copper", "Willow", "Granite", "Linden", "Saffron")


def fresh(county: County) -> County:
    """The same county at this moment, so that new acts come after the old ones."""
    return County(
        timezone.now(), county.agencies, dict(county.staff), dict(county.people), {}
    )


def survivor(county: County, who: str = "rosa", by: str = "dina") -> str:
    """A new flagged person with her worker, a home and a phone; her name in the county."""
    number = next(_numbers)
    code = f"survivor{number}"
    take_in(county, code, by, who, f"Vera Test{number}", date(1990, 1, 1), 5)
    protect(county, who, code, INDICATOR, Flag.SET)
    return code


def home_of(number: int) -> str:
    return f"{700 + number} {STREETS[number % len(STREETS)]} Street, Alder 00001"


def phone(county: County, who: str, code: str) -> UUID:
    number = f"(555) 019-{next(_numbers):04d}"
    return reach(county, who, code, ContactKind.PHONE, number)


def sent_packet(
    county: County, attention: str = "carl", days: int = 14
) -> tuple[str, UUID, UUID]:
    """A survivor of the program, her release to child support, her packet delivered."""
    code = survivor(county)
    contact = phone(county, "rosa", code)
    text = note(
        county, "rosa", code, "Free on weekday afternoons.",
        category=Category.COURT, source=Source.SURVIVOR, days_ago=1,
    )  # fmt: skip
    keys = [f"contact:{contact}", f"note:{text}", f"name:{county.people[code]}"]
    release = sign_release(
        county, "rosa", code, "support", Purpose.ENFORCE_SUPPORT, keys,
        start_days_ago=0, days=days,
    )  # fmt: skip
    packet = share(
        county, "rosa", code, "support", attention, Purpose.ENFORCE_SUPPORT, release,
        keys,
    )  # fmt: skip
    sender, recipient = county.agencies["lantern"], county.agencies["support"]
    deliver(packet, sender, recipient, at=county.now + timedelta(seconds=1))
    return code, release, packet


def waiting(county: County, attention: str = "carl") -> tuple[str, Wish]:
    """A survivor of the program with a phone, her release of it, and the wish to send."""
    code = survivor(county)
    key = f"contact:{phone(county, 'rosa', code)}"
    release = sign_release(
        county, "rosa", code, "support", Purpose.ENFORCE_SUPPORT, [key],
        start_days_ago=0, days=14,
    )  # fmt: skip
    return code, Wish(
        recipient=county.agencies["support"],
        purpose=Purpose.ENFORCE_SUPPORT,
        ground=GroundRef(GroundKind.RELEASE, release),
        keys=(key,),
        attention=county.staff[attention],
    )
