"""A crowd: as many more people as wanted in one vault, for measuring at full size.

They are made as the actions make them (keys, seals, tokens, protections), written with
COPY by the embedded server's administrator, without history: a bulk load of invented
people, never a way in for real ones.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from typing import Final
from uuid import UUID

import psycopg
from django.utils import timezone

from safelight.accounts.keys import material
from safelight.accounts.keys.material import Place
from safelight.core.protections import ProtectionKind
from safelight.demo.names import FIRST, LAST
from safelight.records.people import index

CASELOAD: Final = 250
CHUNK: Final = 5_000
# Of a hundred people: so many flagged, so many with nothing in force, the rest not asked.
FLAGGED, CLEAR = 25, 60
Rows = dict[str, list[str]]
COLUMNS: Final = {
    "accounts_datakey": "agency_id, id, under, wrapped, wrapped_by",
    "people_person": "agency_id, id, name, birth_date, language, source, received_at, received_by",
    "people_searchtoken": "agency_id, id, person_id, field, token, value_id, is_open",
    "people_contactpoint": "agency_id, id, person_id, kind, value, source, safe_use, shelter, recorded_at",
    "people_protection": "agency_id, id, person_id, kind, standing, basis, since, recorded_by",
    "people_assignment": "agency_id, id, person_id, staff_id, since, recorded_by",
    "people_relationship": "agency_id, id, person_id, other_id, kind, source",
    "cases_case": "agency_id, id, kind, opened_on",
    "cases_participation": "agency_id, id, case_id, person_id, part, number",
}


@dataclass(frozen=True, slots=True)
class Vault:
    """What is needed to write into one vault: ids, keys, and when it all began."""

    agency: UUID
    key_id: UUID
    key: bytes
    index_key: bytes
    staff: tuple[UUID, ...]
    since: datetime


class Writer:
    """One person after the other, as lines of COPY for each table."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.rows: Rows = defaultdict(list)
        self.case = self.first = UUID(int=0)

    def person(self, number: int) -> None:
        vault, person = self.vault, _uuid()
        key = material.new_key()
        worker = vault.staff[number // CASELOAD % len(vault.staff)]
        wrapped = material.wrap(vault.key, key)
        self._line("accounts_datakey", person, None, wrapped, vault.key_id)
        name = f"{FIRST[number % len(FIRST)]} {LAST[number * 7919 % len(LAST)]}"
        born = date(1950, 1, 1) + timedelta(days=number * 37 % 20_000)
        share = number % 100
        is_open = FLAGGED <= share < FLAGGED + CLEAR
        sealed_name = self._seal(key, Place("people_person", "name", person), name)
        place = Place("people_person", "birth_date", person)
        sealed_born = self._own(key, person, place, born.isoformat())
        self._line(
            "people_person", person, sealed_name, sealed_born, "en", "SURVIVOR",
            vault.since, worker,
        )  # fmt: skip
        self._tokens(
            person,
            Place("people_person", "name", person),
            index.name_fields(name),
            is_open,
        )
        self._tokens(person, place, index.birth_fields(born), is_open)
        self._line("people_assignment", _uuid(), person, worker, vault.since, worker)
        self._phone(key, person, number, is_open)
        self._case(key, person, number, is_open)
        self._protections(person, share, worker)

    def _phone(self, key: bytes, person: UUID, number: int, is_open: bool) -> None:
        contact = _uuid()
        phone = f"(555) {number // 10_000 % 1000:03d}-{number % 10_000:04d}"
        place = Place("people_contactpoint", "value", contact)
        sealed = self._own(key, person, place, phone)
        self._line(
            "people_contactpoint", contact, person, "PHONE", sealed, "SURVIVOR",
            "NOT_ASKED", "CLEAR", self.vault.since,
        )  # fmt: skip
        fields = [(index.PHONE, index.phone_form(phone))]
        self._tokens(person, place, iter(fields), is_open)

    def _case(self, key: bytes, person: UUID, number: int, is_open: bool) -> None:
        """Two people to a case, one after the other."""
        first, took = number % 2 == 0, _uuid()
        if first:
            self.case = _uuid()
            self.first = person
            self._line(
                "cases_case",
                self.case,
                "IVD_CASE",
                timezone.localdate(self.vault.since),
            )
        else:
            tie = "PARTNER", "SURVIVOR"
            self._line("people_relationship", _uuid(), self.first, person, *tie)
        text = f"IV-{number // 2:07d}"
        part = "CUSTODIAL_PARTY" if first else "NONCUSTODIAL_PARENT"
        place = Place("cases_participation", "number", took)
        sealed = self._own(key, person, place, text)
        self._line("cases_participation", took, self.case, person, part, sealed)
        fields = [(index.CASE_NUMBER, index.normal(text))]
        self._tokens(person, place, iter(fields), is_open)

    def _protections(self, person: UUID, share: int, worker: UUID) -> None:
        if share >= FLAGGED + CLEAR:
            return
        standing = "SET" if share < FLAGGED else "CLEAR"
        kinds = list(ProtectionKind)[:1] if share < FLAGGED else list(ProtectionKind)
        for kind in kinds:
            self._line(
                "people_protection", _uuid(), person, kind.value, standing,
                "OWN_STATEMENT", self.vault.since, worker,
            )  # fmt: skip

    def _own(self, key: bytes, person: UUID, place: Place, text: str) -> bytes:
        """Seal a value under a key of its own, as `DataCipher` does."""
        value = material.new_key()
        wrapped = material.wrap(key, value)
        self._line("accounts_datakey", place.key_id, person, wrapped, None)
        return self._seal(value, place, text)

    def _seal(self, key: bytes, place: Place, text: str) -> bytes:
        return material.seal(key, text.encode(), place.bound(self.vault.agency))

    def _tokens(
        self,
        person: UUID,
        place: Place,
        fields: Iterator[tuple[str, str]],
        is_open: bool,
    ) -> None:
        for field, text in dict.fromkeys(fields):
            token = material.token(self.vault.index_key, field, text)
            self._line(
                "people_searchtoken",
                _uuid(),
                person,
                field,
                token,
                place.key_id,
                is_open,
            )

    def _line(self, table: str, *values: object) -> None:
        cells = (self.vault.agency, *values)
        self.rows[table].append("\t".join(map(_cell, cells)))


def _uuid() -> UUID:
    return UUID(bytes=os.urandom(16), version=4)


def _cell(value: object) -> str:
    match value:
        case None:
            return "\\N"
        case bytes():
            return f"\\\\x{value.hex()}"
        case bool():
            return "t" if value else "f"
        case datetime() | date():
            return value.isoformat()
    return str(value)


def _write(url: str, vault: Vault, first: int, last: int) -> int:
    """Write the people of a range, a chunk at a time; runs in a process of its own."""
    with psycopg.connect(url) as session:
        session.execute("SET session_replication_role = replica")
        session.execute("SET synchronous_commit = off")
        for start in range(first, last, CHUNK):
            writer = Writer(vault)
            for number in range(start, min(start + CHUNK, last)):
                writer.person(number)
            for table, columns in COLUMNS.items():
                with session.cursor().copy(
                    f"COPY {table} ({columns}) FROM STDIN"
                ) as copy:
                    copy.write("\n".join(writer.rows[table]) + "\n")
            session.commit()
    return last - first


def fill(url: str, vault: Vault, count: int) -> int:
    """Write a crowd as the server's administrator, in two processes; returns how many."""
    middle = count // 4 * 2
    ranges = [(0, middle), (middle, count)]
    with psycopg.connect(url, autocommit=True) as session:
        heavy = Heavy(session)
        heavy.take_off()
        try:
            with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
                jobs = [pool.submit(_write, url, vault, *part) for part in ranges]
                done = sum(job.result() for job in jobs)
        finally:
            heavy.put_on()
        session.execute("VACUUM ANALYZE")
    return done


class Heavy:
    """Indexes and constraints of the biggest tables, made anew after they are full."""

    TABLES = ("people_searchtoken", "accounts_datakey", "people_protection")

    def __init__(self, session: psycopg.Connection) -> None:
        self.session = session
        self.put_back: list[str] = []

    def take_off(self) -> None:
        rules = self.session.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND "
            "conrelid = ANY(%s::regclass[]) ORDER BY contype = 'f' DESC, contype = 'p'",
            [list(self.TABLES)],
        ).fetchall()
        for table, name, definition in rules:
            self.session.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            self.put_back.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
            )
        plain = self.session.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND "
            "tablename = ANY(%s)",
            [list(self.TABLES)],
        ).fetchall()
        for name, definition in plain:
            self.session.execute(f"DROP INDEX {name}")
            self.put_back.append(definition)

    def put_on(self) -> None:
        self.session.execute("SET maintenance_work_mem = '1GB'")
        for statement in sorted(self.put_back, key=lambda one: "FOREIGN" in one):
            self.session.execute(statement)


def now_before(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)
