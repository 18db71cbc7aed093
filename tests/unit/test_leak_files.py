"""Values are found in files of every kind that people send."""

import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import pikepdf
import pytest
import typst

from safelight.cli.main import main
from safelight.cli.outcome import Exit
from safelight.core.leakguard.containers import Unreadable, parts_of

Captured = pytest.CaptureFixture[str]
VALUES = {"values": [
    {"id": "a1", "kind": "address", "value": "12 Elm Street Apt 4, Alder 00001"},
    {"id": "p1", "kind": "phone", "value": "(555) 010-2233"},
]}  # fmt: skip
IMAGE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
    "789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def pdf(source: str, **said: str) -> bytes:
    made = typst.compile(source.encode())
    if not said:
        return made
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as held:
        for name, value in said.items():
            held.docinfo[f"/{name}"] = value
        held.attachments["inside.txt"] = b"at 12 Elm St"
        held.save(out)
    return out.getvalue()


def document() -> bytes:
    held = docx.Document()
    paragraph = held.add_paragraph("at 12 ")
    paragraph.add_run("El").bold = True
    paragraph.add_run("m Street")
    held.core_properties.author = "555 010 2233"
    out = io.BytesIO()
    held.save(out)
    return out.getvalue()


def message() -> bytes:
    held = EmailMessage()
    held["Subject"] = "12 Elm Street"
    held.set_content("nothing here, said often enough to be sent in a code \N{SNOWMAN}")
    held.add_alternative("<p>12 <i>Elm</i> St</p>", subtype="html")
    held.add_attachment(
        document(), maintype="application", subtype="zip", filename="a.docx"
    )
    return held.as_bytes()


MADE: dict[str, tuple[str, Callable[[], bytes], set[tuple[str, str]]]] = {
    "text": ("a.txt", lambda: b"Twelve Elm St #4", {("a1", "")}),
    "wide text": ("a.txt", lambda: "12 Elm St".encode("utf-16"), {("a1", "")}),
    "page": ("a.html", lambda: b"<p>12 <b>E</b>lm St</p>", {("a1", "")}),
    "hidden in a tag": ("a.html", lambda: b"<a href='tel:5550102233'>", {("p1", "")}),
    "table": ("a.csv", lambda: b"id,where\n1,12 Elm St", {("a1", "")}),
    "json": ("a.json", lambda: b'{"where": "12 \\u0045lm\\nSt"}', {("a1", "")}),
    "calendar": ("a.ics", lambda: b"LOCATION:12 El\r\n m Street", {("a1", "")}),
    "pdf": ("a.pdf", lambda: pdf("12 Elm \\ Street"), {("a1", "page 1")}),
    "what a pdf says of itself": (
        "a.pdf", lambda: pdf("nothing", Title="555 010 2233"),
        {("p1", "objects"), ("a1", "embeddedfile")},
    ),
    "document": (
        "a.docx", document, {("a1", "word/document.xml"), ("p1", "docProps/core.xml")}
    ),
    "message": (
        "a.eml", message,
        {("a1", "head 0"), ("a1", "body 3"), ("a1", "body 4/word/document.xml"),
         ("p1", "body 4/docProps/core.xml")},
    ),
}  # fmt: skip


@pytest.fixture
def protect(tmp_path: Path) -> str:
    (tmp_path / "values.json").write_text(json.dumps(VALUES))
    return str(tmp_path / "values.json")


def scan(protect: str, *paths: Path) -> int:
    return main(["leaks", "scan", "--protect", protect, *map(str, paths)])


@pytest.mark.parametrize("kind", MADE)
def test_every_kind_of_file(
    kind: str, protect: str, tmp_path: Path, capsys: Captured
) -> None:
    name, make, expected = MADE[kind]
    path = tmp_path / "given" / name
    path.parent.mkdir()
    path.write_bytes(make())

    assert scan(protect, path.parent) == Exit.FOUND

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = {(one["value"], one.get("part", "").rsplit(" ", 1)[0]
              if "embedded" in one.get("part", "") else one.get("part", ""))
             for one in lines}  # fmt: skip
    assert found >= expected
    assert all(set(one) >= {"file", "value", "start", "end", "how"} for one in lines)


