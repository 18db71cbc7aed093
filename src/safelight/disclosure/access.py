"""Opening one person's record: the question every other act on it begins with."""

from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import Decision
from safelight.core.gate.question import Asker, Item, Question
from safelight.core.vocabulary import (
    Category,
    Channel,
    Flag,
    Partition,
    Purpose,
    Source,
    Standing,
)
from safelight.disclosure import standing
from safelight.disclosure.shown import Refused
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.people.models import Person


def question(who: standing.Reader, at: datetime, channel: Channel) -> Question:
    """A worker's question about a record of their own agency."""
    return Question(asker=who.asker, channel=channel, purpose=Purpose.CASEWORK, at=at)


def own_question(person: UUID, at: datetime) -> Question:
    """Somebody asks for a paper of their own record."""
    own = Asker(standing=Standing.SUBJECT, party=str(person))
    return Question(
        asker=own, channel=Channel.PAPER, purpose=Purpose.SUBJECT_ACCESS, at=at
    )


def identity_item(
    vault: standing.Vault, person: UUID, about: standing.AboutPerson
) -> Item:
    return Item(
        key=f"name:{person}",
        category=Category.IDENTITY,
        vault=str(vault.agency),
        vault_kind=vault.kind,
        subject=str(person),
        vault_funds=vault.funds,
        jurisdiction=vault.jurisdiction,
        partition=Partition.GENERAL,
        source=Source.OBSERVATION,
        protections=about.protections,
        confided_by_child=Flag.CLEAR,
        privileged=Flag.CLEAR,
        shelter=Flag.CLEAR,
        assignment=about.assignment,
        staff_block=about.staff_block,
    )


def decide_identity(
    by: Principal, people: list[UUID], at: datetime, *, with_routes: bool = False
) -> Decision:
    """One batch: whose identity may this worker see? Keys are `name:<person id>`."""
    vault, who = standing.vault(by.agency), standing.reader(by.worker)
    facts = standing.about(by.agency, people, who, at)
    items = [identity_item(vault, person, facts[person]) for person in people]
    asked = question(who, at, Channel.VIEW)
    return decide(asked, items, with_routes=with_routes)


def open_person(by: Principal, person: UUID, at: datetime) -> Opened | Refused:
    """Open a record for work. A refusal is in the ledger, and tells nothing."""
    with acting_as(by):
        decision = decide_identity(by, [person], at)
        own = _cipher_of(by, person)
        if own is None:
            write(Act.PERSON_REFUSED, at=at, policies=decision.policies)
            return Refused()
        ruling = decision.rulings[f"name:{person}"]
        if ruling.is_withheld:
            codes = [reason.code for reason in ruling.reasons]
            write(
                Act.PERSON_REFUSED,
                at=at,
                about=own,
                policies=decision.policies,
                reasons=codes,
            )
            return Refused()
        return Opened(by, person, at)


def _cipher_of(by: Principal, person: UUID) -> DataCipher | None:
    if not Person.objects.filter(agency_id=by.agency, id=person).exists():
        return None
    try:
        return cipher(person)
    except KeyGone:
        return None
