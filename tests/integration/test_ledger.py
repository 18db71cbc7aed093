"""The ledger: with the act or not at all, sealed, and verifiable by somebody else."""

import json
import threading
from uuid import UUID

import psycopg
import pytest
from django.db import connections
from django.utils import timezone

from safelight.accounts.actions import make_agency
from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.core.vocabulary import AgencyKind
from safelight.demo.county import County
from safelight.disclosure.access import open_person
from safelight.disclosure.search import search
from safelight.hosting.home import load_secrets
from safelight.hosting.postgres import Cluster
from safelight.ledger import sealing
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.ledger.models import Checkpoint, Entry, Leaf
from safelight.ledger.sealing import seal
from safelight.ledger.verifying import CheckpointInvalid, export, verify
from tests.integration.making import fresh, sent_packet, survivor


def count(principal: Principal, **where: object) -> int:
    with acting_as(principal):
        return Entry.objects.filter(**where).count()


@pytest.fixture
def agency(county: County, request: pytest.FixtureRequest) -> Principal:
    """An agency of this test's own, with six sealed entries in two checkpoints."""
    made = make_agency(
        name=f"Ledger {request.node.name}"[:120],
        kind=AgencyKind.COURT,
        jurisdiction="CT",
    )
    principal = Principal(PrincipalKind.STAFF, made)
    for _ in range(2):
        for _ in range(3):
            with acting_as(principal):
                write(Act.SEARCHED, at=timezone.now())
        assert seal(made, at=timezone.now()) == 3
    return principal


def tamper(cluster: Cluster, statement: str, *values: object) -> None:
    """What only somebody with the server's own account can do."""
    password = load_secrets(cluster.home)["admin"]
    with psycopg.connect(
        host=str(cluster.sockets), user="safelight_admin", dbname="safelight",
        password=password,
    ) as session:  # fmt: skip
        session.execute("SET session_replication_role = replica")
        session.execute(statement, values)


def test_an_act_that_fails_leaves_no_entry(county: County) -> None:
    carl = county.acting("carl")
    before = count(carl)

    with pytest.raises(RuntimeError), acting_as(carl):
        write(Act.SEARCHED, at=timezone.now())
        raise RuntimeError

    assert count(carl) == before


def test_one_entry_for_each_act_refusals_included(county: County) -> None:
    nils = county.acting("nils")
    before = count(nils, actor=nils.staff)

    search(nils, "Nobody of this name", timezone.now())
    open_person(nils, county.people["lena"], timezone.now())

    assert count(nils, actor=nils.staff) == before + 2


def test_whoever_was_searched_for_and_hidden_can_learn_of_it(county: County) -> None:
    """One entry for the search, and one under the key of each person it did not show."""
    from safelight.disclosure.accounting import account
    from safelight.records.opened import Opened

    search(county.acting("nils"), "Marcus Hale", timezone.now())

    opened = open_person(county.acting("carl"), county.people["marcus"], timezone.now())
    assert isinstance(opened, Opened)
    said = {(line.who, line.what) for line in account(opened)}
    nils = "Nils Berg, Alder County Child Support"
    assert (nils, "Searched, and was not shown the record") in said


def test_entries_hold_no_readable_person_or_value(county: County) -> None:
    here = fresh(county)
    sent_packet(here)
    with acting_as(here.acting("rosa")):
        rows = list(Entry.objects.values_list("act", "policies", "mark", "body"))

    assert len(rows) > 5
    people = [str(person).encode() for person in here.people.values()]
    for _, _, mark, body in rows:
        assert not any(word in bytes(body) for word in (b"Vera", b"Phone", *people))
        assert not any(person in bytes(mark) for person in people)


def test_a_persons_mark_differs_from_agency_to_agency(county: County) -> None:
    from safelight.accounts.keys.ring import cipher

    marks = set()
    for who, code in (("rosa", "lena_l"), ("carl", "lena")):
        with acting_as(county.acting(who)):
            marks.add(cipher(county.people[code]).mark())

    assert len(marks) == 2


def test_a_sealed_ledger_verifies_here_and_against_a_kept_checkpoint(
    agency: Principal,
) -> None:
    kept = json.dumps(export(agency.agency))

    verdict = verify(agency.agency, kept)

    assert (verdict.entries, verdict.fault) == (6, "")
    assert verify(agency.agency).checkpoints == 2


def test_a_changed_entry_is_named(agency: Principal, cluster: Cluster) -> None:
    with acting_as(agency):
        third: UUID = Leaf.objects.get(number=2).id
    tamper(
        cluster, "UPDATE ledger_entry SET act = 'PERSON_VIEWED' WHERE id = %s", third
    )

    assert verify(agency.agency).fault == f"entry {third} (leaf 2) was changed"


def test_a_removed_entry_is_named(agency: Principal, cluster: Cluster) -> None:
    with acting_as(agency):
        last: UUID = Leaf.objects.get(number=5).id
    tamper(cluster, "DELETE FROM ledger_entry WHERE id = %s", last)

    assert verify(agency.agency).fault == f"entry {last} (leaf 5) was removed"


