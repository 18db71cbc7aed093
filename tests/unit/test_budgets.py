"""The size of the code: what CI holds us to."""

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [
    file
    for file in sorted((ROOT / "src").rglob("*.py"))
    if "migrations" not in file.parts
]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FILE = 400
MEDIAN_FILE = 70
LONGEST_FUNCTION_P90 = 25


def length(file: Path) -> int:
    return len(file.read_text().splitlines())


def functions(file: Path) -> list[int]:
    tree = ast.parse(file.read_text())
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return [(node.end_lineno or 0) - node.lineno + 1 for node in found]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {f.name: length(f) for f in SOURCES + TESTS if length(f) > LONGEST_FILE}

    assert long == {}


def test_the_median_file_is_short() -> None:
    assert statistics.median(length(file) for file in SOURCES) <= MEDIAN_FILE


def test_functions_are_short() -> None:
    lengths = sorted(n for file in SOURCES for n in functions(file))

    assert lengths[int(len(lengths) * 0.9)] <= LONGEST_FUNCTION_P90
