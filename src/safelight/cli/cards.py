"""The tables of child support as pages: actions, states, papers, and two cards to print."""

from collections.abc import Iterator

from safelight.core.papers.template import templates
from safelight.core.support.actions import ACTIONS, SAFER, WORRIES, Action, Go, Light
from safelight.core.support.jurisdictions import OTHER, STATES, jurisdiction

JUDICIAL = (
    "IMPOUND",
    "REMOTE",
    "APART",
    "LEAVES_FIRST",
    "SWORN_STATEMENT",
    "SECTION_311",
)


def _page(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def actions() -> str:
    """Every action with what it means, and its handling under each light."""
    return _page(
        "# Actions of a child support case",
        "",
        "From `src/safelight/core/support/actions.toml`, shown to the person who chooses.",
        *(line for one in ACTIONS.values() for line in _action(one)),
        "",
        "## Worries",
        "",
        "Whatever a worry touches waits for their yes, whatever the light.",
        "",
        *(
            f"- **{one.label}**: {', '.join(ACTIONS[c].label for c in sorted(one.actions))}"
            for one in WORRIES.values()
        ),
    )


def _action(one: Action) -> Iterator[str]:
    lights = ", ".join(
        f"{k.value.lower()}: {v.label.lower()}" for k, v in one.lights.items()
    )
    reaches = ", ".join(reached.label.lower() for reached in one.contacts) or "nobody"
    yield from ("", f"## {one.label} (`{one.code}`)", "")
    yield f"- Danger: {one.danger}"
    yield f"- It shows: {one.reveals}"
    yield f"- It reaches: {reaches}"
    yield f"- Safer form: {'; '.join(SAFER[code] for code in one.safer)}"
    yield f"- {lights}; warning {one.warn_days} days before"
    yield f"- Who may stop it: {', '.join(s.label for s in one.stopped_by)} ({one.law})"
    yield f"- Source: {one.source}"


def states() -> str:
    """What each state's table says of the indicator and of requests for an address."""
    lines = [
        "# State rules on the indicator",
        "",
        "From `src/safelight/core/support/states/`.",
    ]
    for code in (*STATES, OTHER):
        of = jurisdiction(code)
        codes = ", ".join(f"`{c.code}` {c.label.lower()}" for c in of.codes.values())
        lines += ["", f"## {of.name}", "", f"- Codes: {codes}"]
        lines.append(f"- Evidence: {', '.join(sorted(b.label for b in of.evidence))}")
        lines.append(f"- Children: {of.children.label}")
        lines.append(
            f"- Removal: from {of.removal.after_days} to {of.removal.within_days} days after "
            "notice, on a signed request, with no child's flag left"
        )
        lines.append(
            f"- Request for an address: held {of.address.hold_days} days, then "
            f"{of.address.appeal_days} to appeal"
        )
        lines.append(f"- Source: {of.source}")
    return _page(*lines)


def papers() -> str:
    """Every paper with its recipients, and its fields with their categories."""
    lines = ["# Papers", "", "From `src/safelight/core/papers/papers.toml`."]
    for one in templates().values():
        to = ", ".join(whom.label.lower() for whom in one.to)
        lines += ["", f"## {one.label} (`{one.code}`)", "", f"For {to}.", ""]
        lines += ["| Field | Whose | Category |", "| --- | --- | --- |"]
        for field in one.fields:
            category = field.category.label if field.category else "the agency's own"
            lines.append(f"| {field.label} | {field.of.label} | {category} |")
    return _page(*lines)


def desk_card() -> str:
    """For the worker's desk."""
    held = [one for one in ACTIONS.values() if one.lights[Light.YELLOW] is Go.STOP]
    return _page(
        "# Desk card: pursuing support safely",
        "",
        "1. Anybody can be told the choices without being asked anything.",
        "2. Ask only when they are alone, with an interpreter of no side, limits explained, "
        "and a way out.",
        "3. A no rules nothing out. A flag, a light, good cause and staff safety are four "
        "different things.",
        "4. They choose the light after each action, its danger and its safer form was shown.",
        "5. Warn by their channel before the other parent hears anything. Delivered is not "
        "acknowledged: call.",
        "6. An address in any paper is the substitute. None on file: nothing is mailed.",
        "7. Do not promise to stop what federal law asks for.",
        "",
        "On yellow these wait for a yes each time: "
        + ", ".join(one.label.lower() for one in held)
        + ".",
        "",
        "An address got out: call them first, hold everything, find what went out.",
    )


def bench_card() -> str:
    """For the judge's bench."""
    court = [one for one in ACTIONS.values() if one.judicial]
    return _page(
        "# Bench card: support cases where somebody may be in danger",
        "",
        "- The child support program's indicator does not cover the court's file: impound in "
        "each case, and let a substitute address stand.",
        "- A request for an address: notice to the protected person, time to object, a "
        "hearing at which neither sees where the other is.",
        "- An override of the federal locator's refusal comes to this court alone, once; "
        "decide on harm before anybody else has it (42 U.S.C. 653(b)(2)).",
        "- Ask for remote appearance, separate arrival and waiting. The protected person "
        "leaves first, and the other party is held back.",
        "- Good cause waives cooperation (42 U.S.C. 654(29)).",
        "",
        "| Step | Danger | What the court can do |",
        "| --- | --- | --- |",
        *(
            f"| {one.label} | {one.danger} | "
            f"{'; '.join(SAFER[c] for c in one.safer if c in JUDICIAL) or 'warn first'} |"
            for one in court
        ),
    )
