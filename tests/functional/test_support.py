"""A case from application to enforcement, in a browser, under each light: and nothing of
hers in his papers."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.contact_kinds import ContactKind
from safelight.core.leakguard.containers import parts_of
from safelight.core.support.actions import Light
from safelight.demo.county import County
from safelight.demo.steps import opened, reach, take_in
from safelight.records.cases.actions import open_case, set_hearing
from safelight.records.cases.models import Participation
from tests.functional.conftest import Visitor
from tests.integration.making import fresh

PARTS = {
    "her": Part.CUSTODIAL_PARTY,
    "him": Part.NONCUSTODIAL_PARENT,
    "kid": Part.CHILD,
}
HERS = ("41 lantern", "010-6612", "lantern hollow", "night shift")


class Story:
    """One family, and the worker at the browser."""

    def __init__(self, county: County, visitor: Visitor) -> None:
        here, code = fresh(county), f"walk{timezone.now().timestamp()}"
        names = {"her": "Iris Walker", "him": "Owen Walker", "kid": "Pia Walker"}
        for who, name in names.items():
            take_in(here, code + who, "sonia", "carl", name, date(1990, 1, 1), 5)
        reach(
            here, "carl", code + "her", ContactKind.HOME, "41 Lantern Way, Alder 00001"
        )
        reach(here, "carl", code + "her", ContactKind.PHONE, "(555) 010-6612")
        reach(
            here, "carl", code + "her", ContactKind.SUBSTITUTE, "PO Box 77, Alder 00001"
        )
        reach(here, "carl", code + "kid", ContactKind.SCHOOL, "Lantern Hollow School")
        reach(
            here, "carl", code + "him", ContactKind.HOME, "8 Quarry Road, Alder 00001"
        )
        self.of = {who: opened(here, "carl", code + who) for who in PARTS}
        parts = [(self.of[who], part) for who, part in PARTS.items()]
        case = open_case(parts, kind=CaseKind.IVD_CASE, number=f"W-{code[-4:]}")
        with acting_as(self.of["her"].by):
            rows = Participation.objects.filter(
                agency_id=self.of["her"].by.agency, case_id=case
            )
            self.case: UUID = rows.get(person_id=self.of["her"].person).id
        set_hearing(self.of["her"], self.case, hearing_at=here.now + timedelta(days=20))
        self.visitor = visitor.enter("Carl Ivers")

    def go(self, name: str, *more: str) -> None:
        person = self.of["her"].person
        of_case = () if name in ("ask", "flag_set") else (self.case,)
        self.visitor.open(reverse(name, args=[person, *of_case, *more]))

    def tick(self, *labels: str) -> None:
        for label in labels:
            self.visitor.page.get_by_text(label, exact=False).first.click()

    def ask(self) -> None:
        self.go("ask")
        self.tick("All of this is so", "They are alone", "Any interpreter", "I said how",
                  "I said that they need not")  # fmt: skip
        self.visitor.press("Go on")
        for number in range(10):
            assert self.visitor.sees(f"{number + 1} / 10")
            self.visitor.press("Yes" if number < 3 else "No")
        assert self.visitor.sees("What to offer")

    def choose(self, light: Light) -> None:
        self.go("plan_choose")
        self.tick(light.label, "I went through every action", "They chose; I did not")
        self.visitor.press("Record that it was shown and chosen")
        assert self.visitor.sees(light.label)

    def ready(self, action: str) -> None:
        """Their yes, and a warning that they acknowledged."""
        self.go("plan_word", action)
        self.tick("Yes, for the next 90 days")
        self.visitor.press("Record it")
        self.go("plan_warned", action)
        self.visitor.page.get_by_text("Acknowledged", exact=True).click()
        later = (timezone.localdate() + timedelta(days=20)).isoformat()
        self.visitor.page.get_by_label("planned for").fill(later)
        self.visitor.press("Record it")

    def paper(self, code: str, to: str, **inputs: str) -> str | None:
        """All that can be read in it; None where the plan or the guard stopped it."""
        self.go("paper", code, to)
        for label, text in inputs.items():
            self.visitor.page.get_by_label(label.replace("_", " ")).fill(text)
        button = self.visitor.page.get_by_role("button", name="Make the paper")
        with self.visitor.page.expect_event("download", timeout=3000) as waiting:
            button.click()
        path = Path(waiting.value.path())
        parts = parts_of("paper.pdf", path.read_bytes())
        return "\n".join(part.raw.decode() for part in parts).lower()

    def stopped(self, code: str, to: str, words: str) -> None:
        self.go("paper", code, to)
        self.visitor.press("Make the paper")
        assert self.visitor.sees(words)


@pytest.mark.parametrize("light", Light)
def test_from_application_to_enforcement(
    light: Light, county: County, visitor: Visitor
) -> None:
    story = Story(county, visitor)
    story.stopped("OPENING", "OTHER", "Nobody has been asked yet")
    story.ask()
    story.go("flag_set")
    visitor.press("Record it")
    assert visitor.sees("In force on all their cases")
    story.stopped("OPENING", "OTHER", "have not chosen yet")
    story.choose(light)
    story.go("plan")
    visitor.check_accessible()
    if light is Light.RED:
        for code, to in (
            ("OPENING", "OTHER"),
            ("HEARING", "OTHER"),
            ("MEDICAL", "EMPLOYER"),
        ):
            story.stopped(code, to, "Red: no new contact")
        return
    story.stopped("OPENING", "OTHER", "acknowledged the warning")
    for action in ("open_case", "hearing", "withhold", "genetic_test"):
        story.ready(action)

    his = [story.paper("OPENING", "OTHER"), story.paper("HEARING", "OTHER")]
    employers = story.paper("WITHHOLDING", "EMPLOYER", Amount="100 dollars a week")
    hers = story.paper("HEARING", "PROTECTED")

    for text in (*his, employers):
        assert text and not [word for word in HERS if word in text]
    assert "po box 77" in his[0] and "41 lantern way" in hers  # type: ignore[operator]
    assert "quarry" not in hers and "county" not in employers.replace(
        "alder county", ""
    )  # type: ignore[union-attr,operator]
    story.go("paper", "TEST", "OTHER")
    visitor.page.get_by_label("Day and time").fill("3 March 2027")
    visitor.page.get_by_label("Place").fill("forty-one Lantern Way")
    visitor.press("Make the paper")
    assert visitor.sees("Stopped before it left")
