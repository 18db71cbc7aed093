"""Questions and decisions as JSON: `safelight decide` and the spec cases."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from safelight.core.gate.decision import Decision, Ruling
from safelight.core.gate.question import Asker, Ground, Item, Protections, Question

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question and the facts it is asked about."""

    question: Question
    items: tuple[Item, ...]


class QuestionInvalid(ValueError):
    """The JSON is not a question. Each fault says where and which rule, never what."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


for _cls in (Asker, Ground, Item, Protections, Question, Request):
    setattr(_cls, "__pydantic_config__", ConfigDict(extra="forbid"))  # noqa: B010

_REQUEST = TypeAdapter(Request)
_RULING = TypeAdapter(Ruling)
_GROUND = TypeAdapter(Ground)


def read(text: str | bytes) -> Request:
    """Parse one request. Raises QuestionInvalid with every fault found."""
    request = _valid(_REQUEST, text)
    if request.question.at.tzinfo is None:
        raise QuestionInvalid(("question.at: say the time zone, such as +00:00 or Z",))
    return request


def read_ground(text: str | bytes) -> Ground:
    """Parse a ground alone. Raises QuestionInvalid with every fault found."""
    ground = _valid(_GROUND, text)
    if ground.starts.tzinfo is None or ground.ends.tzinfo is None:
        raise QuestionInvalid(("starts, ends: say the time zone, such as +00:00 or Z",))
    return ground


def _valid(form: TypeAdapter[T], text: str | bytes) -> T:
    try:
        return form.validate_json(text)
    except ValidationError as error:
        raise QuestionInvalid(tuple(_fault(e) for e in error.errors())) from None


def _fault(error: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"]) or "the file"
    return f"{place}: {error['msg']}. `safelight decide --schema` shows the form."


def request(asked: Request) -> dict[str, Any]:
    """A request as JSON values, as `read` takes them."""
    found: dict[str, Any] = json.loads(_REQUEST.dump_json(asked))
    return found


def write(decision: Decision) -> dict[str, Any]:
    """A decision as JSON values, rulings in the order of the items."""
    rulings = [json.loads(_RULING.dump_json(r)) for r in decision.rulings.values()]
    categories = {c.value: a.value for c, a in decision.by_category().items()}
    return {
        "policies": decision.policies,
        "categories": categories,
        "rulings": rulings,
    }


def schema() -> dict[str, Any]:
    """The JSON schemas of what goes in and what comes out."""
    rulings = {"type": "array", "items": _RULING.json_schema()}
    answers = {"type": "object", "additionalProperties": {"type": "string"}}
    fields = {"policies": {"type": "string"}, "categories": answers, "rulings": rulings}
    return {
        "request": _REQUEST.json_schema(),
        "decision": {"type": "object", "properties": fields},
    }
