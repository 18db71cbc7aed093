"""What a purge must not tear: other records, holds, drafts, and the line of history."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.models import Change
from safelight.core.retention import Kept
from safelight.demo.county import County
from safelight.demo.steps import note, opened
from safelight.disclosure import purging
from safelight.disclosure.access import open_person
from safelight.disclosure.person import read
from safelight.records.opened import Opened
from safelight.records.packets.models import ReceivedPacket
from safelight.records.retention import actions, values
from safelight.records.retention.models import Purge
from tests.integration.making import fresh, phone, sent_packet, survivor


def test_no_line_of_the_history_leads_from_a_purged_person_to_another_line(
    county: County,
) -> None:
    """Not by the person's id, not by a mark two rows share, not by a case or a child."""
    from safelight.core.case_kinds import CaseKind, Part
    from safelight.core.kinship import Kinship
    from safelight.core.vocabulary import Source
    from safelight.records.cases.actions import open_case
    from safelight.records.people.actions import relate

    here = fresh(county)
    code, child, _ = survivor(here), survivor(here), None
    person, case = here.people[code], None
    parts = [(opened(here, "rosa", c), Part.PARTICIPANT) for c in (code, child)]
    case = open_case(parts, kind=CaseKind.ADVOCACY_FILE, number="LA-77")
    relate(parts[0][0], parts[1][0], Kinship.PARENT, Source.SURVIVOR)
    with acting_as(here.acting("rosa")):
        before = Change.objects.count()
    actions.purge_person(opened(here, "dina", code))

    with acting_as(here.acting("rosa")):
        lines = list(Change.objects.all())
        assert len(lines) > before
        text = "\n".join(f"{c.row_id} {c.image}" for c in lines)
        assert str(person) not in text
        joined = [c for c in lines if c.table == "cases_participation"]
        assert joined and str(case) not in "".join(str(c.image) for c in joined)
        rows: dict[bytes, set[tuple[str, UUID]]] = {}
        for line in lines:
            rows.setdefault(bytes(line.mark), set()).add((line.table, line.row_id))
        rows.pop(b"", None)
        assert all(len(where) == 1 for where in rows.values())


def test_another_record_of_the_same_person_keeps_what_protects(county: County) -> None:
    from datetime import date

    from safelight.accounts.fence.acting import Principal
    from safelight.core.kinship import Kinship
    from safelight.core.protections import Basis, ProtectionKind
    from safelight.core.vocabulary import Flag, Source
    from safelight.demo.steps import nothing_in_force, take_in
    from safelight.records.opened import Opened
    from safelight.records.people.actions import block, record_protection, relate

    here = fresh(county)
    for n, c in enumerate(("twin1", "twin2")):
        take_in(here, c, "sonia", "carl", "Greta Twice", date(1980, 1, 1 + n), 9)
        nothing_in_force(here, "carl", c)
    relate(opened(here, "carl", "twin1"), opened(here, "carl", "twin2"),
           Kinship.SAME_PERSON, Source.OBSERVATION)  # fmt: skip
    record_protection(
        opened(here, "carl", "twin2"), kind=ProtectionKind.PROTECTION_ORDER,
        standing=Flag.SET, basis=Basis.ORDER,
    )  # fmt: skip
    block(opened(here, "sonia", "twin2"), here.staff["nils"])
    nils: Principal = here.acting("nils")
    assert not isinstance(
        open_person(nils, here.people["twin1"], timezone.now()), Opened
    )

    actions.purge_person(opened(fresh(here), "sonia", "twin2"))

    now = timezone.now()
    assert not isinstance(open_person(nils, here.people["twin1"], now), Opened)
    page = read(opened(fresh(here), "carl", "twin1"))
    assert page.protections[ProtectionKind.PROTECTION_ORDER] is Flag.SET


def test_a_hold_on_one_record_keeps_those_that_belong_with_it(county: County) -> None:
    from safelight.core.kinship import Kinship
    from safelight.core.vocabulary import Source
    from safelight.records.people.actions import relate

    here = fresh(county)
    mother, child = survivor(here), survivor(here)
    relate(opened(here, "rosa", mother), opened(here, "rosa", child),
           Kinship.PARENT, Source.SURVIVOR)  # fmt: skip
    actions.hold(opened(here, "dina", child), "Counsel")
    with pytest.raises(actions.OnHold):
        actions.purge_person(opened(here, "dina", mother))


def test_a_supervisor_kept_away_neither_counts_nor_purges_packets_about_her(
    county: County,
) -> None:
    from datetime import date

    from safelight.accounts.actions import make_staff
    from safelight.core.identifiers import IdentifierKind
    from safelight.core.vocabulary import Source
    from safelight.demo.steps import take_in
    from safelight.records.people.actions import add_identifier, block

    here = fresh(county)
    here.staff["kept"] = make_staff(
        agency=here.agencies["support"], email="kept@alder.example", name="Kept Away",
        roles=["ivd_supervisor"],
    )  # fmt: skip
    code, _, packet = sent_packet(here, attention="kept")
    name = read(opened(here, "rosa", code)).name
    take_in(here, "hers", "sonia", "carl", name, date(1990, 1, 1), 1)
    block(opened(here, "carl", "hers"), here.staff["kept"])
    take_in(here, "dummy", "sonia", "carl", "Dora Dummy", date(1971, 1, 1), 1)
    by = Principal(PrincipalKind.STAFF, here.agencies["support"], here.staff["kept"])
    then = Opened(by, here.people["dummy"], timezone.now())
    add_identifier(then, kind=IdentifierKind.ALIAS, value=name, source=Source.UNKNOWN)

    assert purging.preview(then).received == ()


