"""Templates: words with fields in braces, each field one of a closed table.

A field that is not in the table, or is without a category there, makes the template
invalid: it cannot bypass the gate (CS-11).
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from safelight.core.vocabulary import Category, Term

FIELD: Final = re.compile(r"\{([a-z_]+)\}")
FOLDER: Final = files(__package__)
NOTHING: Final = "________"


class Of(Term):
    """Whose a field is."""

    AGENCY = "AGENCY", "The agency's own"
    CASE = "CASE", "Of the case"
    PROTECTED = "PROTECTED", "Of the protected person"
    OTHER = "OTHER", "Of the other parent"
    CHILDREN = "CHILDREN", "Of the children"
    INPUT = "INPUT", "Written by the worker"


class To(Term):
    """Who a paper is for; the gate decides for exactly them."""

    PROTECTED = "PROTECTED", "The protected person"
    OTHER = "OTHER", "The other parent"
    COUNSEL = "COUNSEL", "The other parent's counsel"
    EMPLOYER = "EMPLOYER", "The other parent's employer"
    COURT = "COURT", "The court"
    OTHER_STATE = "OTHER_STATE", "Another state"


class TemplateInvalid(ValueError):
    """A template with a field that is not in the table, or without a category."""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    of: Of
    label: str
    category: Category | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A paper: for whom, its words, its rows of label and value, what may be missing."""

    code: str
    label: str
    to: tuple[To, ...]
    title: str
    head: tuple[str, str]
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    signature: tuple[str, ...]
    must: frozenset[str]
    action: str
    needs_statement: bool
    is_separate: bool
    fields: tuple[Field, ...]

    @property
    def inputs(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if one.of is Of.INPUT)

    def filled(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Title, paragraphs, rows and signature with each field's text, or a blank."""

        def put(words: str) -> str:
            return FIELD.sub(lambda m: values.get(m[1]) or NOTHING, words)

        return {
            "title": put(self.title),
            "head": list(self.head),
            "paragraphs": [put(words) for words in self.paragraphs],
            "rows": [[label, put(words)] for label, words in self.rows],
            "signature": [put(words) for words in self.signature],
        }


@cache
def fields() -> Mapping[str, Field]:
    read = tomllib.loads(FOLDER.joinpath("fields.toml").read_text("utf-8"))
    return {
        name: Field(name, Of(row["of"]), row["label"], _category(row))
        for name, row in read.items()
    }


def _category(row: Mapping[str, str]) -> Category | None:
    return Category(row["category"]) if "category" in row else None


@cache
def templates() -> Mapping[str, Template]:
    """Every paper by its code. Raises TemplateInvalid."""
    read = tomllib.loads(FOLDER.joinpath("papers.toml").read_text("utf-8"))
    found = [template(row, fields()) for row in read["paper"]]
    return {one.code: one for one in found}


def template(row: Mapping[str, Any], known: Mapping[str, Field]) -> Template:
    """Raises TemplateInvalid, naming the field."""
    rows = tuple((label, words) for label, words in row.get("rows", ()))
    texts = [row["title"], *row["paragraphs"], *(w for _, w in rows)]
    texts += row.get("signature", ())
    names = dict.fromkeys(name for text in texts for name in FIELD.findall(text))
    return Template(
        code=row["code"],
        label=row["label"],
        to=tuple(To(code) for code in row["to"]),
        title=row["title"],
        head=tuple(row.get("head", ("What", "Which"))),
        paragraphs=tuple(row["paragraphs"]),
        rows=rows,
        signature=tuple(row.get("signature", ())),
        must=_all_known(row.get("must", ()), names, row["code"]),
        action=row.get("action", ""),
        needs_statement=row.get("needs_statement", False),
        is_separate=row.get("is_separate", False),
        fields=tuple(_field(name, known, row["code"]) for name in names),
    )


def _all_known(
    must: Collection[str], names: Collection[str], code: str
) -> frozenset[str]:
    if unknown := set(must) - set(names):
        raise TemplateInvalid(
            f"{code}: {', '.join(sorted(unknown))} is not in its words."
        )
    return frozenset(must)


def _field(name: str, known: Mapping[str, Field], code: str) -> Field:
    one = known.get(name)
    if one is None:
        raise TemplateInvalid(
            f"{code}: no such field as {name}. Use one of: {', '.join(sorted(known))}."
        )
    if one.category is None and one.of is not Of.AGENCY:
        raise TemplateInvalid(
            f"{code}: {name} has no category, so it cannot be decided on."
        )
    return one
