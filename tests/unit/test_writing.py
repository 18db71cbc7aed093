"""What the look over a narrative finds, and how often it is right (CF-27, CF-37)."""

import tomllib
from pathlib import Path

import pytest

from safelight.core.vocabulary import Partition
from safelight.core.writing import looking
from safelight.core.writing.looking import Kind, look, rules

TEXTS = tomllib.loads(Path(__file__).with_name("writing.toml").read_text())["text"]


def measured(kind: Kind, label: str) -> tuple[float, float]:
    """Precision and recall over the labelled sentences."""
    said = [t["says"] for t in TEXTS]
    kinds = {s: {r.rule.kind for r in look(s, Partition.GENERAL)} for s in said}
    found = {says for says, of in kinds.items() if kind in of}
    true = {t["says"] for t in TEXTS if t.get(label)}
    right = len(found & true)
    print(f"{kind.label}: wrong {sorted(found - true)}, missed {sorted(true - found)}")  # noqa: T201
    return right / len(found), right / len(true)


@pytest.mark.parametrize(
    "kind, label, floor",
    [(Kind.SEAL, "seal", (0.85, 0.75)), (Kind.WORDS, "words", (0.85, 0.85))],
)
def test_precision_and_recall(
    kind: Kind, label: str, floor: tuple[float, float]
) -> None:
    precision, recall = measured(kind, label)
    print(f"{kind.label}: precision {precision:.2f}, recall {recall:.2f}")  # noqa: T201
    assert precision >= floor[0] and recall >= floor[1]


def test_it_marks_the_place_and_says_why_and_how_else() -> None:
    text = "Mother failed to protect them. He choked her."
    (first, second) = look(text, Partition.GENERAL)
    assert text[first.start : first.end] == "failed to protect"
    assert first.rule.instead and "answer for" in first.rule.why
    assert second.rule.code == "ATTACK" and second.rule.source.startswith("Missouri")


def test_in_the_sealed_part_violence_is_in_its_place() -> None:
    text = "Mother failed to protect them. He choked her at 12 Elm Street."
    assert {r.rule.kind for r in look(text, Partition.SEALED)} == {Kind.WORDS}
    assert "SHAPE" in {r.rule.code for r in look(text, Partition.GENERAL)}


def test_a_rule_has_words_and_a_source_that_is_named() -> None:
    assert all(one.source and one.why for one in rules())
    assert all(one.instead for one in rules() if one.kind is Kind.WORDS)
    with pytest.raises(ValueError, match="X: words and a named source"):
        looking._rule({"code": "X", "words": [], "source": "chdi"}, {"chdi": "s"})
    with pytest.raises(ValueError, match="named source"):
        looking._rule({"code": "X", "words": ["a"], "source": "none"}, {})