def test_places_are_bytes_in_text_and_never_the_value(
    protect: str, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("é at 12 elm st!".encode())

    scan(protect, path)

    out = capsys.readouterr().out
    line = json.loads(out)
    assert path.read_bytes()[line["start"] : line["end"]] == b"12 elm st"
    assert line == {"file": str(path), "value": "a1", "start": 6, "end": 15,
                    "how": "spelling"}  # fmt: skip


def test_a_name_that_is_a_value_is_not_said(
    protect: str, tmp_path: Path, capsys: Captured
) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    with zipfile.ZipFile(folder / "12 elm st.zip", "w") as held:
        held.writestr("call 5550102233.txt", "at 12 Elm Street")

    assert scan(protect, folder) == Exit.FOUND

    said = capsys.readouterr()
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert {(one["value"], one["part"]) for one in lines} == {
        ("a1", "file name"), ("a1", "(name withheld: of a part)"),
        ("p1", "(name withheld: of a part)"),
    }  # fmt: skip
    assert "elm" not in (said.out + said.err).lower() and "2233" not in said.out


def test_nothing_found(protect: str, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.txt"
    path.write_text("12 Elm Road, and 14 Elm Street")

    assert scan(protect, path) == Exit.DONE and capsys.readouterr().out == ""


def test_pictures_are_said_to_be_unseen(
    protect: str, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "dot.png").write_bytes(IMAGE)
    (tmp_path / "page.typ").write_text('#image("dot.png")')
    made = typst.compile(str(tmp_path / "page.typ"))
    (tmp_path / "a.pdf").write_bytes(made)

    assert scan(protect, tmp_path / "a.pdf") == Exit.DONE
    assert "page 1: has pictures and no text" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name, content",
    [("a.pdf", b"%PDF-1.7 broken"), ("a.docx", b"PK\x03\x04 broken")],
)
def test_what_cannot_be_read_is_never_called_clean(
    name: str, content: bytes, protect: str, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "b.txt").write_text("12 Elm Street")

    assert scan(protect, tmp_path / name, tmp_path / "b.txt") == Exit.BAD_INPUT
    said = capsys.readouterr()
    assert "cannot be" in said.err and '"a1"' in said.out


def test_files_in_files_have_an_end() -> None:
    raw = b"12 Elm Street"
    for _ in range(9):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as held:
            held.writestr("a.zip", raw)
        raw = out.getvalue()

    with pytest.raises(Unreadable, match="deeper"):
        parts_of("a.zip", raw)


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safelight.core.leakguard.containers.MOST_BYTES", 10)

    with pytest.raises(Unreadable, match="larger"):
        parts_of("a.docx", document())


@pytest.mark.parametrize(
    "content, words",
    [
        ("", "not a file of values"),
        ("{}", "values"),
        ('{"values": [{"id": "a", "kind": "address"}]}', "values.0.value"),
        (
            '{"values": [{"id": "a", "kind": "shoe", "value": "12 Elm St"}]}',
            "a kind is",
        ),
        ('{"values": []}', "each with an id"),
        ('{"values": [{"id": "a", "kind": "date", "value": "12 Elm St"}]}', "by these"),
        ('{"values": [{"id": "", "kind": "name", "value": "12 Elm St"}]}', "each with"),
    ],
)
def test_bad_values(content: str, words: str, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "values.json"
    path.write_text(content)

    assert scan(str(path), path) == Exit.BAD_INPUT
    error = capsys.readouterr().err
    assert words in error and "Elm" not in error


def test_files_that_are_not_there(
    protect: str, tmp_path: Path, capsys: Captured
) -> None:
    assert scan(str(tmp_path / "none.json"), tmp_path) == Exit.BAD_INPUT
    assert scan(protect, tmp_path / "none") == Exit.BAD_INPUT
    assert "No such file" in (said := capsys.readouterr().err) and "no such" in said
