"""A packet as a file between two installations that share nothing."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from safelight.accounts.models import Agency
from safelight.cli.main import main
from safelight.cli.outcome import Exit
from safelight.demo.county import County
from safelight.disclosure import accounting, sharing
from safelight.disclosure.carrying import NotCarried, export, take_in
from safelight.disclosure.person import read
from safelight.hosting.postgres import Cluster
from safelight.records.packets import actions as packets
from tests.integration.making import fresh, phone, survivor, waiting
from tests.integration.test_letting import wish as wished
from tests.integration.test_limits import now_opened

Captured = pytest.CaptureFixture[str]
PASSWORD = "quiet harbor lantern 42"
LAST = """
from safelight.cli.environment import prepare
prepare()
from safelight.accounts.fence.acting import Principal, PrincipalKind
from safelight.accounts.models import Agency, Staff
from safelight.disclosure import inbox
from django.utils import timezone
agency = Agency.objects.get(name="Far County Office")
staff = Staff.objects.get(agency=agency)
by = Principal(PrincipalKind.STAFF, agency.id, staff.id)
(row,) = inbox.inbox(by, timezone.now())
page = inbox.read(by, row.packet, timezone.now())
print(page.sender, [field.text for field in page.fields])
"""


@pytest.fixture(scope="module")
def far() -> Iterator[Path]:
    """Another installation: a database of its own."""
    made = Path(tempfile.mkdtemp(prefix="safelight-far-", dir="/tmp"))
    yield made
    Cluster(made).remove()
    shutil.rmtree(made, ignore_errors=True)


def there(far: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        [sys.executable, *command], env=kept | {"SAFELIGHT_HOME": str(far)},
        capture_output=True, text=True, timeout=180, check=False, input=PASSWORD,
    )  # fmt: skip


def safelight(far: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return there(far, "-m", "safelight.cli.main", *command)


def known_to_each_other(far: Path, folder: Path, capsys: Captured) -> None:
    """Each has the other's card, with its fingerprint read over the phone."""
    agency = ["agency", "add", "Far County Office", "--kind", "CHILD_SUPPORT"]
    assert safelight(far, "database", "migrate").returncode == 0
    assert safelight(far, *agency, "--jurisdiction", "CT").returncode == 0
    staff = ["staff", "add", "far@far.example", "--name", "Farah Lot", "--agency"]
    added = safelight(far, *staff, "Far County Office", "--role", "ivd_supervisor")
    assert added.returncode == 0, added.stderr
    theirs, ours = folder / "theirs.json", folder / "ours.json"
    card = [
        "agency",
        "card",
        "Far County Office",
        "--out",
        str(theirs),
        "--json",
    ]
    print_far = json.loads(safelight(far, *card).stdout)["fingerprint"]
    know = ["agency", "know", str(theirs), "--fingerprint"]
    assert main([*know, print_far[:-1] + "x"]) == Exit.BAD_INPUT
    assert main([*know, print_far]) == Exit.DONE
    capsys.readouterr()
    assert (
        main(["agency", "card", "Lantern Program", "--out", str(ours), "--json"]) == 0
    )
    print_ours = json.loads(capsys.readouterr().out)["fingerprint"]
    done = safelight(far, "agency", "know", str(ours), "--fingerprint", print_ours)
    assert done.returncode == 0, done.stderr


def test_it_is_taken_in_once_and_its_receipt_comes_back(
    county: County, far: Path, tmp_path: Path, capsys: Captured
) -> None:
    known_to_each_other(far, tmp_path, capsys)
    here = fresh(county)
    far_away = Agency.objects.get(name="Far County Office").id
    here.agencies = {**here.agencies, "support": far_away}
    code = survivor(here)
    keys = [f"contact:{phone(here, 'rosa', code)}"]
    asked = replace(wished(here, code, keys), attention=None)
    packet = sharing.prepare(now_opened(here, "rosa", code), asked)
    packets.show(now_opened(here, "rosa", code), packet)
    assert sharing.send(now_opened(here, "rosa", code), packet) is None
    file, receipt = tmp_path / "packet.json", tmp_path / "receipt.json"
    out = ["packet", "export", "Lantern Program", str(packet), "--out", str(file)]
    assert main(out) == Exit.DONE
    assert main(out) == Exit.BAD_INPUT
    number = next(f.text for f in read(now_opened(here, "rosa", code)).fields
                  if f.key == keys[0])  # fmt: skip
    assert number not in file.read_text() and code not in file.read_text()

    taken = ["packet", "import", str(file), "--receipt", str(receipt)]
    done = safelight(far, *taken)
    assert done.returncode == 0, done.stderr
    said = there(far, "-c", LAST).stdout
    assert said.startswith("Lantern Program") and "(555) 019-" in said
    again = safelight(far, *taken[:-1], str(tmp_path / "second.json"))
    assert again.returncode == Exit.BAD_INPUT and "taken in before" in again.stderr

    forged = json.loads(receipt.read_text())
    wrong = tmp_path / "forged.json"
    wrong.write_text(json.dumps({**forged, "received_at": timezone.now().isoformat()}))
    assert main(["packet", "receipt", str(wrong)]) == Exit.BAD_INPUT
    assert main(["packet", "receipt", str(receipt)]) == Exit.DONE
    lines = accounting.account(now_opened(here, "rosa", code))
    told = {line.what for line in lines}
    assert "The recipient signed that the packet arrived" in told


@pytest.mark.parametrize("change", ["sender", "recipient", "ends", "envelope", "junk"])
def test_a_file_that_was_changed_is_refused(
    county: County, tmp_path: Path, change: str, capsys: Captured
) -> None:
    """Every field of its head is covered by the signature."""
    here = fresh(county)
    code, wish = waiting(here)
    packet = sharing.prepare(now_opened(here, "rosa", code), wish)
    packets.show(now_opened(here, "rosa", code), packet)
    assert sharing.send(now_opened(here, "rosa", code), packet) is None
    now = timezone.now()
    file = json.loads(export(here.agencies["lantern"], packet, at=now))
    others = {
        "sender": str(here.agencies["court"]),
        "recipient": str(here.agencies["protection"]),
        "ends": "2099-01-01T00:00:00Z", "envelope": file["envelope"][:-8] + "AAAAAAA=",
        "junk": "x",
    }  # fmt: skip
    with pytest.raises(NotCarried):
        take_in(json.dumps({**file, change: others[change]}), at=now)
    with pytest.raises(NotCarried, match="cannot be read|was changed"):
        take_in("not a file", at=now)
