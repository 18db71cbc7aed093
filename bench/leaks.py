"""The leak guard on plain text, beside `grep` for fixed words and a simple search."""

import re
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.timing import Row, compare
from safelight.core.leakguard.matcher import Matcher
from tests.unit.leak_spellings import many_values

SIZE = 50_000_000
VALUES = 200
ROUNDS = 5
# Of program text, not of prose: what has them is made plain first, and takes longer.
CODES = frozenset(b"&%\\")


def prose() -> bytes:
    """Comments and descriptions of the standard library: lines that are mostly words."""
    kept: list[bytes] = []
    for path in sorted(Path(sysconfig.get_paths()["stdlib"]).rglob("*.py")):
        for line in path.read_bytes().splitlines():
            letters = sum(map(len, re.findall(rb"\b[a-z]{2,}\b", line)))
            is_prose = len(line) > 30 and letters * 4 > len(line) * 3
            if is_prose and line.isascii() and not CODES & set(line):
                kept.append(line)
    text = b"\n".join(kept)
    return (text * (SIZE // len(text) + 1))[:SIZE]


def leak_rows() -> Iterator[Row]:
    protected, text = many_values(VALUES, seed=5), prose()
    matcher = Matcher(protected)
    matcher.search(text[: 1 << 20])
    patterns = [
        re.compile(re.escape(v.text.encode()), re.IGNORECASE) for v in protected
    ]
    with tempfile.TemporaryDirectory() as folder:
        words, file = Path(folder, "words"), Path(folder, "text")
        words.write_text("\n".join(v.text for v in protected) + "\n")
        file.write_bytes(text)
        what = (
            f"search {SIZE // 10**6} MB of text for {VALUES} values in every spelling"
        )

        def grep() -> object:
            command = ["grep", "-c", "-F", "-f", str(words), str(file)]
            return subprocess.run(command, check=False, capture_output=True)

        def simply() -> object:
            return [p.search(text[: SIZE // 50]) for p in patterns]

        def work() -> object:
            return matcher.search(file.read_bytes())

        beside = "`grep -c -F -f` for them as they stand"
        yield compare(what, work, beside, grep, rounds=ROUNDS)
        yield compare(
            "the same for a fiftieth of it",
            lambda: matcher.search(text[: SIZE // 50]),
            "an expression for each, in any case, one after the other",
            simply,
            rounds=ROUNDS,
        )
