"""The county's families. Everybody is invented; numbers are 555, places do not exist."""

from datetime import date, timedelta

from django.utils import timezone

from safelight.core.case_kinds import CaseKind, Part
from safelight.core.contact_kinds import ContactKind, SafeUse
from safelight.core.kinship import Kinship
from safelight.core.periods import Period
from safelight.core.protections import ProtectionKind
from safelight.core.vocabulary import (
    Category,
    Flag,
    Partition,
    Purpose,
    Source,
)
from safelight.demo import pursuing
from safelight.demo.county import County
from safelight.demo.protecting import investigated
from safelight.demo.steps import (
    hearing,
    note,
    nothing_in_force,
    opened,
    protect,
    reach,
    share,
    sign_release,
    take_in,
)
from safelight.records.agreements import actions as agreements
from safelight.records.cases.actions import open_case
from safelight.records.people.actions import block, relate

INDICATOR = ProtectionKind.FAMILY_VIOLENCE_INDICATOR
ORDER = ProtectionKind.PROTECTION_ORDER
HOME, PHONE, MAIL = ContactKind.HOME, ContactKind.PHONE, ContactKind.MAIL


def tell(county: County) -> None:
    """Every story, in the order they build on each other."""
    brandts(county)
    hales(county)
    linds(county)
    amaris(county)
    lantern(county)
    court(county)
    partners(county)


def brandts(county: County) -> None:
    """A flagged parent with a hearing tomorrow, and her address in a general note."""
    take_in(county, "lena", "sonia", "carl", "Lena Brandt", date(1991, 4, 2), 40)
    take_in(county, "mia", "sonia", "carl", "Mia Brandt", date(2018, 9, 14), 40)
    take_in(county, "jonas", "sonia", "carl", "Jonas Brandt", date(1988, 1, 30), 40)
    for person in ("lena", "mia"):
        protect(county, "carl", person, INDICATOR, Flag.SET)
    nothing_in_force(county, "carl", "jonas")
    for person in ("lena", "mia", "jonas"):
        block(opened(county, "sonia", person, 39), county.staff["nils"])
    reach(
        county,
        "carl",
        "lena",
        HOME,
        "12 Elm Street Apt 4, Alder 00001",
        safe=SafeUse.UNSAFE,
    )
    reach(
        county, "carl", "lena", ContactKind.SUBSTITUTE, "PO Box 71, Capital City 00009"
    )
    reach(
        county,
        "carl",
        "lena",
        PHONE,
        "(555) 010-2233",
        how="After 3 pm. Say you call about the library card.",
    )
    reach(
        county,
        "carl",
        "mia",
        ContactKind.SCHOOL,
        "Birch Lane School, 80 Birch Lane, Alder 00001",
        safe=SafeUse.NOT_ASKED,
    )
    reach(
        county,
        "carl",
        "jonas",
        HOME,
        "9 Quarry Road, Alder 00002",
        safe=SafeUse.NOT_ASKED,
    )
    people = [
        (opened(county, "carl", "lena", 38), Part.CUSTODIAL_PARTY),
        (opened(county, "carl", "jonas", 38), Part.NONCUSTODIAL_PARENT),
        (opened(county, "carl", "mia", 38), Part.CHILD),
    ]
    case = open_case(people, kind=CaseKind.IVD_CASE, number="AC-2041")
    pursuing.choice(county, case)
    pursuing.drill(county)
    relate(people[0][0], people[2][0], Kinship.PARENT, Source.SURVIVOR)
    relate(people[1][0], people[2][0], Kinship.PARENT, Source.PUBLIC_RECORD)
    tomorrow = timezone.localtime(county.now) + timedelta(days=1)
    tomorrow = tomorrow.replace(hour=14, minute=30, second=0, microsecond=0)
    hearing(county, "carl", "lena", tomorrow)
    note(
        county,
        "carl",
        "lena",
        "Moved last month to 12 elm st #4. Prefers a hearing by video.",
    )
    note(
        county,
        "carl",
        "lena",
        "Asked for the video link for the hearing. Link sent by phone.",
        days_ago=1,
    )


def hales(county: County) -> None:
    """The survivor is the paying parent."""
    take_in(county, "marcus", "sonia", "carl", "Marcus Hale", date(1985, 7, 21), 60)
    take_in(county, "joan", "sonia", "carl", "Joan Hale", date(1987, 11, 5), 60)
    for kind in (INDICATOR, ORDER):
        protect(county, "carl", "marcus", kind, Flag.SET)
    nothing_in_force(county, "carl", "joan")
    reach(
        county,
        "carl",
        "marcus",
        HOME,
        "31 Ferry Street, Port Alder 00004",
        safe=SafeUse.UNSAFE,
    )
    reach(
        county,
        "carl",
        "marcus",
        ContactKind.WORK,
        "Alder Freight, 2 Dock Road, Port Alder 00004",
        safe=SafeUse.UNSAFE,
    )
    reach(
        county,
        "carl",
        "marcus",
        PHONE,
        "(555) 010-7781",
        said_days_ago=120,
        how="Text first.",
    )
    parts = [
        (opened(county, "carl", "marcus", 58), Part.NONCUSTODIAL_PARENT),
        (opened(county, "carl", "joan", 58), Part.CUSTODIAL_PARTY),
    ]
    open_case(parts, kind=CaseKind.IVD_CASE, number="AC-1877")
    note(
        county,
        "carl",
        "marcus",
        "Pays on time. Asked that no letter shows his workplace.",
        days_ago=12,
    )


