"""A response against its questionnaire (FHIR R4, questionnaireresponse.html, "Notes").

Links, nesting, types, what is required, how often, what may be chosen, what is enabled.
Faults name items by their link, and never what was answered.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Item = Mapping[str, Any]
# The type of an item, and which answers it takes (R4, item-type).
VALUES: Final = {
    "boolean": {"valueBoolean"}, "decimal": {"valueDecimal"}, "integer": {"valueInteger"},
    "date": {"valueDate"}, "dateTime": {"valueDateTime"}, "time": {"valueTime"},
    "string": {"valueString"}, "text": {"valueString"}, "url": {"valueUri"},
    "choice": {"valueCoding"}, "open-choice": {"valueCoding", "valueString"},
    "attachment": {"valueAttachment"}, "reference": {"valueReference"},
    "quantity": {"valueQuantity"},
}  # fmt: skip
PYTHON: Final = {
    "valueBoolean": bool, "valueInteger": int, "valueDecimal": (int, float),
    "valueString": str, "valueDate": str, "valueDateTime": str, "valueTime": str,
    "valueUri": str, "valueCoding": dict, "valueAttachment": dict,
    "valueReference": dict, "valueQuantity": dict,
}  # fmt: skip


class NotAForm(ValueError):
    """The bytes are no questionnaire or response; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Fault:
    link: str
    rule: str


def read(raw: bytes, kind: str) -> dict[str, Any]:
    """Raises NotAForm."""
    try:
        found = json.loads(raw)
    except ValueError:
        raise NotAForm(f"This is no JSON; a {kind} is.") from None
    if not isinstance(found, dict) or found.get("resourceType") != kind:
        raise NotAForm(f"It does not say that it is a {kind} (resourceType).")
    return found


def check(questionnaire: Item, response: Item) -> list[Fault]:
    """Every fault; nothing where the response answers this questionnaire."""
    found = list(_of_whole(questionnaire, response))
    answers = _answers(response)
    asked, given = questionnaire.get("item") or (), response.get("item") or ()
    is_done = response.get("status") in ("completed", "amended")
    return [*found, *_items(asked, given, answers, is_done=is_done)]


def _of_whole(questionnaire: Item, response: Item) -> Iterator[Fault]:
    named = str(response.get("questionnaire", "")).split("|")[0]
    known = {questionnaire.get("url"), f"Questionnaire/{questionnaire.get('id')}"}
    if named and named not in known:
        yield Fault("", "answers another questionnaire")
    if response.get("status") not in (
        "in-progress", "completed", "amended", "entered-in-error", "stopped",
    ):  # fmt: skip
        yield Fault("", "has no status of the five there are")


def _items(
    asked: Sequence[Item],
    given: Sequence[Item],
    answers: Mapping[str, list[Item]],
    *,
    is_done: bool,
) -> Iterator[Fault]:
    known = {str(item.get("linkId")): item for item in asked}
    seen: dict[str, list[Item]] = {}
    order = list(known)
    last = -1
    for one in given:
        link = str(one.get("linkId", ""))
        if link not in known:
            yield Fault(link, "is not asked here")
            continue
        if order.index(link) < last:
            yield Fault(link, "stands in another order than it is asked")
        last = max(last, order.index(link))
        seen.setdefault(link, []).append(one)
    for link, item in known.items():
        yield from _item(item, seen.get(link, []), answers, is_done=is_done)


def _item(
    item: Item, given: list[Item], answers: Mapping[str, list[Item]], *, is_done: bool
) -> Iterator[Fault]:
    link, kind = str(item.get("linkId")), item.get("type")
    values = [answer for one in given for answer in one.get("answer") or ()]
    nested = [inner for one in given for inner in one.get("item") or ()]
    if not _is_enabled(item, answers):
        if given:
            yield Fault(link, "was not to be asked")
        return
    if kind == "display":
        if given:
            yield Fault(link, "only shows words, and has no answer")
        return
    if kind == "group":
        yield from _group(item, given, answers, link, is_done=is_done)
        return
    if nested:
        yield Fault(link, "is a question: what is inside belongs to its answer")
    if item.get("required") and is_done and not values:
        yield Fault(link, "must be answered")
    if not item.get("repeats") and (len(values) > 1 or len(given) > 1):
        yield Fault(link, "has one answer at most")
    for answer in values:
        yield from _value(item, answer, link)
        inner = answer.get("item") or ()
        yield from _items(item.get("item") or (), inner, answers, is_done=is_done)


