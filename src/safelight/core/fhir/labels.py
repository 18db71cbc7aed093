"""Which forms are labelled SDV: those that ask, whatever was answered (formats, 0.4)."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

_read: dict[str, Any] = tomllib.loads(
    files(__package__).joinpath("codes.toml").read_text("utf-8")
)
CODES: Final = frozenset(_read["loinc"])
LABEL: Final[Mapping[str, str]] = {
    "system": _read["system"], "code": _read["label"], "display": _read["display"],
}  # fmt: skip


def asks_about_violence(form: Mapping[str, Any]) -> bool:
    """Whether a questionnaire, or a response, has such an item, by its code or its link."""
    return any(_is_one(item) for item in _items(form)) or _has_code(form.get("code"))


def labelled(resource: Mapping[str, Any]) -> dict[str, Any]:
    """The resource with its security label added."""
    meta = dict(resource.get("meta") or {})
    others = [
        one for one in meta.get("security", ()) if one.get("code") != LABEL["code"]
    ]
    return {**resource, "meta": {**meta, "security": [*others, dict(LABEL)]}}


def _items(of: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in of.get("item") or ():
        yield item
        yield from _items(item)
        for answer in item.get("answer") or ():
            yield from _items(answer)


def _is_one(item: Mapping[str, Any]) -> bool:
    link = str(item.get("linkId", "")).strip("/").split("/")[-1]
    definition = str(item.get("definition", ""))
    return (
        link in CODES
        or any(code in definition for code in CODES)
        or _has_code(item.get("code"))
    )


def _has_code(codes: Any) -> bool:
    return any(
        str(one.get("code")) in CODES for one in codes or () if isinstance(one, dict)
    )
