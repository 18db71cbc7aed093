"""Partners keep each other's checkpoints; a rewritten ledger has no proof."""

from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.agency import signing_key
from safelight.core import merkle
from safelight.demo.county import County
from safelight.disclosure import delivery
from safelight.disclosure.delivery import sending_of
from safelight.ledger import witnessing
from safelight.ledger.acts import Act
from safelight.ledger.entries import COLUMNS, canonical, write
from safelight.ledger.models import Checkpoint, Entry, Leaf, Node, Witnessed
from safelight.ledger.sealing import note, seal
from safelight.ledger.tree import Tree
from safelight.ledger.verifying import verify
from tests.integration.making import fresh, sent_packet
from tests.integration.test_rotation import small

__all__ = ["small"]


def prove(county: County, packet: UUID) -> bool:
    ids = county.agencies["lantern"], county.agencies["support"]
    return delivery.prove(packet, *ids, at=timezone.now())


def kept(county: County) -> list[Witnessed]:
    with acting_as(county.acting("carl")):
        return list(Witnessed.objects.order_by("received_at"))


def test_each_packet_brings_a_proof_that_its_sending_is_in_the_ledger(
    county: County,
) -> None:
    here = fresh(county)
    for _ in range(2):
        _, _, packet = sent_packet(here)
        assert prove(here, packet)

    first, second = kept(here)[-2:]
    assert (first.fault, second.fault) == ("", "")
    assert second.packet_id == packet and second.size > first.size
    with acting_as(here.acting("rosa")):
        leaf = Leaf.objects.get(id=sending_of(packet))
        assert bytes(leaf.hash) == bytes(second.leaf or b"")
        row = Entry.objects.filter(id=sending_of(packet)).values(*COLUMNS).get()
        assert merkle.leaf_hash(canonical(row)) == bytes(leaf.hash)


def test_an_entry_that_is_not_sealed_yet_is_proved_later(county: County) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here)
    parts = settings.DATABASES["owner"]
    with psycopg.connect(
        host=parts["HOST"], user=parts["USER"], password=parts["PASSWORD"],
        dbname=parts["NAME"],
    ) as session:  # fmt: skip
        session.execute("SELECT pg_current_xact_id()")
        other = sent_packet(here)[2]
        assert not prove(here, other)
    assert prove(here, other)
    assert prove(here, packet)


def shown(county: County, packet: UUID, since: int) -> witnessing.Evidence:
    lantern = county.agencies["lantern"]
    at = timezone.now()
    form = witnessing.prove(lantern, sending_of(packet), since=since, at=at)
    assert form is not None
    return witnessing._FORM.validate_json(form)


def faults_of(county: County, packet: UUID, **changes: object) -> str:
    from dataclasses import replace

    support, lantern = county.agencies["support"], county.agencies["lantern"]
    since = witnessing.last_seen(support, lantern)
    evidence = replace(shown(county, packet, since), **changes)  # type: ignore[arg-type]
    form = witnessing._FORM.dump_json(evidence)
    return witnessing.keep(support, lantern, packet, form, at=timezone.now())


def test_what_is_not_signed_not_continued_or_not_in_it_is_a_fault(
    county: County,
) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here)
    assert prove(here, packet)
    _, _, packet = sent_packet(here)

    assert faults_of(here, packet, root=b"\1" * 32) == witnessing.NOT_SIGNED
    assert faults_of(here, packet, consistency=()) == witnessing.REWRITTEN
    assert faults_of(here, packet, since=0) == witnessing.REWRITTEN
    assert faults_of(here, packet, leaf=b"\1" * 32) == witnessing.NOT_IN_IT
    support, lantern = here.agencies["support"], here.agencies["lantern"]
    at = timezone.now()
    assert (
        witnessing.keep(support, lantern, packet, b"{}", at=at) == witnessing.NOT_READ
    )
    assert faults_of(here, packet) == ""
    with acting_as(here.acting("carl")):
        assert Entry.objects.filter(act=Act.PARTNER_FAULT).count() >= 5