def linds(county: County) -> None:
    """Asked, and nothing in force: an ordinary case."""
    take_in(county, "paul", "sonia", "carl", "Paul Lind", date(1990, 2, 11), 90)
    take_in(county, "nora", "sonia", "carl", "Nora Lind", date(1992, 12, 1), 90)
    for person in ("paul", "nora"):
        nothing_in_force(county, "carl", person)
    reach(county, "carl", "nora", HOME, "5 Mill Court, Alder 00001")
    reach(county, "carl", "nora", PHONE, "(555) 010-4410")
    parts = [
        (opened(county, "carl", "nora", 88), Part.CUSTODIAL_PARTY),
        (opened(county, "carl", "paul", 88), Part.NONCUSTODIAL_PARENT),
    ]
    open_case(parts, kind=CaseKind.IVD_CASE, number="AC-1544")
    note(county, "carl", "nora", "Order set in May; first payment came.", days_ago=15)


def amaris(county: County) -> None:
    """A child protection file with a sealed part."""
    take_in(county, "ruth", "omar", "petra", "Ruth Amari", date(1989, 3, 8), 25)
    take_in(county, "ben", "omar", "petra", "Ben Amari", date(2015, 6, 17), 25)
    for person in ("ruth", "ben"):
        protect(county, "petra", person, INDICATOR, Flag.SET)
    reach(
        county,
        "petra",
        "ruth",
        HOME,
        "44 Orchard Way, Alder 00003",
        safe=SafeUse.UNSAFE,
    )
    parts = [
        (opened(county, "petra", "ruth", 24), Part.PARENT),
        (opened(county, "petra", "ben", 24), Part.CHILD),
    ]
    investigated(county, parts)
    note(
        county, "petra", "ruth", "Home visit kept. Children rested and fed.", days_ago=9
    )
    note(
        county,
        "petra",
        "ruth",
        "She keeps a packed bag at her sister's.",
        category=Category.SAFETY,
        partition=Partition.SEALED,
        source=Source.SURVIVOR,
        days_ago=9,
    )
    note(county, "petra", "ben", "Likes the new school.", days_ago=8)


def lantern(county: County) -> None:
    """An advocate's privileged note, a release in force, and one that ran out."""
    take_in(county, "lena_l", "dina", "rosa", "Lena Brandt", date(1991, 4, 2), 50)
    take_in(county, "tess", "dina", "rosa", "Tess Okafor", date(1996, 10, 19), 70)
    for person in ("lena_l", "tess"):
        protect(county, "rosa", person, INDICATOR, Flag.SET)
    phone = reach(
        county, "rosa", "lena_l", PHONE, "(555) 010-2233", how="After 3 pm only."
    )
    reach(
        county,
        "rosa",
        "lena_l",
        HOME,
        "12 Elm Street Apt 4, Alder 00001",
        safe=SafeUse.UNSAFE,
    )
    note(
        county,
        "rosa",
        "lena_l",
        "She is afraid of the courthouse parking lot.",
        category=Category.ADVOCATE_NOTES,
        source=Source.SURVIVOR,
        days_ago=5,
    )
    dates = note(
        county,
        "rosa",
        "lena_l",
        "Can come to video hearings on weekday afternoons.",
        category=Category.COURT,
        source=Source.SURVIVOR,
        days_ago=4,
    )
    keys = [f"contact:{phone}", f"note:{dates}", f"name:{county.people['lena_l']}"]
    release = sign_release(
        county,
        "rosa",
        "lena_l",
        "support",
        Purpose.ENFORCE_SUPPORT,
        keys,
        start_days_ago=2,
        days=14,
    )
    county.packets["lena"] = share(
        county,
        "rosa",
        "lena_l",
        "support",
        "carl",
        Purpose.ENFORCE_SUPPORT,
        release,
        keys,
    )
    old = note(
        county,
        "rosa",
        "tess",
        "Joined the parents' group.",
        category=Category.SERVICES,
        source=Source.OBSERVATION,
        days_ago=60,
    )
    sign_release(
        county,
        "rosa",
        "tess",
        "protection",
        Purpose.CHILD_SAFETY,
        [f"note:{old}"],
        start_days_ago=55,
        days=14,
    )


def court(county: County) -> None:
    take_in(county, "lena_c", "ada", "finn", "Lena Brandt", date(1991, 4, 2), 30)
    protect(county, "finn", "lena_c", ProtectionKind.NONDISCLOSURE_FINDING, Flag.SET)
    parts = [(opened(county, "finn", "lena_c", 29), Part.PETITIONER)]
    open_case(parts, kind=CaseKind.COURT_MATTER, number="FM-92")
    note(
        county,
        "finn",
        "lena_c",
        "Video hearing granted.",
        category=Category.COURT,
        source=Source.PUBLIC_RECORD,
        days_ago=2,
    )


def partners(county: County) -> None:
    """One agreement in force, and one that waits for a signature."""
    starts = county.now - timedelta(days=100)
    period = Period(starts, starts + timedelta(days=365))
    sonia, omar = county.acting("sonia"), county.acting("omar")
    made = agreements.propose(
        by=sonia,
        at=starts,
        recipient=county.agencies["protection"],
        categories=[
            Category.IDENTITY,
            Category.MONEY,
            Category.COURT,
            Category.LOCATION,
            Category.NARRATIVE,
        ],
        purposes=[Purpose.CHILD_SAFETY],
        period=period,
    )
    agreements.sign(made, by=sonia, at=starts)
    agreements.sign(made, by=omar, at=starts)
    agreements.propose(
        by=omar,
        at=county.now - timedelta(days=2),
        recipient=county.agencies["support"],
        categories=[Category.IDENTITY, Category.CHILDS_REPORT],
        purposes=[Purpose.ESTABLISH_SUPPORT],
        period=Period(county.now, county.now + timedelta(days=365)),
    )
