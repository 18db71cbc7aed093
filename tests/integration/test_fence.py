"""The data fence: filters removed, another agency still gets nothing."""

import os
import subprocess
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Model
from django.utils import timezone

from safelight.accounts.fence.acting import (
    Principal,
    PrincipalKind,
    WrongAgency,
    acting_as,
    current,
)
from safelight.accounts.fence.constraints import Fence
from safelight.accounts.fence.models import VaultRecord
from safelight.demo.county import County
from safelight.hosting.postgres import Cluster


@pytest.fixture(autouse=True)
def as_the_application(county: County) -> None:
    """A superuser would see every row, and every test here would prove nothing."""
    assert sql("SELECT current_user, session_user") == [("safelight_app",) * 2]


def fenced() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if any(isinstance(c, Fence) for c in model._meta.constraints)
    ]


def vault_models() -> list[type[Model]]:
    return [m for m in apps.get_models() if issubclass(m, VaultRecord)]


def sql(text: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()


def test_the_application_connects_as_a_role_that_owns_nothing(county: County) -> None:
    ((user, is_super, bypasses),) = sql(
        "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles "
        "WHERE rolname = current_user"
    )
    owned = sql("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", user)

    assert (user, is_super, bypasses) == ("safelight_app", False, False)
    assert owned == [(0,)]


def test_nobody_acting_sees_no_row_of_any_vault(county: County) -> None:
    seen = {
        m.__name__: sql(f"SELECT count(*) FROM {m._meta.db_table}") for m in fenced()
    }

    assert len(seen) >= 20
    assert {count for rows in seen.values() for (count,) in rows} == {0}


def test_an_agency_sees_only_its_own_rows_without_any_filter(county: County) -> None:
    for code, agency in county.agencies.items():
        with acting_as(Principal(PrincipalKind.AUDITOR, agency)):
            for model in vault_models():
                rows = sql(f"SELECT DISTINCT agency_id FROM {model._meta.db_table}")
                assert set(rows) <= {(agency,)}, (code, model)


def test_the_setting_is_gone_after_the_transaction(county: County) -> None:
    with acting_as(county.acting("carl")):
        assert sql("SELECT count(*) > 0 FROM people_person") == [(True,)]

    assert sql("SELECT current_setting('safelight.agency', true)")[0][0] in ("", None)
    assert sql("SELECT count(*) FROM people_person") == [(0,)]


def test_a_lazy_queryset_read_afterwards_returns_nothing(county: County) -> None:
    from safelight.records.people.models import Person

    with acting_as(county.acting("carl")):
        lazy = Person.objects.all()

    assert list(lazy) == []


def test_acting_for_another_agency_inside_is_refused(county: County) -> None:
    with (
        acting_as(county.acting("carl")),
        pytest.raises(WrongAgency),
        acting_as(county.acting("rosa")),
    ):
        pytest.fail("reached")


def test_nobody_is_acting_outside(county: County) -> None:
    with pytest.raises(WrongAgency):
        current()


def test_acting_opens_its_own_transaction(county: County) -> None:
    """A savepoint inside another transaction would leak the setting."""
    with (
        transaction.atomic(),
        pytest.raises(RuntimeError, match="durable"),
        acting_as(county.acting("carl")),
    ):
        pytest.fail("reached")


def test_a_row_for_another_agency_is_refused_by_the_database(county: County) -> None:
    from safelight.records.cases.models import Case

    with pytest.raises(DatabaseError), acting_as(county.acting("carl")):
        Case.objects.create(
            agency_id=county.agencies["lantern"],
            kind="IVD_CASE",
            opened_on=timezone.localdate(county.now),
        )


def test_a_key_cannot_point_into_another_vault(county: County) -> None:
    """Foreign keys ignore row security, so each includes the agency."""
    case, number = uuid4(), b"number"
    insert = (
        "INSERT INTO cases_participation "
        "(agency_id, id, case_id, person_id, part, number) "
        "VALUES (%s, %s, %s, %s, 'CHILD', %s) RETURNING 1"
    )
    own = (
        "INSERT INTO cases_case (agency_id, id, kind, opened_on) "
        "VALUES (%s, %s, 'X', now()) RETURNING 1"
    )
    agency = county.agencies["support"]
    for person, is_refused in (
        (county.people["nora"], False),
        (county.people["tess"], True),
    ):
        try:
            with acting_as(county.acting("carl")):
                sql(own, agency, case)
                sql(insert, agency, uuid4(), case, person, number)
                assert not is_refused
                transaction.set_rollback(True)
        except DatabaseError:
            assert is_refused


def test_every_vault_table_has_policies_keys_and_categories(county: County) -> None:
    forced = dict(
        sql(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
            "WHERE relkind = 'r'"
        )
    )
    policies = set(sql("SELECT tablename, cmd FROM pg_policies"))
    for model in vault_models():
        table = model._meta.db_table
        assert forced[table], f"{table}: row security is not forced"
        for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            assert (table, command) in policies, f"{table}: no policy for {command}"
        named = set(model.field_categories)  # type: ignore[attr-defined]
        fields = {f.name for f in model._meta.local_fields} - {"pk", "agency_id", "id"}
        assert named == fields, f"{table}: a field has no category"


def test_every_unique_and_foreign_key_of_a_vault_includes_the_agency(
    county: County,
) -> None:
    tables = [model._meta.db_table for model in vault_models()]
    keys = sql(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
        "FROM pg_constraint WHERE contype IN ('p', 'u', 'f') "
        "AND conrelid::regclass::text = ANY(%s)",
        tables,
    )
    indexes = sql(
        "SELECT indrelid::regclass::text, indexrelid::regclass::text, "
        "pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indisunique AND indrelid::regclass::text = ANY(%s)",
        tables,
    )

    assert len(keys) > len(tables)
    for table, name, definition in keys + indexes:
        assert "agency_id" in definition, f"{table}: {name}"


def test_no_table_of_people_is_outside_the_fence(county: County) -> None:
    """A model of records without a fence would be readable by everybody."""
    records = [
        model
        for model in apps.get_models()
        if model.__module__.startswith(("safelight.records", "safelight.ledger"))
    ]

    assert set(records) <= set(fenced())


def test_the_application_cannot_change_or_empty_the_ledger(county: County) -> None:
    for statement in (
        "UPDATE ledger_entry SET act = 'x'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP POLICY vault_read ON ledger_entry",
    ):
        with pytest.raises(DatabaseError), acting_as(county.acting("carl")):
            sql(statement)


def test_not_even_the_owner_changes_the_ledger(county: County) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in ("TRUNCATE ledger_entry", "TRUNCATE packets_reading"):
            with pytest.raises(DatabaseError, match="append-only"):
                cursor.execute(statement)


def test_what_was_agreed_cannot_be_changed(county: County) -> None:
    with pytest.raises(DatabaseError), acting_as(county.acting("omar")):
        sql("UPDATE agreements_agreement SET categories = '{LOCATION}' RETURNING 1")


MANY_TOKENS = """
    INSERT INTO people_searchtoken (agency_id, id, person_id, field, token, value_id,
        is_open)
    SELECT %s, gen_random_uuid(), %s, 'plan', sha256(n::text::bytea),
        gen_random_uuid(), false
    FROM generate_series(1, 20000) n RETURNING 1
"""


def test_the_indexed_search_uses_its_index_under_row_security(county: County) -> None:
    """With enough rows that a scan would cost something, and the planner told so."""
    carl, nora = county.acting("carl"), county.people["nora"]
    with acting_as(carl):
        sql(MANY_TOKENS, carl.agency, nora)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE people_searchtoken")
    with acting_as(carl):
        plan = sql(
            "EXPLAIN SELECT person_id FROM people_searchtoken "
            "WHERE agency_id = %s AND field = 'plan' AND token = %s",
            carl.agency,
            b"0" * 32,
        )
        sql("DELETE FROM people_searchtoken WHERE field = 'plan' RETURNING 1")

    text = "\n".join(line for (line,) in plan)
    conditions = [line for (line,) in plan if "Index Cond" in line]
    assert "Seq Scan" not in text
    assert any("token" in condition for condition in conditions), text


def test_another_system_user_cannot_reach_the_server(cluster: Cluster) -> None:
    modes = {
        path.name: oct(path.stat().st_mode & 0o777)
        for path in (cluster.data, cluster.sockets, cluster.log.parent)
    }
    assert set(modes.values()) == {"0o700"}
    secrets = cluster.home / "secrets.json"
    assert oct(secrets.stat().st_mode & 0o777) == "0o600"
    if os.geteuid() != 0:
        return
    code = (
        "import socket, sys\n"
        "s = socket.socket(socket.AF_UNIX)\n"
        "try: s.connect(sys.argv[1])\n"
        "except PermissionError: sys.exit(7)"
    )
    socket_file = str(cluster.sockets / ".s.PGSQL.5432")
    done = subprocess.run(
        ["/usr/bin/python3", "-c", code, socket_file], user="nobody", check=False
    )
    assert done.returncode == 7


def test_a_login_without_its_password_is_refused(cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(
            host=str(cluster.sockets), user="safelight_admin", dbname="safelight"
        )


def test_there_is_no_view_and_no_function_that_reads_past_the_fence(
    county: County,
) -> None:
    """A view runs as its owner; ours has none. Functions of the owner are two, and the
    application may call neither."""
    views = sql("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
    definers = sql(
        "SELECT proname, has_function_privilege(current_user, oid, 'EXECUTE') "
        "FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    )
    assert views == []
    assert definers == [("safelight_remember", False)]


def test_other_agencies_agreements_are_read_once_in_force_and_never_changed(
    county: County,
) -> None:
    """Exposure leads on through agreements between others; proposals are not theirs."""
    from safelight.records.agreements.models import Agreement

    with acting_as(county.acting("rosa")):
        seen = list(Agreement.objects.all())
        assert seen and all(a.sender_signed_at and a.recipient_signed_at for a in seen)
        theirs = [a for a in seen if a.sender_id != county.agencies["lantern"]]
        assert theirs
        changed = Agreement.objects.filter(id=theirs[0].id).update(
            ended_at=theirs[0].starts, ended_by=theirs[0].id
        )
        assert changed == 0
