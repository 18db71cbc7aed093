"""The command line: what each command says, and its exit code."""

import io
import json
import socket
from pathlib import Path

import pytest

from safelight.accounts.models import Agency, Staff
from safelight.cli import demo
from safelight.cli.main import main, parser
from safelight.cli.outcome import BadInput, Exit
from safelight.config.checks import faults
from safelight.demo.county import County
from safelight.ledger.sealing import seal
from tests.spec.read_cases import FOLDER, to_json

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def question(tmp_path: Path) -> Path:
    import tomllib

    case = tomllib.loads((FOLDER / "whereabouts.toml").read_text())["case"][0]
    file = tmp_path / "question.json"
    file.write_text(json.dumps(to_json(case)))
    return file


def test_decide_answers_a_question_file(question: Path, capsys: Captured) -> None:
    assert main(["decide", "--question", str(question)]) == Exit.DONE

    answer = json.loads(capsys.readouterr().out)
    assert answer["categories"] == {"LOCATION": "WITHHOLD"}
    assert answer["rulings"][0]["routes"][0]["code"] == "release"


def test_decide_reads_standard_input(
    question: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(question.read_text()))

    assert main(["decide", "--question", "-"]) == Exit.DONE
    assert "WITHHOLD" in capsys.readouterr().out


def test_decide_prints_its_schema(capsys: Captured) -> None:
    assert main(["decide", "--schema"]) == Exit.DONE
    assert set(json.loads(capsys.readouterr().out)) == {"request", "decision"}


@pytest.mark.parametrize(
    "text, words",
    [
        ("{", "--schema"),
        ('{"question": {"purpose": "Lena Brandt"}}', "question.purpose"),
    ],
)
def test_decide_refuses_what_is_no_question(
    tmp_path: Path, capsys: Captured, text: str, words: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text)

    assert main(["decide", "--question", str(file)]) == Exit.BAD_INPUT
    said = capsys.readouterr().err
    assert words in said
    assert "Lena" not in said


@pytest.mark.parametrize("arguments", [[], ["--question", "/no/such/file"]])
def test_decide_without_a_file_says_so(arguments: list[str], capsys: Captured) -> None:
    assert main(["decide", *arguments]) == Exit.BAD_INPUT
    assert capsys.readouterr().err


