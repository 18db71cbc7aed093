"""One person on one page: every item shown, or withheld with its reason and law."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.material import CannotOpen
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import Decision
from safelight.core.protections import ProtectionKind
from safelight.core.vocabulary import Answer, Channel, Flag, Partition
from safelight.disclosure import standing
from safelight.disclosure.access import question
from safelight.disclosure.items import Held, held
from safelight.disclosure.shown import Field, Shown, Withheld
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What the worker sees of one person, by kind of item."""

    person: UUID
    name: str
    birth_date: date | None
    fields: tuple[Field, ...]
    protections: dict[ProtectionKind, Flag]
    unsettled: tuple[ProtectionKind, ...]

    def of(self, *prefixes: str) -> list[Field]:
        """The fields whose keys begin with one of these kinds of item."""
        return [f for f in self.fields if f.key.split(":")[0] in prefixes]

    @property
    def timeline(self) -> list[Field]:
        """What happened, newest first."""
        kinds = self.of("note", "document", "case", "hearing", "protection")
        return sorted(kinds, key=lambda f: (f.at is None, f.at), reverse=True)


def read(opened: Opened) -> PersonPage:
    """The whole record as the gate lets this worker see it; one entry in the ledger."""
    with acting_as(opened.by):
        found, decision, facts = decided(opened, Channel.VIEW)
        own = cipher(opened.person)
        fields = tuple(field(h, decision, own) for h in found)
        write(
            Act.PERSON_VIEWED,
            at=opened.at,
            about=own,
            policies=decision.policies,
            items=sorted(decision.released()),
        )
    shown = {f.label: f.text for f in fields if isinstance(f, Shown)}
    born = shown.get("Birth date")
    known = {
        kind: Flag(getattr(facts.protections, kind.value.lower()))
        for kind in ProtectionKind
    }
    return PersonPage(
        person=opened.person,
        name=shown.get("Name", "Name withheld"),
        birth_date=date.fromisoformat(born) if born else None,
        fields=fields,
        protections=known,
        unsettled=tuple(k for k, flag in known.items() if flag is Flag.UNKNOWN),
    )


def decided(
    opened: Opened, channel: Channel
) -> tuple[list[Held], Decision, standing.AboutPerson]:
    """A person's items and the gate's decision for the worker who opened the record."""
    by = opened.by
    vault, who = standing.vault(by.agency), standing.reader(by.worker)
    facts = standing.about(by.agency, [opened.person], who, opened.at)[opened.person]
    found = held(vault, opened.person, facts)
    asked = question(who, opened.at, channel)
    decision = decide(asked, [h.item for h in found])
    return found, decision, facts


def field(found: Held, decision: Decision, own: DataCipher) -> Field:
    """One item as the worker of the owning agency gets it."""
    ruling = decision.rulings[found.item.key]
    key, category = found.item.key, found.item.category
    if ruling.answer is Answer.RELEASE:
        try:
            text = found.text(own)
        except (CannotOpen, KeyGone) as error:
            return Withheld(key, found.label, category, str(error), at=found.at)
        return Shown(
            key,
            found.label,
            category,
            text,
            found.at,
            detail=found.detail,
            is_sealed=found.item.partition is Partition.SEALED,
        )
    return Withheld(
        key,
        found.label,
        category,
        ruling.words,
        ruling.reasons,
        ruling.routes,
        found.at,
    )
