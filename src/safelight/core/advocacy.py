"""An advocate's work with somebody: services, what they want, their safety plan.

Nothing here says whether anybody complied: services are offers (CF-35).
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from safelight.core.vocabulary import Term


class Service(Term):
    SHELTER = "SHELTER", "Shelter"
    ADVOCACY = "ADVOCACY", "Advocacy"
    COUNSELING = "COUNSELING", "Counseling"
    LEGAL = "LEGAL", "Legal help"
    CHILDREN = "CHILDREN", "For the children"
    MONEY = "MONEY", "Money or things"
    HOUSING = "HOUSING", "Housing"
    TRANSPORT = "TRANSPORT", "Transport"
    GROUP = "GROUP", "Group"
    HEALTH = "HEALTH", "Health"
    CULTURAL = "CULTURAL", "Their own community or faith"


class Came(Term):
    """What came of a service. Asked for and refused is as secret as used (CF-3)."""

    REQUESTED = "REQUESTED", "Asked for"
    OFFERED = "OFFERED", "Offered"
    USED = "USED", "Used"
    NOT_WANTED = "NOT_WANTED", "Not wanted now"
    DENIED = "DENIED", "Could not be given"


class Aim(Term):
    """In their own words."""

    GOAL = "GOAL", "What they want"
    STRENGTH = "STRENGTH", "What they are good at, and already do"
    HEALING = "HEALING", "What helps them heal"


class Wish(Term):
    """Who begins (CF-54)."""

    WE_MAY = "WE_MAY", "We may contact them, by a channel they called safe"
    THEY_WILL = "THEY_WILL", "They contact us: never contact them"


@cache
def topics() -> Mapping[str, str]:
    """What a safety plan can be about, by code."""
    text = files(__package__).joinpath("safety_plan.toml").read_text("utf-8")
    given: dict[str, Any] = tomllib.loads(text)
    return dict(given["topics"])
