"""Random histories of staff, releases, withdrawals, agreements, reports, confidences,
locked vaults, roles, blocks and times.

After each step a model of a few lines says what the other agency may hold at that
instant. The product must agree: no more, no less, and the same answer for whatever is
not there.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from safelight.accounts.actions import make_agency, make_staff
from safelight.accounts.fence.acting import Principal, PrincipalKind
from safelight.accounts.keys.held.asking import VaultLocked
from safelight.accounts.keys.held.locks import WrongWords
from safelight.accounts.models import Staff
from safelight.core.compelled.steps import BEFORE, REPORTED, Duty, Kind
from safelight.core.packet_life import NotAllowedNow
from safelight.core.periods import Period
from safelight.core.protections import Basis, ProtectionKind
from safelight.core.release_rules import Draft, SignedHow, WithdrawnHow
from safelight.core.vocabulary import (
    AgencyKind,
    Category,
    Flag,
    Fund,
    GroundKind,
    Partition,
    Purpose,
    Signer,
    Source,
)
from safelight.demo.county import County
from safelight.disclosure import inbox
from safelight.disclosure.access import open_person
from safelight.disclosure.delivery import deliver
from safelight.disclosure.grounds import GroundMissing, GroundRef
from safelight.disclosure.offers import Wish
from safelight.disclosure.search import search
from safelight.disclosure.sharing import prepare, send
from safelight.disclosure.shown import Refused, Shown
from safelight.ledger.sealing import seal
from safelight.ledger.verifying import verify
from safelight.records.agreements import actions as agreements
from safelight.records.compelled import actions as compelled
from safelight.records.holding import actions as holding
from safelight.records.notes.actions import write_note
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets
from safelight.records.people import actions as people
from safelight.records.releases import actions as releases
from tests.integration.test_held import running
from tests.soak.model import Ground, Reader, Sent
from tests.soak.size import size

STEPS_IN_ONE = 120
NAME = "Thea Histories"
WORDS = "copper window seven tall herons"
__all__ = ["running"]


@dataclass
class History:
    """One sender, one recipient, one bystander; a person at the sender, one at the
    recipient of the same name, by whom workers are kept away."""

    chance: random.Random
    kind: AgencyKind
    at: datetime = field(default_factory=timezone.now)
    grounds: list[Ground] = field(default_factory=list)
    packets: dict[UUID, Sent] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sender = self._agency(
            self.kind, Fund if self.kind == "VICTIM_SERVICES" else ()
        )
        self.recipient = self._agency(AgencyKind.CHILD_PROTECTION, ())
        worker = (
            "program_director" if self.kind == "VICTIM_SERVICES" else "ivd_supervisor"
        )
        sign = [worker] if self.kind == "VICTIM_SERVICES" else [worker, "signatory"]
        self.us = self._staff(self.sender, sign)
        self.readers = [
            self._reader(["cps_supervisor", "signatory"]),
            self._reader(["cps_worker"]),
            self._reader(["cps_worker"]),
        ]
        self.them = self.readers[0].by
        self.person = self._receive(self.us)
        self.namesake = self._receive(self.them)
        self.texts = {f"name:{self.person}": NAME}
        for number, category in enumerate((Category.NARRATIVE, Category.COURT)):
            text = f"Said {number}: prefers mornings {self.chance.random()}."
            note = write_note(
                self.mine(), text=text, category=category,
                partition=Partition.GENERAL, source=Source.OBSERVATION,
            )  # fmt: skip
            self.texts[f"note:{note}"] = text
        self.held, self.reported = (
            write_note(self.mine(), text=f"A child said {category}.", category=category,
                       partition=Partition.SEALED, source=Source.CHILD)
            for category in (Category.CHILDS_CONFIDENCE, Category.CHILDS_REPORT)
        )  # fmt: skip
        self.locked = False
        if self.kind is AgencyKind.VICTIM_SERVICES:
            holding.hold(self.us, WORDS, at=self.at)

    def _agency(self, kind: AgencyKind, funds: object) -> UUID:
        return make_agency(
            name=f"History {uuid4()}",
            kind=kind,
            jurisdiction="MI",
            funds=funds,  # type: ignore[arg-type]
        )

    def _staff(self, agency: UUID, roles: list[str]) -> Principal:
        staff = make_staff(
            agency=agency, email=f"{uuid4()}@h.example", name="Somebody", roles=roles
        )
        return Principal(PrincipalKind.STAFF, agency, staff)

    def _reader(self, roles: list[str]) -> Reader:
        by = self._staff(self.recipient, roles)
        return Reader(by.worker, by, "cps_supervisor" in roles)

    def _receive(self, by: Principal) -> UUID:
        person = people.receive(
            by=by, at=self.at, name=NAME, birth_date=None, source=Source.SURVIVOR
        )
        people.assign(Opened(by, person, self.at), by.worker)
        return person

    def mine(self) -> Opened:
        return Opened(self.us, self.person, self.at)

    # The steps

    def time_passes(self) -> None:
        self.at += timedelta(hours=self.chance.choice([1, 5, 30, 100, 400]))

    def ground_begins(self) -> None:
        days = self.chance.choice([1, 3, 14])
        period = Period(self.at, self.at + timedelta(days=days))
        made = self._release(period) if self._on_release() else self._agreement(period)
        if made is not None:
            self.grounds.append(Ground(made, period.starts, period.ends))

    def _on_release(self) -> bool:
        return self.kind is AgencyKind.VICTIM_SERVICES or self.chance.random() < 0.5

    def _release(self, period: Period) -> GroundRef:
        draft = Draft(
            recipient=str(self.recipient), period=period,
            items=(*self.texts, f"note:{self.held}"),
            signer=Signer.ADULT, is_minor=False, has_co_signer=False,
            co_signer_may_abuse=True, minor_may_sign_alone=False, risks="Told.",
            alternatives="Offered.", long_period_confirmed=False, cap_days=90,
        )  # fmt: skip
        categories = dict.fromkeys(self.texts, Category.NARRATIVE)
        categories[f"name:{self.person}"] = Category.IDENTITY
        categories[list(self.texts)[2]] = Category.COURT
        categories[f"note:{self.held}"] = Category.CHILDS_CONFIDENCE
        made = releases.record(
            self.mine(), draft, purpose=Purpose.CHILD_SAFETY, categories=categories,
            signed_how=SignedHow.ON_PAPER,
        )  # fmt: skip
        return GroundRef(GroundKind.RELEASE, made)

    def _agreement(self, period: Period) -> GroundRef | None:
        try:
            made = agreements.propose(
                by=self.us, at=self.at, recipient=self.recipient,
                categories=[Category.IDENTITY, Category.NARRATIVE, Category.COURT],
                purposes=[Purpose.CHILD_SAFETY], period=period,
            )  # fmt: skip
        except agreements.AgreementInvalid:
            return None
        agreements.sign(made, by=self.us, at=self.at)
        if self.chance.random() < 0.3:
            self.check_unsigned(GroundRef(GroundKind.AGREEMENT, made))
        agreements.sign(made, by=self.them, at=self.at)
        return GroundRef(GroundKind.AGREEMENT, made)

    def check_unsigned(self, ref: GroundRef) -> None:
        """Nothing goes on an agreement that one side has not signed."""
        wish = self._wish(Ground(ref, self.at, self.at), self.readers[1].staff)
        packet = prepare(self.mine(), wish)
        assert send(self.mine(), packet) is not None

    def ground_ends(self) -> None:
        ground = self._any([g for g in self.grounds if not g.ended])
        if ground is None:
            return
        if ground.ref.kind is GroundKind.MANDATE:
            compelled.close(self.mine(), ground.ref.id)
        elif ground.ref.kind is GroundKind.RELEASE:
            releases.withdraw(self.mine(), ground.ref.id, how=WithdrawnHow.ORAL)
        else:
            by = self.chance.choice([self.us, self.them])
            agreements.end(ground.ref.id, by=by, at=self.at)
        ground.ended = True

    def _wish(self, ground: Ground, attention: UUID) -> Wish:
        name, *others = self.texts
        if ground.ref.kind is GroundKind.MANDATE:
            return Wish(
                recipient=self.recipient, purpose=Purpose.CHILD_ABUSE_REPORT,
                ground=ground.ref, attention=attention,
                keys=(name, f"note:{self.reported}", f"note:{self.held}", *others),
            )  # fmt: skip
        chosen = self.chance.sample(others, self.chance.randint(1, len(others)))
        return Wish(
            recipient=self.recipient, purpose=Purpose.CHILD_SAFETY, ground=ground.ref,
            keys=(name, *chosen, f"note:{self.held}"), attention=attention,
        )  # fmt: skip

    def packet_goes(self) -> None:
        ground = self._any(self.grounds)
        if ground is None:
            return
        wish = self._wish(ground, self.chance.choice(self.readers[1:]).staff)
        try:
            packet = prepare(self.mine(), wish)
        except GroundMissing:
            assert not ground.in_force(self.at)
            return
        if ground.ref.kind is GroundKind.RELEASE:
            packets.show(self.mine(), packet)
        gone = send(self.mine(), packet) is None
        assert gone == ground.in_force(self.at), "sent exactly while the ground holds"
        if gone:
            deliver(packet, self.sender, self.recipient, at=self.at)
            ends = ground.ends
            if ground.ref.kind is GroundKind.AGREEMENT:
                ends = min(ends, self.at + timedelta(days=30))
            assert wish.attention
            texts = self._allowed(ground, wish)
            self.packets[packet] = Sent(ground, ends, wish.attention, texts)

    def _allowed(self, ground: Ground, wish: Wish) -> frozenset[str]:
        """Of a report the name and what must be acted on; never what a child confided."""
        if ground.ref.kind is GroundKind.MANDATE:
            return frozenset({NAME, f"A child said {Category.CHILDS_REPORT}."})
        return frozenset(self.texts[key] for key in wish.keys if key in self.texts)

    def report_begins(self) -> None:
        """A report opens something when every step was taken, and nothing before."""
        if self.kind is not AgencyKind.VICTIM_SERVICES:
            return
        demand = compelled.begin(
            self.mine(), Kind.REPORT, learned_at=self.at, duty=Duty.REQUIRED,
            recipient=self.recipient, categories=REPORTED,
        )  # fmt: skip
        steps = BEFORE[Kind.REPORT]
        taken = self.chance.choice([steps, self.chance.sample(steps, len(steps) - 1)])
        for step in taken:
            compelled.record(self.mine(), demand, step, "Done.", elements=["ABUSED"])
        ref = GroundRef(GroundKind.MANDATE, demand)
        ground = Ground(ref, self.at, self.at + timedelta(days=30))
        if len(taken) == len(steps):
            self.grounds.append(ground)
            return
        with pytest.raises(GroundMissing):
            prepare(self.mine(), self._wish(ground, self.readers[1].staff))

    def vault_locks(self) -> None:
        """Nobody at the program opens anything; what was sent stays readable."""
        if self.kind is AgencyKind.VICTIM_SERVICES:
            holding.lock(self.us, at=self.at)
            self.locked = True

    def vault_stays_locked(self) -> None:
        with pytest.raises(VaultLocked):
            search(self.us, NAME, self.at)
        with pytest.raises(VaultLocked):
            write_note(self.mine(), text="Late.", category=Category.NARRATIVE,
                       partition=Partition.GENERAL, source=Source.OBSERVATION)  # fmt: skip
        with pytest.raises(WrongWords):
            holding.unlock(self.us, f"not {WORDS}", at=self.at)

    def vault_unlocks(self) -> None:
        holding.unlock(self.us, WORDS, at=self.at)
        self.locked = False

    def packet_is_recalled(self) -> None:
        packet = self._any(list(self.packets))
        if packet is None:
            return
        try:
            packets.recall(self.mine(), packet)
        except NotAllowedNow:
            assert self.packets[packet].recalled or self.packets[packet].ground.ended
        self.packets[packet].recalled = True

    def protection_is_set(self) -> None:
        standing = self.chance.choice([Flag.SET, Flag.CLEAR])
        people.record_protection(
            self.mine(), kind=self.chance.choice(list(ProtectionKind)),
            standing=standing, basis=Basis.WORKER, is_removal=True,
        )  # fmt: skip
        if standing is Flag.SET:
            for sent in self.packets.values():
                if sent.ground.ref.kind is GroundKind.AGREEMENT:
                    sent.recalled = True

    def reader_changes(self) -> None:
        reader = self.chance.choice(self.readers[1:])
        match self.chance.choice(["leaves", "role", "block"]):
            case "leaves":
                reader.active = not reader.active
                Staff.objects.filter(id=reader.staff).update(is_active=reader.active)
            case "role":
                reader.supervises = not reader.supervises
                roles = ["cps_supervisor" if reader.supervises else "cps_worker"]
                Staff.objects.filter(id=reader.staff).update(roles=roles)
            case "block":
                people.block(Opened(self.them, self.namesake, self.at), reader.staff)
                reader.blocked = True

    def packet_is_handed_on(self) -> None:
        boss = self.readers[0]
        alive = [p for p, s in self.packets.items() if boss.may_read(s, self.at)]
        packet = self._any(alive)
        able = [r for r in self.readers[1:] if r.active]
        if packet is None or not able:
            return
        to = self.chance.choice(able)
        assert inbox.hand_on(boss.by, packet, to.staff, self.at)
        self.packets[packet].attention = to.staff

    def _any(self, options: list) -> object:  # type: ignore[type-arg]
        return self.chance.choice(options) if options else None

    # What must hold

    def check(self) -> None:
        for reader in self.readers:
            mine = {p for p, s in self.packets.items() if reader.may_read(s, self.at)}
            listed = {row.packet for row in inbox.inbox(reader.by, self.at)}
            assert listed == mine
        self._check_nothing_else(self.chance.choice(self.readers))
        packet = self._any(list(self.packets))
        if packet is not None:
            self._check_reading(packet, self.chance.choice(self.readers))  # type: ignore[arg-type]

    def _check_reading(self, packet: UUID, reader: Reader) -> None:
        page = inbox.read(reader.by, packet, self.at)
        sent = self.packets[packet]
        if not reader.may_read(sent, self.at):
            assert (
                page == inbox.read(reader.by, uuid4(), self.at) == inbox.NOT_AVAILABLE
            )
            return
        assert isinstance(page, inbox.PacketPage)
        shown = {f.text for f in page.fields if isinstance(f, Shown)}
        assert shown == sent.texts and len(page.fields) == len(sent.texts)

    def _check_nothing_else(self, reader: Reader) -> None:
        """The sender's person is not there, however it is asked."""
        found = open_person(reader.by, self.person, self.at)
        assert found == open_person(reader.by, uuid4(), self.at) == Refused()
        seen = {row.person for row in search(reader.by, NAME, self.at)}
        assert seen <= {self.namesake}

    def step(self) -> None:
        others = [self.time_passes, self.reader_changes, self.packet_is_handed_on]
        locked = [self.vault_stays_locked, self.vault_unlocks]
        ours = [
            self.ground_begins, self.ground_ends, self.packet_goes, self.packet_goes,
            self.packet_is_recalled, self.protection_is_set, self.report_begins,
            self.vault_locks,
        ]  # fmt: skip
        self.chance.choice([*others, *(locked if self.locked else ours)])()
        self.check()


def test_no_history_gives_the_other_agency_anything_not_covered_now(
    county: County, running: object
) -> None:
    steps, seed = size("histories", 160, 100_000), random.randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201
    chance = random.Random(seed)
    for start in range(0, steps, STEPS_IN_ONE):
        kinds = [AgencyKind.VICTIM_SERVICES, AgencyKind.CHILD_SUPPORT]
        history = History(chance, kinds[start // STEPS_IN_ONE % 2])
        for _ in range(min(STEPS_IN_ONE, steps - start)):
            history.step()
        if history.locked:
            history.vault_unlocks()
        for agency in (history.sender, history.recipient):
            seal(agency, at=timezone.now())
            assert verify(agency).fault == ""
