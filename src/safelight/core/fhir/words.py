"""A response in lines of words, for whoever may read it."""

from collections.abc import Iterator, Mapping
from typing import Any


def lines(questionnaire: Mapping[str, Any], response: Mapping[str, Any]) -> list[str]:
    """Each question that was answered, with its answers."""
    texts = dict(_texts(questionnaire))
    return list(_lines(response, texts))


def _texts(of: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for item in of.get("item") or ():
        yield str(item.get("linkId")), str(item.get("text") or item.get("linkId"))
        yield from _texts(item)


def _lines(of: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    for item in of.get("item") or ():
        answers = item.get("answer") or ()
        said = [_said(answer) for answer in answers]
        if said:
            link = str(item.get("linkId"))
            yield f"{texts.get(link, link)}: {', '.join(said)}"
        for inner in (item, *answers):
            yield from _lines(inner, texts)


def _said(answer: Mapping[str, Any]) -> str:
    value = next((answer[key] for key in answer if key.startswith("value")), "")
    if isinstance(value, Mapping):
        return str(
            value.get("display") or value.get("code") or value.get("value") or ""
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
