"""Short steps that the stories are told in; each is one of the product's own actions."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from safelight.core.contact_kinds import ContactKind, SafeUse
from safelight.core.periods import Period
from safelight.core.protections import Basis, ProtectionKind
from safelight.core.release_rules import Draft, SignedHow
from safelight.core.vocabulary import (
    Category,
    Flag,
    GroundKind,
    Partition,
    Purpose,
    Signer,
    Source,
)
from safelight.demo.county import County
from safelight.disclosure.access import open_person
from safelight.disclosure.grounds import GroundRef
from safelight.disclosure.offers import Wish
from safelight.disclosure.person import read
from safelight.disclosure.sharing import prepare, send
from safelight.records.cases.actions import set_hearing
from safelight.records.notes.actions import write_note
from safelight.records.opened import Opened
from safelight.records.packets.actions import show
from safelight.records.people import actions as people
from safelight.records.releases import actions as releases


class StoryBroken(RuntimeError):
    """A story asked for something that the product refused."""


def opened(county: County, who: str, person: str, days_ago: int = 0) -> Opened:
    """A member of the cast opens a record, some days ago."""
    at = county.now - timedelta(days=days_ago)
    found = open_person(county.acting(who), county.people[person], county.now)
    if not isinstance(found, Opened):
        raise StoryBroken(f"{who} cannot open {person}")
    return replace(found, at=at)


def take_in(
    county: County, code: str, by: str, worker: str, name: str, born: date, days: int
) -> None:
    """A person is received by a supervisor and given a worker."""
    at = county.now - timedelta(days=days)
    principal = county.acting(by)
    county.people[code] = people.receive(
        by=principal, at=at, name=name, birth_date=born, source=Source.SURVIVOR
    )
    people.assign(opened(county, by, code, days), county.staff[worker])


def protect(
    county: County, who: str, person: str, kind: ProtectionKind, standing: Flag
) -> None:
    people.record_protection(
        opened(county, who, person, 20),
        kind=kind,
        standing=standing,
        basis=Basis.OWN_STATEMENT,
        is_removal=True,
    )


def nothing_in_force(county: County, who: str, person: str) -> None:
    """Every protection was asked about, and none is in force."""
    for kind in ProtectionKind:
        protect(county, who, person, kind, Flag.CLEAR)


def reach(
    county: County,
    who: str,
    person: str,
    kind: ContactKind,
    value: str,
    *,
    safe: SafeUse = SafeUse.SAFE,
    said_days_ago: int = 10,
    how: str = "",
) -> UUID:
    then = opened(county, who, person, said_days_ago)
    asked = safe is not SafeUse.NOT_ASKED
    return people.add_contact(
        then,
        kind=kind,
        value=value,
        source=Source.SURVIVOR,
        safe_use=safe,
        confirmed_on=timezone.localdate(then.at) if asked else None,
        how=how,
        shelter=Flag.CLEAR,
    )


def note(
    county: County,
    who: str,
    person: str,
    text: str,
    *,
    category: Category = Category.NARRATIVE,
    partition: Partition = Partition.GENERAL,
    source: Source = Source.OBSERVATION,
    days_ago: int = 3,
) -> UUID:
    return write_note(
        opened(county, who, person, days_ago),
        text=text,
        category=category,
        partition=partition,
        source=source,
    )


def hearing(county: County, who: str, person: str, at: datetime) -> None:
    """A hearing in the person's first case."""
    then = opened(county, who, person, 6)
    (case, *_) = read(then).of("case")
    set_hearing(then, UUID(case.key.partition(":")[2]), hearing_at=at)


def sign_release(
    county: County,
    who: str,
    person: str,
    to: str,
    purpose: Purpose,
    keys: list[str],
    *,
    start_days_ago: int,
    days: int,
) -> UUID:
    """She signed a release some days ago, for some days."""
    then = opened(county, who, person, start_days_ago)
    found = {f.key: f.category for f in read(then).fields}
    starts: datetime = then.at
    draft = Draft(
        recipient=str(county.agencies[to]),
        items=tuple(keys),
        period=Period(starts, starts + timedelta(days=days)),
        signer=Signer.ADULT,
        is_minor=False,
        has_co_signer=False,
        co_signer_may_abuse=True,
        minor_may_sign_alone=False,
        risks="They may have to keep it, and court papers may show it.",
        alternatives="She could call them herself; she prefers that we do it.",
        long_period_confirmed=False,
        cap_days=90,
    )
    return releases.record(
        then,
        draft,
        purpose=purpose,
        categories=found,
        signed_how=SignedHow.ON_PAPER,
    )


def share(
    county: County,
    who: str,
    person: str,
    to: str,
    attention: str,
    purpose: Purpose,
    release: UUID,
    keys: list[str],
) -> UUID:
    """A packet on her release: prepared, shown to her, sent."""
    then = opened(county, who, person)
    wish = Wish(
        recipient=county.agencies[to],
        purpose=purpose,
        ground=GroundRef(GroundKind.RELEASE, release),
        keys=tuple(keys),
        attention=county.staff[attention],
    )
    packet = prepare(then, wish)
    show(then, packet)
    if send(then, packet) is not None:
        raise StoryBroken("the leak guard stopped a demo packet")
    return packet
