"""Layouts of fixed-width records: data files, checked when they are read.

A field has a place, a length and what may stand in it; and the category it discloses,
so that the gate decides about it like about anything else.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from safelight.core.vocabulary import Category, Source

LISTS = ("identity", "cases", "people")


class LayoutInvalid(ValueError):
    """A layout file that does not hold together; the message says which field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: its first byte (counted from 0), its length in bytes, and its rule.

    `codes` are the values it can have besides blank; `fixed` the only one; `category` is
    None for what tells nothing about anybody. `key` is the item's key for the gate, where
    a law names this very field.
    """

    name: str
    at: int
    length: int
    category: Category | None = None
    key: str = ""
    codes: Mapping[str, str] | None = None
    fixed: str = ""
    is_date: bool = False
    is_number: bool = False
    is_filler: bool = False
    is_required: bool = False

    @property
    def bytes(self) -> slice:
        return slice(self.at, self.at + self.length)


@dataclass(frozen=True)
class Layout:
    """One kind of record. `is_certified` is false where positions were derived.

    `origin` is whose information it carries. `identity` names the fields that no two
    records of a file may have in common, `cases` and `people` those that name a case or
    somebody in it.
    """

    record: str
    name: str
    length: int
    source: str
    is_certified: bool
    fields: tuple[Field, ...]
    origin: Source = Source.UNKNOWN
    identity: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def of_length(self, length: int) -> "Layout":
        """The same, with more filler at its end. Raises LayoutInvalid for less."""
        if length == self.length:
            return self
        if length < self.length:
            raise LayoutInvalid(f"{self.record} has {self.length} bytes, not {length}")
        rest = Field(
            name="more_filler", at=self.length, length=length - self.length,
            is_filler=True,
        )  # fmt: skip
        return replace(self, length=length, fields=(*self.fields, rest))

    def field(self, name: str) -> Field:
        """Raises KeyError for a field that the record does not have."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}


@cache
def layout(record: str) -> Layout:
    """The layout shipped for a record id, such as FP. Raises LayoutInvalid."""
    file = files("safelight.core.registry") / "layouts" / f"{record}.toml"
    try:
        return read(file.read_text("utf-8"))
    except FileNotFoundError:
        raise LayoutInvalid(f"there is no layout of a record {record!r}") from None


def read(text: str) -> Layout:
    """A layout from TOML. The rest of the record, if any, is filler."""
    try:
        form = tomllib.loads(text)
        fields = tuple(_fields(form))
        length, origin = form["length"], Source(form.get("origin", Source.UNKNOWN))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise LayoutInvalid(f"this is no layout: {error}") from None
    lists = {name: tuple(form.get(name, ())) for name in LISTS}
    known = {field.name for field in fields}
    for name, among in lists.items():
        if unknown := ", ".join(sorted({*among} - known)):
            raise LayoutInvalid(f"{name}: there is no field {unknown}")
    end = fields[-1].at + fields[-1].length if fields else 0
    if end > length:
        raise LayoutInvalid(f"the fields end at {end}, the record at {length}")
    if end < length:
        rest = Field(name="filler", at=end, length=length - end, is_filler=True)
        fields = (*fields, rest)
    names = [field.name for field in fields]
    if len(set(names)) < len(names):
        raise LayoutInvalid("two fields have one name")
    return Layout(
        form["record"],
        form["name"],
        length,
        form["source"],
        form["certified"],
        fields,
        origin,
        **lists,
    )


def _fields(form: Mapping[str, Any]) -> Iterator[Field]:
    """Each field with its place; the fields of a group come together, so many times."""
    at = 0
    for entry in _repeated(form):
        category, codes = entry.get("category"), entry.get("codes")
        yield Field(
            name=entry["name"],
            at=at,
            length=entry["length"],
            category=Category(category) if category else None,
            key=entry.get("key", ""),
            codes=form["codes"][codes] if codes else None,
            fixed=entry.get("fixed", ""),
            is_date=entry.get("date", False),
            is_number=entry.get("digits", False),
            is_filler=entry.get("filler", False),
            is_required=entry.get("required", False),
        )
        at += entry["length"]


def _repeated(form: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    done: set[str] = set()
    for entry in form["field"]:
        group = entry.get("group")
        if group is None:
            yield entry
        elif group not in done:
            done.add(group)
            members = [e for e in form["field"] if e.get("group") == group]
            for number in range(1, form["groups"][group] + 1):
                for member in members:
                    yield {**member, "name": member["name"].format(number)}