def test_an_entry_rewritten_with_its_leaf_is_in_its_interval(
    agency: Principal, cluster: Cluster
) -> None:
    from safelight.core.merkle import leaf_hash
    from safelight.ledger.entries import COLUMNS, canonical

    with acting_as(agency):
        fifth: UUID = Leaf.objects.get(number=4).id
    tamper(
        cluster, "UPDATE ledger_entry SET act = 'PERSON_VIEWED' WHERE id = %s", fifth
    )
    with acting_as(agency):
        row = Entry.objects.filter(id=fifth).values(*COLUMNS).get()
    tamper(
        cluster,
        "UPDATE ledger_leaf SET hash = %s WHERE id = %s",
        leaf_hash(canonical(row)),
        fifth,
    )

    fault = verify(agency.agency).fault
    assert fault == "an entry and its leaf between leaf 3 and leaf 5 were rewritten"


def test_a_ledger_rewritten_throughout_fails_against_a_kept_checkpoint(
    agency: Principal, cluster: Cluster
) -> None:
    """Whoever has the agency's keys too can sign anew, but not change what was kept."""
    kept = json.dumps(export(agency.agency))
    for table in ("ledger_checkpoint", "ledger_leaf"):
        tamper(cluster, f"DELETE FROM {table} WHERE agency_id = %s", agency.agency)
    tamper(
        cluster,
        "UPDATE ledger_entry SET act = 'PERSON_VIEWED' WHERE agency_id = %s",
        agency.agency,
    )
    seal(agency.agency, at=timezone.now())

    assert verify(agency.agency).fault == ""
    assert "rewritten" in verify(agency.agency, kept).fault


def test_a_shortened_ledger_fails_against_a_kept_checkpoint(
    agency: Principal, cluster: Cluster
) -> None:
    kept = json.dumps(export(agency.agency))
    with acting_as(agency):
        ids = list(Leaf.objects.filter(number__gte=3).values_list("id", flat=True))
    for table in ("ledger_leaf", "ledger_entry"):
        tamper(cluster, f"DELETE FROM {table} WHERE id = ANY(%s)", ids)
    tamper(
        cluster,
        "DELETE FROM ledger_checkpoint WHERE size = 6 AND agency_id = %s",
        agency.agency,
    )

    assert verify(agency.agency).fault == ""
    assert "were removed" in verify(agency.agency, kept).fault


def test_a_checkpoint_signed_by_nobody_is_a_fault(
    agency: Principal, cluster: Cluster
) -> None:
    tamper(
        cluster,
        "UPDATE ledger_checkpoint SET signature = %s WHERE agency_id = %s",
        b"\0" * 64,
        agency.agency,
    )

    assert "not signed" in verify(agency.agency).fault


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"agency": "x"}', '{"agency": 1}'])
def test_what_is_no_checkpoint_is_refused(agency: Principal, text: str) -> None:
    with pytest.raises(CheckpointInvalid):
        verify(agency.agency, text)


def test_a_late_commit_is_not_skipped(agency: Principal) -> None:
    """A slow transaction writes first and commits last: its entry waits, and is sealed."""
    written, sealed = threading.Event(), threading.Event()

    def slow() -> None:
        with acting_as(agency):
            write(Act.SEARCHED, at=timezone.now())
            written.set()
            sealed.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(10)
    with acting_as(agency):
        write(Act.AGREEMENT_SIGNED, at=timezone.now())
    assert seal(agency.agency, at=timezone.now()) == 0
    sealed.set()
    thread.join()

    assert seal(agency.agency, at=timezone.now()) == 2
    assert verify(agency.agency).fault == ""


def test_two_sealers_at_once_seal_each_entry_once(agency: Principal) -> None:
    for _ in range(20):
        with acting_as(agency):
            write(Act.SEARCHED, at=timezone.now())
    done: list[int] = []

    def run() -> None:
        done.append(seal(agency.agency, at=timezone.now()))
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(done) == 20
    assert verify(agency.agency).fault == ""


def test_the_policies_in_force_are_in_every_decision(county: County) -> None:
    from safelight.core.gate.policies import shipped

    here = fresh(county)
    code = survivor(here)
    open_person(here.acting("rosa"), here.people[code], timezone.now())
    rosa = here.acting("rosa")

    assert count(rosa, act=Act.PERSON_REFUSED, policies="") == 0
    assert count(rosa, act=Act.PACKET_SENT, policies=shipped().digest) >= 1


def test_a_sealing_begins_where_the_last_one_stopped(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when a batch ends in the middle of a transaction, and after a restore, where
    transactions are counted anew."""
    agency = county.agencies["court"]
    by = Principal(PrincipalKind.AUDITOR, agency)
    while sealing.seal(agency, at=timezone.now()):
        pass
    with acting_as(by):
        for _ in range(5):
            write(Act.SEARCHED, at=timezone.now())
    monkeypatch.setattr(sealing, "BATCH", 2)
    counts = [sealing.seal(agency, at=timezone.now()) for _ in range(4)]
    assert counts == [2, 2, 1, 0]

    with acting_as(by):
        write(Act.SEARCHED, at=timezone.now())
    monkeypatch.setattr(sealing, "OLDEST", sealing.OLDEST.replace(
        "system_identifier", "system_identifier + 1"
    ))  # fmt: skip
    assert sealing.seal(agency, at=timezone.now()) == 1
    with acting_as(by):
        assert Entry.objects.count() == Leaf.objects.count()
        last = Checkpoint.objects.order_by("-size").first()
        assert last is not None and last.below and last.cluster
    assert verify(agency).fault == ""