def test_policies_check_holds(capsys: Captured) -> None:
    assert main(["policies", "check", "--json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["policies"] > 40


def test_policies_check_names_the_fault(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "floor").mkdir()
    (tmp_path / "floor" / "bad.cedar").write_text("permit (principal, action")

    assert main(["policies", "check", str(tmp_path)]) == Exit.FOUND
    assert "Cedar cannot read" in capsys.readouterr().out
    assert main(["policies", "check", str(tmp_path / "none")]) == Exit.BAD_INPUT


def test_policies_explain(capsys: Captured) -> None:
    assert main(["policies", "explain", "cf-19-subpoena"]) == Exit.DONE
    assert "A subpoena is not a court order" in capsys.readouterr().out
    assert main(["policies", "explain", "nothing"]) == Exit.BAD_INPUT
    assert "cf-19-subpoena" in capsys.readouterr().err


def test_the_ledger_is_exported_and_verified(
    county: County, tmp_path: Path, capsys: Captured
) -> None:
    seal(county.agencies["court"], at=county.now)
    name = "alder county family court"
    assert main(["ledger", "export", name]) == Exit.DONE
    kept = tmp_path / "checkpoint.json"
    kept.write_text(capsys.readouterr().out)

    assert main(["ledger", "verify", name, "--checkpoint", str(kept)]) == Exit.DONE
    assert "Nothing was changed or removed" in capsys.readouterr().out

    form = json.loads(kept.read_text())
    kept.write_text(json.dumps({**form, "root": "00" * 32}))
    assert main(["ledger", "verify", name, "--checkpoint", str(kept)]) == Exit.FOUND
    assert "rewritten" in capsys.readouterr().out
    kept.write_text("nonsense")
    code = main(["ledger", "verify", name, "--checkpoint", str(kept)])
    assert code == Exit.BAD_INPUT
    assert main(["ledger", "verify", "No such agency"]) == Exit.BAD_INPUT
    assert "Lantern Program" in capsys.readouterr().err


def test_a_ledger_without_a_checkpoint_says_so(
    county: County, capsys: Captured
) -> None:
    name = "A new agency without any act"
    add = ["agency", "add", name, "--kind", "BENEFITS", "--jurisdiction", "CT"]
    assert main(add) == Exit.DONE

    assert main(["ledger", "export", name]) == Exit.BAD_INPUT
    assert "Nothing is sealed yet" in capsys.readouterr().err


def test_an_agency_and_its_first_staff(
    county: County, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = ["agency", "add", "Harbor Police", "--kind", "LAW_ENFORCEMENT"]
    assert main([*agency, "--jurisdiction", "CT"]) == Exit.DONE
    assert main([*agency, "--jurisdiction", "CT"]) == Exit.BAD_INPUT
    staff = ["staff", "add", "first@police.example", "--name", "First", "--agency"]

    def add(password: str, *more: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        return main([*staff, "Harbor Police", *more])

    assert add("short", "--role", "case_worker") == Exit.BAD_INPUT
    assert add("a long enough phrase", "--role", "advocate") == Exit.BAD_INPUT
    assert add("a long enough phrase", "--role", "case_worker") == Exit.DONE
    assert add("a long enough phrase", "--role", "case_worker") == Exit.BAD_INPUT
    unknown = ["--role", "case_worker", "--supervisor", "nobody@police.example"]
    assert add("a long enough phrase", *unknown) == Exit.BAD_INPUT
    assert Staff.objects.get(email="first@police.example").check_password(
        "a long enough phrase"
    )
    assert Agency.objects.filter(name="Harbor Police").count() == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_database_that_cannot_be_reached_has_its_own_exit_code(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from safelight.cli import ledger

    def down(_: str) -> None:
        raise OperationalError("password=secret host=/nowhere")

    monkeypatch.setattr(ledger, "find_agency", down)

    assert main(["ledger", "export", "x"]) == Exit.NOT_AVAILABLE
    said = capsys.readouterr().err
    assert "cannot be reached" in said
    assert "secret" not in said


def test_a_server_already_named_is_not_started_or_stopped(capsys: Captured) -> None:
    for act in ("start", "stop", "status"):
        assert main(["database", act]) == Exit.DONE
        assert "DATABASE_URL is set" in capsys.readouterr().out


def test_migrating_twice_changes_nothing(county: County, capsys: Captured) -> None:
    assert main(["database", "migrate", "--json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out) == {"migrated": True}


def test_the_migrations_make_the_models(county: County) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_production_refuses_demo_mode_and_the_embedded_database(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("SAFELIGHT_SECRET_KEY", "short")
    monkeypatch.setenv("SAFELIGHT_MASTER_KEY", "not a key")

    said = "\n".join(faults())

    for words in (
        "DATABASE_URL is not set",
        "embedded database is for a first run",
        "demo mode signs anybody in",
        "SAFELIGHT_HTTPS",
        "shorter than 50",
        "not 32 bytes",
    ):
        assert words in said
    assert main(["check"]) == Exit.FOUND
    assert main(["serve"]) == Exit.FOUND
    assert "not a key" not in capsys.readouterr().err


def test_production_refuses_a_role_that_owns_or_bypasses(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setenv("DATABASE_URL", os.environ["OWNER_DATABASE_URL"])
    assert "owns tables" in " ".join(faults())
    monkeypatch.setenv("DATABASE_URL", "postgresql://x@/y?host=/nowhere")
    assert "cannot be reached" in " ".join(faults())


def test_an_installation_fit_to_be_used(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.delenv("SAFELIGHT_DEMO")
    monkeypatch.setenv("SAFELIGHT_HTTPS", "1")

    assert main(["check", "--json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out) == {"faults": []}


def test_a_busy_port_gives_a_message_and_another_port(capsys: Captured) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]

        port = demo.free_port(busy)

    assert port != busy
    assert f"Port {busy} is taken" in capsys.readouterr().out


def test_the_demo_is_not_put_beside_real_agencies(county: County) -> None:
    from safelight.accounts.models import Installation

    rows = Installation.objects.using("owner")
    rows.update(is_demo=False)
    try:
        with pytest.raises(BadInput, match="real agencies"):
            demo.seed()
    finally:
        rows.update(is_demo=True)


def test_every_command_teaches_in_its_help() -> None:
    from safelight.cli.reference import _subparsers

    names = [name for name, _ in _subparsers(parser())]

    assert {"demo", "decide", "policies check", "ledger verify"} <= set(names)
    assert "exit codes" in parser().format_help()


def test_the_generated_pages_are_fresh(capsys: Captured) -> None:
    assert main(["docs", "--check"]) == Exit.DONE, capsys.readouterr().out


def test_docs_need_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["docs"]) == Exit.BAD_INPUT
    assert "checkout" in capsys.readouterr().err


def test_the_key_agent_asks_for_a_path_beside_a_database_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.delenv("SAFELIGHT_KEY_AGENT")
    assert main(["agent"]) == Exit.BAD_INPUT
    assert "SAFELIGHT_KEY_AGENT" in capsys.readouterr().err
