"""The tables of child support as pages: actions, states, papers, and two cards to print."""

from collections.abc import Iterator

from safelight.core.papers import cards
from safelight.core.papers.cards import Card
from safelight.core.papers.template import templates
from safelight.core.support.actions import ACTIONS, SAFER, WORRIES, Action
from safelight.core.support.jurisdictions import OTHER, STATES, jurisdiction


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
    return _card(cards.desk())


def bench_card() -> str:
    return _card(cards.bench())


def _card(card: Card) -> str:
    lines = [f"# {card.title}", "", *(f"- {words}" for words in card.points)]
    if card.rows:
        lines += ["", f"| {' | '.join(card.head)} |", "| --- " * len(card.head) + "|"]
        lines += [f"| {' | '.join(row)} |" for row in card.rows]
    return _page(*lines)