def test_a_purged_note_is_in_nobodys_draft_and_a_value_in_no_draft(
    county: County,
) -> None:
    from safelight.records.notes import drafts

    here = fresh(county)
    code = survivor(here)
    written = note(here, "rosa", code, "She lives by the mill.")
    contact = phone(here, "rosa", code)
    page = read(opened(here, "rosa", code))
    number = next(f.text for f in page.fields if f.key == f"contact:{contact}")
    name = f"note-{written.hex}"
    drafts.keep(opened(here, "rosa", code), name, {"text": "She lives by the old mill"})
    drafts.keep(opened(here, "dina", code), "note", {"text": f"Call {number} today"})

    values.purge_items(opened(here, "dina", code), [f"note:{written}"])
    assert drafts.find(opened(here, "rosa", code), name) is None
    assert drafts.find(opened(here, "dina", code), "note") is not None
    values.purge_items(opened(here, "dina", code), [f"contact:{contact}"])
    assert drafts.find(opened(here, "dina", code), "note") is None


def test_how_to_use_a_contact_goes_with_it_and_a_case_number_leaves_her_part(
    county: County,
) -> None:
    from safelight.core.case_kinds import CaseKind, Part
    from safelight.core.contact_kinds import ContactKind
    from safelight.demo.steps import reach
    from safelight.records.cases.actions import open_case

    here = fresh(county)
    code = survivor(here)
    contact = reach(
        here, "rosa", code, ContactKind.PHONE, "(555) 018-1111", how="At 3."
    )
    open_case([(opened(here, "rosa", code), Part.PARTICIPANT)],
              kind=CaseKind.ADVOCACY_FILE, number="LA-4")  # fmt: skip
    case = next(f.key for f in read(opened(here, "rosa", code)).of("case"))
    keys = [f"how:{contact}", f"contact:{contact}", case]

    values.purge_items(opened(here, "dina", code), keys)

    fields = {f.key: f for f in read(opened(here, "rosa", code)).fields}
    assert f"contact:{contact}" not in fields and f"how:{contact}" not in fields
    assert getattr(fields[case], "text", "") == "Number purged"


def test_one_at_work_does_not_stop_the_nights_purge(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DatabaseError

    here = fresh(county)
    _, _, first = sent_packet(here)
    _, _, second = sent_packet(here)
    real, later = actions.purge_received, here.now + timedelta(days=60)

    def busy(packets: list[UUID], **rest: object) -> None:
        if packets != [second]:  # The cast's own packets stay, too.
            raise DatabaseError
        real(packets, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "purge_received", busy)
    purging.purge_due(here.agencies["support"], at=later)
    with acting_as(here.acting("carl")):
        left = set(ReceivedPacket.objects.values_list("id", flat=True))
    assert first in left and second not in left


def test_the_schedule_purges_ended_packets_and_nobody_by_default(
    county: County,
) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here)
    support, later = here.agencies["support"], here.now + timedelta(days=60)

    assert packet not in purging.due(support, at=here.now)[Kept.PACKET]
    found = purging.due(support, at=later)
    assert packet in found[Kept.PACKET] and found[Kept.PERSON] == []


def test_a_person_nobody_changed_is_due_when_the_agency_says_so(
    county: County,
) -> None:
    here = fresh(county)
    code, held = survivor(here), survivor(here)
    actions.hold(opened(here, "dina", held), "Counsel")
    dina, lantern = here.acting("dina"), here.agencies["lantern"]
    actions.set_rule(Kept.PERSON, 100, by=dina, at=here.now)
    try:
        soon = purging.due(lantern, at=here.now + timedelta(days=50))
        later = purging.due(lantern, at=here.now + timedelta(days=101))
    finally:
        actions.set_rule(Kept.PERSON, None, by=dina, at=here.now)

    assert here.people[code] not in soon[Kept.PERSON]
    assert here.people[code] in later[Kept.PERSON]
    assert here.people[held] not in later[Kept.PERSON]


def test_the_application_cannot_take_a_purge_back(county: County) -> None:
    from django.db import DatabaseError, transaction

    for statement in (
        "DELETE FROM retention_purge",
        "UPDATE retention_purge SET at=at",
    ):
        with (
            pytest.raises(DatabaseError),
            acting_as(county.acting("carl")),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_purge_is_on_the_list_that_a_restore_replays(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    person: UUID = here.people[code]
    actions.purge_person(opened(here, "dina", code))
    with acting_as(here.acting("dina")):
        row = Purge.objects.get(subject=person)
    assert (row.what, row.by) == ("PERSON", here.staff["dina"])
