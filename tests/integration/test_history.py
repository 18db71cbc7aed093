"""The change history: complete, ciphertext and marks only, out of the writer's reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import DatabaseError

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import VaultRecord
from safelight.accounts.models import Change
from safelight.demo.county import County
from safelight.records.cases.models import Hearing
from safelight.records.people.models import ContactPoint, Person
from tests.integration.making import fresh, phone, survivor

# Tables whose earlier rows must not be kept, or that are histories themselves.
NOT_REMEMBERED = {
    "AgencySecret": "a destroyed key must be gone",
    "DataKey": "a destroyed key must be gone",
    "SearchToken": "blind-index rows are deleted with the person",
    "Change": "it is the history",
    "Purge": "append-only",
    "Node": "append-only",
    "KeyHolder": "an earlier one would open what was changed so that it does not",
    "HolderPair": "an earlier one would open what was changed so that it does not",
    "Witnessed": "append-only",
    "Draft": "what is being typed is not a version, and goes when it is saved",
    "Entry": "append-only",
    "Leaf": "append-only",
    "Checkpoint": "append-only",
}


@contextmanager
def at_work(county: County, who: str = "rosa") -> Iterator[None]:
    with acting_as(county.acting(who)):
        yield


def acts(row: UUID) -> list[str]:
    rows = Change.objects.filter(row_id=row).order_by("at")
    return list(rows.values_list("act", flat=True))


def test_every_vault_table_is_remembered_or_has_a_reason_not_to_be() -> None:
    for model in apps.get_models():
        if issubclass(model, VaultRecord):
            rules = [type(rule) for rule in model._meta.constraints]
            assert (Remembered in rules) != (model.__name__ in NOT_REMEMBERED), model


def test_every_column_that_names_a_person_is_a_link_of_its_rule() -> None:
    """Else the history would say whom a row was about after the purge."""
    names = {"person_id", "other_id", "co_signer_id"}
    for model in apps.get_models():
        for rule in model._meta.constraints:
            if isinstance(rule, Remembered):
                columns = {f.name for f in model._meta.fields}
                assert columns & names <= set(rule.links), model


def test_saves_bulk_and_raw_sql_are_kept_alike(county: County) -> None:
    here = fresh(county)
    person = here.people[survivor(here)]
    with at_work(here):
        agency = here.agencies["lantern"]
        case = uuid4()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cases_case (agency_id, id, kind, opened_on) "
                "VALUES (%s, %s, 'ADVOCACY_FILE', now())",
                [agency, case],
            )
        one, *_ = made = Hearing.objects.bulk_create(
            Hearing(agency_id=agency, case_id=case, at=here.now) for _ in range(3)
        )
        Hearing.objects.filter(case_id=case).update(at=here.now)
        one.save()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_hearing WHERE case_id = %s", [case])

        assert acts(case) == ["INSERT"]
        assert acts(one.id) == ["INSERT", "UPDATE", "UPDATE", "DELETE"]
        assert all(acts(other.id)[-1] == "DELETE" for other in made)
        assert acts(person) == []  # whoever it is about, no line has that id


def test_a_change_says_who_and_never_about_whom(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    contact = phone(here, "rosa", code)
    with at_work(here):
        row = Change.objects.get(row_id=contact)
        value = bytes(ContactPoint.objects.get(id=contact).value)
        text = str(row.image)

    assert row.actor == here.staff["rosa"]
    assert bytes(row.mark) and str(here.people[code]) not in text
    assert row.image["value"] == "\\x" + value.hex()
    assert b"(555) 019-" not in value


FORGERIES = [
    "UPDATE accounts_change SET actor = NULL",
    "DELETE FROM accounts_change",
    "TRUNCATE accounts_change",
    "INSERT INTO accounts_change SELECT * FROM accounts_change",
    "ALTER TABLE people_person DISABLE TRIGGER remembered",
    "ALTER TABLE people_person DISABLE TRIGGER ALL",
    "DROP TRIGGER remembered ON people_person",
    "SET session_replication_role = replica",
    "SET ROLE safelight_owner",
    "ALTER TABLE accounts_change DISABLE ROW LEVEL SECURITY",
    "SELECT safelight_mark(gen_random_uuid(), gen_random_uuid(), 'x')",
    """CREATE OR REPLACE FUNCTION safelight_mark(agency uuid, subject uuid, what text)
       RETURNS bytea LANGUAGE sql AS ''""",
]


@pytest.mark.parametrize("statement", FORGERIES)
def test_the_application_can_neither_switch_it_off_nor_rewrite_it(
    county: County, statement: str
) -> None:
    with (
        at_work(county),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "safelight_app"
        cursor.execute(statement)


def test_not_even_the_owner_changes_a_line_of_it(county: County) -> None:
    """The owner could drop the table; what stands in it is append-only for everybody."""
    from django.conf import settings

    parts = settings.DATABASES["owner"]
    with psycopg.connect(
        host=parts["HOST"], user=parts["USER"], password=parts["PASSWORD"],
        dbname=parts["NAME"],
    ) as session:  # fmt: skip
        agency = str(county.agencies["support"])
        session.execute("SELECT set_config('safelight.agency', %s, false)", [agency])
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            session.execute("UPDATE accounts_change SET actor = NULL")


def test_settings_of_the_session_do_not_stop_it(county: County) -> None:
    """A search path of the caller's own finds no other table to write to."""
    with at_work(county, "carl"):
        hearing = Hearing.objects.first()
        assert hearing is not None
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL search_path = pg_temp")
            cursor.execute("SET LOCAL row_security = on")
            cursor.execute(
                "UPDATE public.cases_hearing SET at = at WHERE id = %s", [hearing.id]
            )
            cursor.execute("SET LOCAL search_path = public")
        assert acts(hearing.id)[-1] == "UPDATE"


def test_history_is_behind_the_fence(county: County) -> None:
    with at_work(county, "carl"):
        own = set(Change.objects.values_list("agency_id", flat=True))
        assert Person.objects.exists()
    assert own == {county.agencies["support"]}


def test_nothing_in_it_is_readable(county: County) -> None:
    """Its text columns hold codes, ids, times and ciphertext."""
    with at_work(county, "carl"):
        text = "\n".join(str(image) for image in Change.objects.values_list("image"))
    for canary in ("Lena", "Brandt", "Elm", "010-2233", "library card", "AC-2041"):
        assert canary.lower() not in text.lower()
    sealed = {
        f.name
        for m in apps.get_models()
        for f in m._meta.fields
        if isinstance(f, models.BinaryField)
    }
    assert {"value", "name", "text"} <= sealed