def test_a_partners_checkpoint_shows_a_ledger_rewritten_with_its_signatures(
    county: County, small: object
) -> None:
    """The operator rewrites an entry, its leaf, the tree and signs it all anew: the
    ledger verifies by itself, and not against what a partner kept."""
    from safelight.accounts.fence.acting import Principal

    assert isinstance(small, Principal)
    keeper, now = county.agencies["support"], timezone.now()
    entries = []
    for _ in range(2):
        with acting_as(small):
            entries.append(write(Act.SEARCHED, at=now))
        form = witnessing.prove(
            small.agency, entries[-1],
            since=witnessing.last_seen(keeper, small.agency), at=now,
        )  # fmt: skip
        assert form and not witnessing.keep(keeper, small.agency, uuid4(), form, at=now)
    _rewrite_first(small.agency)
    assert verify(small.agency).fault == ""

    with acting_as(small):
        entry = write(Act.SEARCHED, at=now)
    since = witnessing.last_seen(keeper, small.agency)
    form = witnessing.prove(small.agency, entry, since=since, at=now)
    assert form is not None
    fault = witnessing.keep(keeper, small.agency, uuid4(), form, at=now)
    assert fault == witnessing.REWRITTEN
    found = {one.partner: one.fault for one in witnessing.partners(keeper)}
    assert found[small.agency] == witnessing.REWRITTEN


def _rewrite_first(agency: UUID) -> None:
    """What somebody with the owner's role and the signing key could do."""
    from safelight.accounts.fence.acting import Principal, PrincipalKind

    parts = settings.DATABASES["owner"]
    tables = ("ledger_entry", "ledger_leaf", "ledger_checkpoint", "ledger_node")
    with psycopg.connect(
        host=parts["HOST"], user=parts["USER"], password=parts["PASSWORD"],
        dbname=parts["NAME"], autocommit=True,
    ) as session:  # fmt: skip
        session.execute(
            "SELECT set_config('safelight.agency', %s, false)", [str(agency)]
        )
        for table in tables:
            session.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        session.execute(
            "UPDATE ledger_entry SET written_at = written_at + interval '1 day' WHERE id "
            "= (SELECT id FROM ledger_leaf WHERE number = 0)"
        )
        with acting_as(Principal(PrincipalKind.AUDITOR, agency)):
            rows = {r["id"]: r for r in Entry.objects.values(*COLUMNS)}
            order = list(Leaf.objects.order_by("number").values_list("id", flat=True))
            hashes = [merkle.leaf_hash(canonical(rows[entry])) for entry in order]
            session.execute(
                "UPDATE ledger_leaf SET hash = %s WHERE number = 0", [hashes[0]]
            )
            for row in Checkpoint.objects.all():
                frontier = merkle.extend([], 0, hashes[: row.size])
                root = merkle.frontier_root(frontier)
                text = note(agency, row.size, root, row.sealed_at)
                session.execute(
                    "UPDATE ledger_checkpoint SET root = %s, frontier = %s, "
                    "signature = %s WHERE id = %s",
                    [root, frontier, signing_key().sign(text), row.id],
                )
        for table in tables:
            session.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")


@pytest.fixture
def tall(small: object) -> object:
    """A ledger of more than two whole runs of leaves."""
    from safelight.accounts.fence.acting import Principal

    assert isinstance(small, Principal)
    for _ in range(3):
        with acting_as(small):
            for n in range(190):
                write(Act.SEARCHED, at=timezone.now() + timedelta(microseconds=n))
        seal(small.agency, at=timezone.now())
    return small


def test_roots_of_whole_runs_are_kept_and_give_the_same_tree(tall: object) -> None:
    from safelight.accounts.fence.acting import Principal

    assert isinstance(tall, Principal)
    with acting_as(tall):
        tree = Tree(tall.agency)
        size = Leaf.objects.count()
        hashes = tree.leaves(0, size)
        assert Node.objects.filter(level=8).count() == size // 256 == 2
        assert tree.subtree(0, size) == merkle.root_of(hashes)
        assert tree.subtree(0, 512) == merkle.root_of(hashes[:512])
        row = Checkpoint.objects.order_by("-size").first()
        assert row and bytes(row.root) == tree.subtree(0, size)


def test_a_packet_whose_proof_never_came_is_shown(county: County) -> None:
    """A partner that rewrites could keep its proofs back: that shows too."""
    from safelight.disclosure.agreements import partner_ledgers

    here = fresh(county)
    sent_packet(here)
    by = here.acting("sonia")

    def unproven(hours: int) -> int:
        rows = partner_ledgers(by, here.now + timedelta(hours=hours))
        return sum(row.unproven for row in rows if row.name == "Lantern Program")

    before = unproven(0)
    assert unproven(2) > before
