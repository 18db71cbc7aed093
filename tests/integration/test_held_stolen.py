"""A stolen disk or backup of a held vault, and a restored one."""

import json
from pathlib import Path

from django.db import connections
from django.utils import timezone

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys import material
from safelight.accounts.keys.agency import master_key
from safelight.accounts.models import AgencySecret
from safelight.core.contact_kinds import ContactKind
from safelight.core.vocabulary import Category, Partition
from safelight.demo.county import County
from safelight.demo.steps import note, reach
from safelight.hosting.home import load_secrets
from safelight.hosting.postgres import Cluster
from safelight.records.holding import actions
from tests.integration.making import survivor
from tests.integration.staffing import program
from tests.integration.test_backup import (
    backed_up,
    elsewhere,
    folder,
    pair,
    restored,
    there,
)
from tests.integration.test_held import WORDS, running

__all__ = ["elsewhere", "folder", "pair", "running"]
CANARIES = ("Zuleika", "Quetzal Lane", "8675309", "xylophone")

RESTORED = """
import json, sys, threading
from pathlib import Path
from safelight.cli.environment import prepare
prepare()
from django.conf import settings
from django.utils import timezone
from safelight.accounts.fence.acting import Principal, PrincipalKind
from safelight.accounts.keys.held import agent
from safelight.accounts.keys.held.asking import VaultLocked
from safelight.disclosure.search import search
from safelight.records.holding import actions
from uuid import UUID
agency, staff, words = sys.argv[1:]
by = Principal(PrincipalKind.STAFF, UUID(agency), UUID(staff))
said = []
def look():
    try:
        return [row.name for row in search(by, "Zuleika Held", timezone.now())]
    except VaultLocked:
        return "locked"
said.append(look())
server = agent.Server(Path(settings.KEY_AGENT), agent.Memory(60, 600))
threading.Thread(target=server.serve_forever, daemon=True).start()
said.append(look())
actions.unlock(by, words, at=timezone.now())
said.append(look())
print(json.dumps(said))
"""


def made(county: County) -> County:
    here = program(county)
    code = survivor(here, "rosa", "dina")
    from safelight.records.people.actions import receive

    here.people["z"] = receive(
        by=here.acting("dina"), at=timezone.now(), name="Zuleika Held",
        birth_date=None, source="SURVIVOR",
    )  # fmt: skip
    reach(here, "rosa", code, ContactKind.HOME, "12 Quetzal Lane, Alder 00001")
    reach(here, "rosa", code, ContactKind.PHONE, "(555) 867-5309")
    note(here, "rosa", code, "She keeps a xylophone.", category=Category.ADVOCATE_NOTES,
         partition=Partition.SEALED)  # fmt: skip
    actions.hold(here.acting("dina"), WORDS, at=timezone.now())
    return here


def everything(url: str) -> str:
    """Every row of every table, as whoever stole the disk reads them."""
    import psycopg

    with psycopg.connect(url) as stolen, stolen.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_a_stolen_disk_with_the_master_key_gives_nothing(
    county: County, cluster: Cluster, running: object
) -> None:
    here = made(county)
    connections.close_all()
    stolen = everything(cluster.url("backup")).casefold()

    assert str(here.agencies["lantern"]) in stolen
    for canary in CANARIES:
        spelled = (canary, canary.encode().hex(), canary.replace(" ", ""))
        assert not any(form.casefold() in stolen for form in spelled), canary
    with acting_as(Principal(PrincipalKind.AUDITOR, here.agencies["lantern"])):
        rows = AgencySecret.objects.filter(agency_id=here.agencies["lantern"])
        wrapped = [bytes(row.wrapped_key) for row in rows]
    assert len(wrapped) == 1
    for one in wrapped:
        try:
            material.unwrap(master_key(), one)
        except material.CannotOpen:
            continue
        raise AssertionError("the master key opened a held vault")


def test_a_restored_vault_is_locked_and_opens_with_its_holders(
    county: County, cluster: Cluster, folder: Path, elsewhere: Path,
    pair: tuple[str, str], running: object,
) -> None:  # fmt: skip
    here = made(county)
    backed_up(cluster, folder, pair[1])
    master = load_secrets(cluster.home)["master_key"]

    restored(elsewhere, folder, pair[0], master)

    who = [str(here.agencies["lantern"]), str(here.staff["dina"])]
    done = there(elsewhere, "-c", RESTORED, *who, WORDS, master=master)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said == ["locked", "locked", ["Zuleika Held"]]
