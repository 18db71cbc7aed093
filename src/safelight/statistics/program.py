"""What a program tells its funders of a quarter, and the file that shows its compliance.

Counts of people, each once; whoever was served for the first time counts as new in that
quarter alone. Cells of one to ten are not shown, nor what would give them away.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import ciphers
from safelight.core.advocacy import Came, Service
from safelight.core.compelled.steps import Kind
from safelight.core.gate.policies import shipped
from safelight.core.quarters import Quarter
from safelight.core.retention import Kept
from safelight.core.suppression import suppressed
from safelight.core.vocabulary import GroundKind
from safelight.records.advocacy.models import ServiceRow
from safelight.records.compelled.models import Demand
from safelight.records.incidents.models import Incident
from safelight.records.packets.models import Packet
from safelight.records.people.models import Person
from safelight.records.releases.models import Release
from safelight.records.retention.models import RetentionRule

AGES: Final = ((0, "0 to 12"), (13, "13 to 17"), (18, "18 to 24"), (25, "25 to 59"),
               (60, "60 or older"))  # fmt: skip
UNKNOWN_AGE: Final = "Not known"
Table = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Report:
    """Tables of counts; None for a count that is not shown."""

    quarter: Quarter
    served: Table
    services: Table
    ages: Table
    unmet: Table

    @property
    def tables(self) -> dict[str, Table]:
        """The tables by the titles that they have on the page and in a file."""
        return {
            "People served": self.served,
            "Their age at the end of the quarter": self.ages,
            "Services used, by how many": self.services,
            "Asked for, and could not be given": self.unmet,
        }


@dataclass(frozen=True, slots=True)
class Compliance:
    """What shows that the program keeps the rules: rules in force, and counts."""

    quarter: Quarter
    policies: str
    kept: Mapping[str, str]
    releases: Table
    disclosed: Table
    demands: Table
    incidents: Table


def report(by: Principal, quarter: Quarter) -> Report:
    """For funders. Of services used; and of what was asked for and could not be given."""
    with acting_as(by):
        rows = ServiceRow.objects.filter(agency_id=by.agency)
        used, within = rows.filter(came=Came.USED), _within(quarter)
        people = set(used.filter(at__range=within).values_list("person_id", flat=True))
        first = used.filter(person_id__in=people).values("person_id")
        since = dict(first.annotate(first=Min("at")).values_list("person_id", "first"))
        new = sum(within[0] <= at for at in since.values())
        unmet = rows.filter(came=Came.DENIED, at__range=within)
        return Report(
            quarter,
            _shown({"New in this quarter": new, "Served before": len(people) - new}),
            _by(Service, used.filter(at__range=within), "service"),
            _shown(_ages(by.agency, people, quarter.ends)),
            _by(Service, unmet, "service"),
        )


def compliance(by: Principal, quarter: Quarter) -> Compliance:
    """CF-56, without anybody's identity."""
    of, within = {"agency_id": by.agency}, _within(quarter)
    with acting_as(by):
        signed = Release.objects.filter(**of, recorded_at__range=within)
        withdrawn = Release.objects.filter(**of, withdrawn_at__range=within)
        sent = Packet.objects.filter(**of, sent_at__range=within)
        demands = Demand.objects.filter(**of, opened_at__range=within)
        found = Incident.objects.filter(**of, found_at__range=within, is_drill=False)
        drills = Incident.objects.filter(**of, found_at__range=within, is_drill=True)
        rules = dict(RetentionRule.objects.filter(**of).values_list("what", "days"))
        return Compliance(
            quarter, shipped().digest,
            {kept.label: _days(rules.get(kept.value)) for kept in Kept},
            _shown({"Signed": signed.count(), "Withdrawn": withdrawn.count()}),
            _counted(GroundKind, sent, "ground_kind"),
            _counted(Kind, demands, "kind"),
            _shown({"Something got out": found.count(), "Practised": drills.count()}),
        )  # fmt: skip


def _days(days: int | None) -> str:
    return f"{days} days" if days else "Until somebody asks"


def _within(quarter: Quarter) -> tuple[datetime, datetime]:
    """The last moment is the last of the quarter, for a range has both its ends."""
    start, end = (
        timezone.make_aware(datetime.combine(day, time.min))
        for day in (quarter.starts, quarter.ends)
    )
    return start, end - datetime.resolution


def _by(terms: type[Any], rows: Any, field: str) -> Table:
    """People, each once, by a field: they overlap, so each cell stands by itself."""
    pairs = set(rows.values_list(field, "person_id"))
    counts = Counter(value for value, _ in pairs)
    return {term.label: _alone(counts[term.value]) for term in terms}


def _counted(terms: type[Any], rows: Any, field: str) -> Table:
    counts = Counter(rows.values_list(field, flat=True))
    return _shown({term.label: counts[term.value] for term in terms})


def _alone(count: int) -> int | None:
    return suppressed({"": count})[""]


def _shown(cells: Mapping[str, int]) -> Table:
    return suppressed(dict(cells))


def _ages(agency: UUID, people: Iterable[UUID], on: date) -> dict[str, int]:
    born = _birth_dates(agency, set(people))
    counts = Counter(_group(born.get(person), on) for person in people)
    return {
        label: counts[label] for label in (*(label for _, label in AGES), UNKNOWN_AGE)
    }


def _group(born: date | None, on: date) -> str:
    if born is None:
        return UNKNOWN_AGE
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return [label for least, label in AGES if least <= age][-1]


def _birth_dates(agency: UUID, people: set[UUID]) -> dict[UUID, date]:
    rows = Person.objects.filter(agency_id=agency, id__in=people)
    sealed = dict(rows.exclude(birth_date=None).values_list("id", "birth_date"))
    keys, table = ciphers(sorted(sealed)), Person._meta.db_table
    found: dict[UUID, date] = {}
    for person, value in sealed.items():
        try:
            text = keys[person].open(Place(table, "birth_date", person), bytes(value))
        except KeyGone:
            continue
        found[person] = date.fromisoformat(text)
    return found