def _group(
    item: Item, given: list[Item], answers: Mapping[str, list[Item]], link: str,
    *, is_done: bool,
) -> Iterator[Fault]:  # fmt: skip
    if any(one.get("answer") for one in given):
        yield Fault(link, "is a group, and has no answer")
    if item.get("required") and is_done and not given:
        yield Fault(link, "must be there")
    if not item.get("repeats") and len(given) > 1:
        yield Fault(link, "is there once at most")
    for one in given or ([{}] if item.get("required") else []):
        inner = one.get("item") or ()
        yield from _items(item.get("item") or (), inner, answers, is_done=is_done)


def _value(item: Item, answer: Item, link: str) -> Iterator[Fault]:
    kind = str(item.get("type"))
    found = [key for key in answer if key.startswith("value")]
    allowed = VALUES.get(kind, set())
    if len(found) != 1 or found[0] not in allowed:
        yield Fault(link, f"takes {' or '.join(sorted(allowed)) or 'no answer'}")
        return
    value = answer[found[0]]
    expected = PYTHON[found[0]]
    is_flag = isinstance(value, bool) and found[0] != "valueBoolean"
    if is_flag or not isinstance(value, expected):  # type: ignore[arg-type]
        yield Fault(link, f"is not what {found[0]} is")
    elif kind == "choice" and item.get("answerOption") and not _is_option(item, value):
        yield Fault(link, "is none of the choices")
    elif (most := item.get("maxLength")) and len(str(value)) > int(most):
        yield Fault(link, f"is longer than {most}")


def _is_option(item: Item, value: Mapping[str, Any]) -> bool:
    options = [one.get("valueCoding") or {} for one in item["answerOption"]]
    wanted = (value.get("system"), value.get("code"))
    return any((one.get("system"), one.get("code")) == wanted for one in options)


def _answers(of: Item) -> dict[str, list[Item]]:
    """Every answer by its link, wherever it stands."""
    found: dict[str, list[Item]] = {}
    for item in of.get("item") or ():
        values = list(item.get("answer") or ())
        found.setdefault(str(item.get("linkId")), []).extend(values)
        for inner in (item, *values):
            for link, more in _answers(inner).items():
                found.setdefault(link, []).extend(more)
    return found


def _is_enabled(item: Item, answers: Mapping[str, list[Item]]) -> bool:
    rules = item.get("enableWhen") or ()
    if not rules:
        return True
    held = [_holds(rule, answers.get(str(rule.get("question")), [])) for rule in rules]
    return any(held) if item.get("enableBehavior") == "any" else all(held)


def _holds(rule: Item, given: list[Item]) -> bool:
    wanted = next((rule[key] for key in rule if key.startswith("answer")), None)
    values = [a[key] for a in given for key in a if key.startswith("value")]
    match rule.get("operator"):
        case "exists":
            return bool(values) is bool(wanted)
        case "=":
            return any(_same(value, wanted) for value in values)
        case "!=":
            return bool(values) and not any(_same(value, wanted) for value in values)
        case ">" | "<" | ">=" | "<=" as sign:
            return any(_compared(value, wanted, sign) for value in values)
        case _:
            return False


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, dict) and isinstance(wanted, dict):
        keys = ("system", "code") if "code" in wanted else ("value", "unit")
        return all(value.get(key) == wanted.get(key) for key in keys)
    return type(value) is type(wanted) and bool(value == wanted)


def _compared(value: Any, wanted: Any, sign: str) -> bool:
    if isinstance(value, bool) or type(value) is not type(wanted):
        return False
    if not isinstance(value, int | float | str):
        return False
    less, more = bool(value < wanted), bool(value > wanted)
    return {"<": less, ">": more, "<=": not more, ">=": not less}[sign]
