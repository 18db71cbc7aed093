"""What can be done next in a case, and what must happen first.

The rules, in order: red and holds stop; nobody was screened and it would provoke: hold; no
light was chosen: hold what provokes; a remedy on yellow needs her yes for it, now; whatever
a worry touches needs her yes; what warns waits until she acknowledged; what shows a place
waits for the substitute, the sworn statement, separate days. A hold of what federal law asks
for is the agency's to decide, and says so (CS-26 to CS-30, CS-32, CS-37).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from safelight.core.support.actions import (
    ACTIONS,
    SAFER,
    WORRIES,
    Action,
    Go,
    Light,
    Stopper,
)
from safelight.core.vocabulary import Term


class Screened(Term):
    """Whether anybody asked, apart from what was said."""

    NOT_YET = "NOT_YET", "Not asked yet"
    ASKED = "ASKED", "Asked"
    DECLINED = "DECLINED", "Asked, and declined"
    UNREACHABLE = "UNREACHABLE", "Could not be reached"


class Heard(Term):
    """How far a warning came. Delivered is not acknowledged."""

    NOT_SENT = "NOT_SENT", "Not sent"
    SENT = "SENT", "Sent"
    DELIVERED = "DELIVERED", "Delivered, not acknowledged"
    ACKNOWLEDGED = "ACKNOWLEDGED", "Acknowledged"
    NOT_REACHED = "NOT_REACHED", "Called, and not reached"


class Default(Term):
    """What she wants done when she cannot be reached."""

    HOLD = "HOLD", "Wait"
    GO = "GO", "Go on"


class Why(Term):
    """Reasons, in words for the worker."""

    ORDINARY = "ORDINARY", "Nothing is in the way."
    SAFER = "SAFER", "It goes in its safer form."
    RED = "RED", "Red: no new contact and no new remedy."
    RUNNING = "RUNNING", "It runs already. Ending it would tell the other parent."
    CLOSED_TO_YELLOW = (
        "CLOSED_TO_YELLOW",
        "Yellow leaves this out, unless they say yes.",
    )
    UNSCREENED = "UNSCREENED", "Nobody has been asked yet; this contacts or provokes."
    NO_LIGHT = "NO_LIGHT", "They have not chosen yet; this contacts or provokes."
    HER_NO = "HER_NO", "They said not now."
    HER_YES = "HER_YES", "It waits for their yes to this action."
    WARNING = "WARNING", "It waits until they have acknowledged the warning."
    NO_SUBSTITUTE = "NO_SUBSTITUTE", "There is no substitute address."
    NO_STATEMENT = "NO_STATEMENT", "Their sworn statement is not there."
    HELD = "HELD", "Everything is held: an address got out."
    GOOD_CAUSE = "GOOD_CAUSE", "A good cause claim is pending or granted."
    OBJECTION = "OBJECTION", "The request for the address is not decided."
    SERVICES_CLOSED = "SERVICES_CLOSED", "The case is closed."
    HELD_IN_CASE = "HELD_IN_CASE", "It is held in this case."


LAW: Final = {
    Why.RED: "Their choice (NCSL, the light model); 42 U.S.C. 654(29) for good cause",
    Why.UNSCREENED: "Screening before any contact (CS-34; OCSE 2019 sheet)",
    Why.NO_LIGHT: "No automated remedy without their yes (NCSL; CS-28)",
    Why.CLOSED_TO_YELLOW: "No automated remedy without their yes (NCSL; CS-28)",
    Why.HER_NO: "Their choice (CS-27)",
    Why.HER_YES: "No automated remedy without their yes (NCSL; CS-28)",
    Why.WARNING: "Warned before the other party is contacted (CS-29; Vermont OCS)",
    Why.NO_SUBSTITUTE: "OAR 137-055-1160: a contact address before nondisclosure (CS-12)",
    Why.NO_STATEMENT: "Uniform Interstate Family Support Act 312 (CS-20)",
    Why.HELD: "42 U.S.C. 654(26)(A): safeguards",
    Why.GOOD_CAUSE: "42 U.S.C. 654(29); 45 CFR 260.55 (CS-36)",
    Why.OBJECTION: "State rules on notice and hearing (CS-25)",
    Why.SERVICES_CLOSED: "45 CFR 303.11",
    Why.HELD_IN_CASE: "42 U.S.C. 654(26)(A): safeguards for everybody in a case",
    Why.RUNNING: "45 CFR 303.100(a)(7)",
}


class Step(Term):
    """What must happen first."""

    SCREEN = "SCREEN", "Ask the safety questions, or offer them"
    CHOOSE = "CHOOSE", "Show them the actions and let them choose a light"
    ASK_YES = "ASK_YES", "Ask them for this action"
    WARN = "WARN", "Warn them by their channel, and wait until they acknowledge"
    CALL = "CALL", "Call them: the warning was not acknowledged"
    SUBSTITUTE = "SUBSTITUTE", "Record a substitute address"
    STATEMENT = "STATEMENT", "Have their sworn statement attached"
    SEPARATE = "SEPARATE", "Book different days or places"
    VENUE = "VENUE", "Check what the court's county tells"
    RESCREEN = "RESCREEN", "Ask again before this court or interstate step"
    SUPERVISOR = "SUPERVISOR", "A supervisor decides on good cause or closing"
    DECIDE_REQUEST = "DECIDE_REQUEST", "Finish notice, objection and hearing"


@dataclass(frozen=True, slots=True)
class Told:
    """A warning of one action."""

    heard: Heard = Heard.NOT_SENT
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the planner knows of one protected person in one case, at a day."""

    on: date
    light: Light | None = None
    screened: Screened = Screened.NOT_YET
    screened_on: date | None = None
    is_protected: bool = True
    worries: frozenset[str] = frozenset()
    yes_until: Mapping[str, date] = field(default_factory=dict)
    not_now: frozenset[str] = frozenset()
    told: Mapping[str, Told] = field(default_factory=dict)
    default: Default = Default.HOLD
    running: frozenset[str] = frozenset()
    has_substitute: bool = False
    has_statement: bool = False
    has_venue: bool = False
    tests_apart: bool = False
    good_cause: bool = False
    is_held: bool = False
    is_closed: bool = False
    request_open: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One action as it stands now. `duty` says what she must not be promised."""

    action: Action
    go: Go
    why: Why
    first: tuple[Step, ...] = ()
    changes: tuple[str, ...] = ()
    duty: str = ""

    @property
    def law(self) -> str:
        return LAW.get(self.why, self.action.law)


Found = tuple[Why, tuple[Step, ...]] | None
RESCREEN_DAYS: Final = 90


def plan(of: Situation) -> tuple[Planned, ...]:
    """Every action, in the order of the table."""
    return tuple(planned(action, of) for action in ACTIONS.values())


def planned(action: Action, of: Situation) -> Planned:
    goes_on = action.goes_on and action.code in of.running and not of.is_closed
    if goes_on:
        return Planned(action, Go.GO, Why.RUNNING, changes=_changes(action, of))
    for rule in STOPS:
        found = rule(action, of)
        if found:
            why, steps = found
            return Planned(action, Go.STOP, why, steps, (), _duty(action, of))
    changes = _changes(action, of)
    first = tuple(_before(action, of))
    go = Go.CHANGE if changes or first else Go.GO
    why = Why.SAFER if go is Go.CHANGE else Why.ORDINARY
    return Planned(action, go, why, first, changes, _duty(action, of))


def at_hearing(of: Situation) -> tuple[str, ...]:
    """What keeps a protected person safe at a hearing that is set, whatever the plan says of
    asking for one; nothing for whom nothing protects."""
    action = ACTIONS["HEARING"]
    first = (f"First: {step.label.lower()}" for step in _before(action, of))
    return (*first, *_changes(action, of)) if of.is_protected else ()


def together(
    own: Sequence[Planned], others: Iterable[Sequence[Planned]]
) -> tuple[Planned, ...]:
    """A plan in a case in which others are protected too: what any of theirs stops is held,
    without saying whose."""
    held = {one.action.code for plan in others for one in plan if one.go is Go.STOP}
    return tuple(
        replace(one, go=Go.STOP, why=Why.HELD_IN_CASE, first=(), changes=())
        if one.action.code in held and one.go is not Go.STOP
        else one
        for one in own
    )


def light_of(of: Situation) -> Light:
    """What applies where she has not chosen: green for nobody protected, else yellow."""
    if of.light is not None:
        return of.light
    return Light.YELLOW if of.is_protected else Light.GREEN


def _closed(action: Action, of: Situation) -> Found:
    if not of.is_closed or action.code == "MAIL_TO_HER":
        return None
    return Why.SERVICES_CLOSED, ()


def _held(action: Action, of: Situation) -> Found:
    return (Why.HELD, (Step.CALL,)) if of.is_held and action.provokes else None


def _good_cause(action: Action, of: Situation) -> Found:
    is_one = Stopper.GOOD_CAUSE in action.stopped_by or action.remedy
    return (Why.GOOD_CAUSE, ()) if of.good_cause and is_one else None


def _her_no(action: Action, of: Situation) -> Found:
    return (Why.HER_NO, ()) if action.code in of.not_now else None


def _red(action: Action, of: Situation) -> Found:
    stops = light_of(of) is Light.RED and action.lights[Light.RED] is Go.STOP
    return (Why.RED, _supervisor(action)) if stops else None


def _supervisor(action: Action) -> tuple[Step, ...]:
    return () if action.is_hers_to_stop else (Step.SUPERVISOR,)


def _unscreened(action: Action, of: Situation) -> Found:
    if of.screened is Screened.NOT_YET and action.provokes:
        return Why.UNSCREENED, (Step.SCREEN,)
    return None


def _no_light(action: Action, of: Situation) -> Found:
    if of.light is None and of.is_protected and action.provokes:
        return Why.NO_LIGHT, (Step.CHOOSE,)
    return None


def _needs_yes(action: Action, of: Situation) -> Found:
    if _has_yes(action, of):
        return None
    light = light_of(of)
    is_worry = any(action.code in WORRIES[one].actions for one in of.worries)
    if action.lights[light] is Go.STOP and light is Light.YELLOW:
        return Why.CLOSED_TO_YELLOW, (Step.ASK_YES,)
    is_safer = "HER_YES" in action.safer and action.lights[light] is Go.CHANGE
    is_asked = is_safer and of.is_protected
    if is_worry or is_asked or (action.remedy and light is not Light.GREEN):
        return Why.HER_YES, (Step.ASK_YES,)
    return None


def _has_yes(action: Action, of: Situation) -> bool:
    until = of.yes_until.get(action.code)
    return until is not None and of.on < until


def _substitute(action: Action, of: Situation) -> Found:
    shows = {"AGENCY_ADDRESS", "STATEMENTS_TO_AGENCY"} & set(action.safer)
    if shows and of.is_protected and not of.has_substitute:
        return Why.NO_SUBSTITUTE, (Step.SUBSTITUTE,)
    return None


def _statement(action: Action, of: Situation) -> Found:
    if action.interstate and of.is_protected and not of.has_statement:
        return Why.NO_STATEMENT, (Step.STATEMENT,)
    return None


def _request(action: Action, of: Situation) -> Found:
    if action.code == "ADDRESS_REQUEST" and of.request_open:
        return Why.OBJECTION, (Step.DECIDE_REQUEST,)
    return None


def _unwarned(action: Action, of: Situation) -> Found:
    if not action.warns or not (of.is_protected or of.light in CAREFUL):
        return None
    told = of.told.get(action.code, Told())
    is_past = told.on is not None and told.on < of.on
    match Heard.NOT_SENT if is_past else told.heard:
        case Heard.ACKNOWLEDGED:
            return None
        case Heard.NOT_REACHED:
            return None if of.default is Default.GO else (Why.WARNING, (Step.CALL,))
        case Heard.SENT | Heard.DELIVERED:
            return Why.WARNING, (Step.CALL,)
        case _:
            return Why.WARNING, (Step.WARN,)


CAREFUL: Final = (Light.YELLOW, Light.RED)
STOPS: Final = (
    _closed, _held, _her_no, _red, _good_cause, _unscreened, _no_light, _needs_yes,
    _substitute, _statement, _request, _unwarned,
)  # fmt: skip


def _changes(action: Action, of: Situation) -> tuple[str, ...]:
    is_plain = light_of(of) is Light.GREEN and not of.is_protected
    if action.lights[light_of(of)] is Go.GO and is_plain:
        return ()
    done = {"WARN", "HER_YES"}
    return tuple(SAFER[code] for code in action.safer if code not in done)


def _before(action: Action, of: Situation) -> Iterator[Step]:
    if "SEPARATE_DAYS" in action.safer and not of.tests_apart:
        yield Step.SEPARATE
    if "VENUE" in action.safer and not of.has_venue:
        yield Step.VENUE
    if (action.judicial or action.interstate) and _is_old(of):
        yield Step.RESCREEN


def _is_old(of: Situation) -> bool:
    """Asked again before each court or interstate step (CS-34)."""
    if of.screened_on is None:
        return True
    return (of.on - of.screened_on).days > RESCREEN_DAYS


def _duty(action: Action, of: Situation) -> str:
    """What to say where she alone cannot stop it."""
    if action.is_hers_to_stop:
        return ""
    who = " or ".join(one.label.lower() for one in action.stopped_by)
    if Stopper.NOBODY in action.stopped_by:
        return f"Do not promise to stop it: {action.law} asks for it while the case is open."
    return f"They alone cannot stop it ({action.law}): {who} can."
