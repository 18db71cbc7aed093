"""The indicator and its neighbours, as one page reads them, and what a removal waits for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.case_kinds import Part
from safelight.core.contact_kinds import SafeUse
from safelight.core.gate.question import Protections
from safelight.core.protections import ProtectionKind
from safelight.core.support import flags
from safelight.core.support.jurisdictions import (
    STATES,
    Children,
    Jurisdiction,
    jurisdiction,
)
from safelight.core.support.tasks import RULES, Rule, TaskKind
from safelight.core.vocabulary import Duty, Flag
from safelight.disclosure import standing
from safelight.disclosure.access import open_person
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from safelight.records.people import links
from safelight.records.people.models import ContactPoint
from safelight.records.people.protecting import protections
from safelight.records.support import flagging
from safelight.records.support.models import (
    AddressRequest,
    Claim,
    FlagCode,
    Removal,
    StaffSafety,
    Task,
)

INDICATOR = ProtectionKind.FAMILY_VIOLENCE_INDICATOR.value.lower()


@dataclass(frozen=True, slots=True)
class Todo:
    task: UUID
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagPage:
    """Four facts, each by itself: the flag; the light is on the plan; good cause; staff
    safety (CS-26, CS-40)."""

    rules: Jurisdiction
    state: str
    is_general: bool
    standing: Flag
    code: str
    missing: tuple[flags.Missing, ...]
    signed_on: date | None
    noticed_on: date | None
    has_channel: bool
    good_cause: flags.GoodCause | None
    waived: tuple[flags.Waived, ...]
    review_on: date | None
    staff_safety: bool
    request: flags.Asked | None
    free_on: date | None
    todo: tuple[Todo, ...]
    warnings: tuple[str, ...]


def read(opened: Opened) -> FlagPage:
    """One entry in the ledger."""
    with acting_as(opened.by):
        write(Act.PLAN_VIEWED, at=opened.at, about=cipher(opened.person))
        return _page(opened)


def _page(opened: Opened) -> FlagPage:
    agency, of_person = opened.by.agency, _of(opened)
    rules = rules_of(opened)
    steps, asked = _steps(opened, rules), _asked(of_person)
    claim = Claim.objects.filter(**of_person).order_by("at").last()
    safety = StaffSafety.objects.filter(**of_person).order_by("at").last()
    row = FlagCode.objects.filter(**of_person).order_by("at").last()
    code = row.code if row else ""
    return FlagPage(
        rules=rules,
        state=(state := standing.vault(agency).jurisdiction),
        is_general=state not in STATES,
        standing=_standing(agency, opened.person, opened),
        code=rules.codes[code].label if code in rules.codes else code,
        missing=flags.missing(rules, steps, on=timezone.localdate(opened.at)),
        signed_on=steps.signed_on,
        noticed_on=steps.noticed_on,
        has_channel=has_channel(of_person),
        good_cause=flags.GoodCause(claim.state) if claim else None,
        waived=tuple(flags.Waived(w) for w in claim.waived) if claim else (),
        review_on=claim.review_on if claim else None,
        staff_safety=safety is not None and safety.is_set,
        request=asked,
        free_on=flags.may_answer(rules, asked) if asked else None,
        todo=tuple(
            Todo(row.id, RULES[TaskKind(row.kind)])
            for row in Task.objects.filter(**of_person, done_at=None).order_by("at")
        ),
        warnings=tuple(_warnings(opened)),
    )


def rules_of(opened: Opened) -> Jurisdiction:
    return jurisdiction(standing.vault(opened.by.agency).jurisdiction)


def set_flag(opened: Opened, code: str, *, initiator: str = "") -> list[str]:
    """Set the indicator on what the state accepts, and on the children where it says so.
    Returns the names of children who are flagged with it. Raises FlagRefused."""
    with acting_as(opened.by):
        rules = rules_of(opened)
        found = flags.code_for(rules, code, initiator)
        children, custodians = _children(opened), _custodians(opened)
        flags.must_be_first(
            rules, is_child=_is_child(opened),
            custodian_flagged=any(_is_on(opened, one) for one in custodians),
        )  # fmt: skip
        flagging.set_flag(opened, found, initiator=initiator)
        copied = []
        if rules.children is Children.COPY and not _is_child(opened):
            for child in children:
                theirs = open_person(opened.by, child, opened.at)
                if isinstance(theirs, Opened) and not _is_on(opened, child):
                    flagging.set_flag(theirs, found, initiator=initiator)
                    copied.append(str(child))
        return copied


def remove_flag(opened: Opened) -> tuple[flags.Missing, ...]:
    """Remove the indicator, or say what is missing; then nothing changes."""
    with acting_as(opened.by):
        rules = rules_of(opened)
        steps = _steps(opened, rules)
        missing = flags.missing(rules, steps, on=timezone.localdate(opened.at))
        if not missing:
            flagging.remove_flag(opened)
        return missing


def after_closing(opened: Opened, case: UUID) -> None:
    """A closed case takes no flag off, but for children where the state's rule says so and
    nothing else of theirs is open (CS-7)."""
    with acting_as(opened.by):
        if not rules_of(opened).child_drops_at_closure:
            return
        rows = Participation.objects.filter(agency_id=opened.by.agency, part=Part.CHILD)
        for child in rows.filter(case_id=case).values_list("person_id", flat=True):
            theirs = Opened(opened.by, child, opened.at)
            if not flagging.has_open_case(theirs) and _is_on(opened, child):
                flagging.remove_flag(theirs)


def claim(
    opened: Opened, state: flags.GoodCause, waived: Collection[flags.Waived]
) -> flags.GoodCause:
    """Record good cause; returns it as it stands. Raises ValueError as `flagging.claim`."""
    with acting_as(opened.by):
        known = _known(opened.by.agency, opened.person, opened)
        in_program = known.address_confidentiality is Flag.SET
        found = flags.as_claimed(rules_of(opened), state, in_program=in_program)
        least = () if found is state else (flags.Waived.COOPERATE,)
        flagging.claim(opened, found, waived=waived or least)
        return found


def good_cause(of_person: dict[str, UUID]) -> flags.GoodCause | None:
    """As it stands, inside `acting_as`."""
    row = Claim.objects.filter(**of_person).order_by("at").last()
    return flags.GoodCause(row.state) if row else None


def is_address_held(agency: UUID, of_person: dict[str, UUID], on: date) -> bool:
    """Whether a request for the address is between notice and the end of its hold."""
    asked = _asked(of_person)
    if asked is None:
        return False
    return flags.is_open(
        jurisdiction(standing.vault(agency).jurisdiction), asked, on=on
    )


def has_channel(of_person: dict[str, UUID]) -> bool:
    """Whether there is a way to reach them that they called safe."""
    return ContactPoint.objects.filter(**of_person, safe_use=SafeUse.SAFE).exists()


def _of(opened: Opened) -> dict[str, UUID]:
    return {"agency_id": opened.by.agency, "person_id": opened.person}


def _asked(of_person: dict[str, UUID]) -> flags.Asked | None:
    row = AddressRequest.objects.filter(**of_person).order_by("at").last()
    if row is None:
        return None
    return flags.Asked(flags.Request(row.state), row.noticed_on, row.decided_on)


def _steps(opened: Opened, rules: Jurisdiction) -> flags.Steps:
    row = Removal.objects.filter(**_of(opened)).first()
    duties = standing.reader(opened.by.worker).asker.duties
    return flags.Steps(
        signed_on=row.signed_on if row else None,
        noticed_on=row.noticed_on if row else None,
        child_is_flagged=not _is_child(opened)
        and any(_is_on(opened, child) for child in _children(opened)),
        is_supervisor=Duty.SUPERVISE in duties,
    )


def _known(agency: UUID, person: UUID, opened: Opened) -> Protections:
    same = links.same(agency, [person])
    return protections(agency, [person], same, opened.at)[person]


def _standing(agency: UUID, person: UUID, opened: Opened) -> Flag:
    return Flag(getattr(_known(agency, person, opened), INDICATOR))


def _is_on(opened: Opened, person: UUID) -> bool:
    return _standing(opened.by.agency, person, opened) is Flag.SET


def _with_parts(opened: Opened, *parts: Part) -> list[UUID]:
    """Others in this person's cases who have one of these parts."""
    own = Participation.objects.filter(**_of(opened)).values("case_id")
    rows = Participation.objects.filter(
        agency_id=opened.by.agency, case_id__in=own, part__in=parts
    ).exclude(person_id=opened.person)
    return list(rows.values_list("person_id", flat=True).distinct())


def _children(opened: Opened) -> list[UUID]:
    return _with_parts(opened, Part.CHILD)


def _custodians(opened: Opened) -> list[UUID]:
    return _with_parts(opened, Part.CUSTODIAL_PARTY)


def _is_child(opened: Opened) -> bool:
    return Participation.objects.filter(**_of(opened), part=Part.CHILD).exists()


def _warnings(opened: Opened) -> list[str]:
    """What is on for one and off for another who lives with them (CS-5)."""
    flagged = _is_child(opened) and _is_on(opened, opened.person)
    if flagged and not all(_is_on(opened, one) for one in _custodians(opened)):
        return ["The child is flagged, and the parent they live with is not."]
    return []
