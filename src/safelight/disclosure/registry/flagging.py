"""Whom the vault protects, for files: the flags of a screening, and the payment centre's.

Neither says why, since when, or who recorded it (CS-38).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.identifiers import IdentifierKind
from safelight.core.registry_life import RunKind
from safelight.disclosure import standing
from safelight.disclosure.registry.exporting import principal
from safelight.disclosure.registry.participants import case_numbers, numbers
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.people.models import Identifier, Person
from safelight.records.registry import actions
from safelight.records.registry.models import PaymentFlag


@dataclass(frozen=True, slots=True)
class Flags:
    """Ids of cases and people, as registry records have them."""

    cases: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A participant whom the payment centre is to protect from now on, or no longer."""

    member_id: str
    is_set: bool


def flags(agency: UUID, at: datetime) -> Flags:
    """Everybody of whom it is not known that nothing protects them, with their cases."""
    with acting_as(principal(agency)):
        every = Person.objects.filter(agency_id=agency).values_list("id", flat=True)
        facts = standing.about(agency, list(every), None, at)
        kept = [
            p for p, about in facts.items() if not about.protections.nothing_in_force
        ]
        cases, people = set[str](), set[str]()
        for person in kept:
            own = cipher(person)
            cases |= set(case_numbers(agency, person, own))
            people |= {numbers(agency, person, own).get(IdentifierKind.PARTICIPANT, "")}
        write(Act.REGISTRY_RUN, at=at)
        return Flags(tuple(sorted(cases)), tuple(sorted(people - {""})))


def payment_changes(
    agency: UUID, at: datetime, write_out: Callable[[list[Change]], None]
) -> list[Change]:
    """What changed since the centre was last told, which from now on it was.

    Written out before that is kept: a change told twice does no harm, one lost does.
    """
    with acting_as(principal(agency)):
        told = _told(agency)
        wanted = _wanted(agency, at)
        run = actions.start(RunKind.PAYMENT, at=at)
        found: list[Change] = []
        for person in sorted({*told, *wanted}):
            before, now = told.get(person, ""), wanted.get(person, "")
            if before == now:
                continue
            changes = [Change(before, is_set=False)] if before else []
            found += [*changes, Change(now, is_set=True)] if now else changes
            actions.tell_payment_centre(run, person, now)
            write(Act.FLAG_TOLD, at=at, about=cipher(person))
        actions.finish(run, records=len(found), passed=len(found), rejected=0)
        # Somebody else may still be protected by a number that is given up.
        kept = set(wanted.values())
        found = [one for one in found if one.is_set or one.member_id not in kept]
        write_out(found)
        return found


def _told(agency: UUID) -> dict[UUID, str]:
    """By which number the centre protects whom."""
    table = PaymentFlag._meta.db_table
    return {
        row.person_id: cipher(row.person_id).open(
            Place(table, "number", row.id), bytes(row.number)
        )
        for row in PaymentFlag.objects.filter(agency_id=agency)
    }


def _wanted(agency: UUID, at: datetime) -> dict[UUID, str]:
    """By which number it should from now on."""
    rows = Identifier.objects.filter(agency_id=agency, kind=IdentifierKind.PARTICIPANT)
    people = sorted(set(rows.values_list("person_id", flat=True)))
    facts = standing.about(agency, people, None, at)
    return {
        person: numbers(agency, person, cipher(person))[IdentifierKind.PARTICIPANT]
        for person in people
        if facts[person].protections.any_in_force
    }
