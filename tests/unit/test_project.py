"""The project's own papers: reasons for dependencies, locks, and the glossary."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = (ROOT / "pyproject.toml").read_text()


def test_every_dependency_has_its_reason() -> None:
    form = tomllib.loads(PROJECT)
    wanted = [
        *form["project"]["dependencies"],
        *form["dependency-groups"]["dev"],
        *form["dependency-groups"]["build"],
    ]
    for name in wanted:
        lines = [line for line in PROJECT.splitlines() if f'"{name}"' in line]
        assert any(re.search(r"# \w+", line) for line in lines), name
    assert len(form["project"]["dependencies"]) <= 25


def test_the_locks_have_names_versions_and_hashes_and_no_address() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text()
        assert "://" not in text
        assert "--index" not in text
        names = re.findall(r"^[a-z0-9_.-]+==[^ \\]+", text, re.MULTILINE)
        blocks = re.split(r"^(?=[a-z0-9_.-]+==)", text, flags=re.MULTILINE)[1:]
        assert len(names) == len(blocks) > 20
        assert all("--hash=sha256:" in block for block in blocks)


def test_every_term_of_the_glossary_is_in_the_code() -> None:
    files = [f for kind in ("*.py", "*.cedar") for f in (ROOT / "src").rglob(kind)]
    code = "\n".join(file.read_text() for file in files)
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    terms = re.findall(r"^\| [^|]+ \| `([^`]+)` \|", glossary, re.MULTILINE)

    assert len(terms) >= 15
    assert [term for term in terms if term not in code] == []


def test_every_decision_record_has_a_rejected_alternative() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [r.name[:4] for r in records] == [
        f"{n:04}" for n in range(1, len(records) + 1)
    ]
    for record in records:
        text = record.read_text()
        for heading in ("## Context", "## Decision", "## Rejected"):
            assert heading in text, record.name


def test_only_disclosure_opens_a_record() -> None:
    """Every action on a record asks for `Opened`; nobody else may make one."""
    making = re.compile(r"(?<!class )\bOpened\(")
    makers = {
        file.relative_to(ROOT / "src" / "safelight").parts[0]
        for file in (ROOT / "src").rglob("*.py")
        if making.search(file.read_text())
    }

    assert makers == {"disclosure"}
