"""Ways to reach or find a person: what each is, and what knowing it reveals."""

from dataclasses import dataclass
from typing import Final

from safelight.core.vocabulary import Category, Term


class ContactKind(Term):
    HOME = "HOME", "Home address"
    WORK = "WORK", "Workplace"
    SCHOOL = "SCHOOL", "School"
    CHILD_CARE = "CHILD_CARE", "Child care"
    MAIL = "MAIL", "Mailing address"
    SUBSTITUTE = "SUBSTITUTE", "Substitute address"
    PHONE = "PHONE", "Phone"
    EMAIL = "EMAIL", "Email"


class SafeUse(Term):
    """Whether a channel may be used. Only a dated yes lets anything be sent (CF-54)."""

    SAFE = "SAFE", "Safe to use"
    UNSAFE = "UNSAFE", "Never use"
    NOT_ASKED = "NOT_ASKED", "Not asked yet"


@dataclass(frozen=True, slots=True)
class Reveals:
    """A kind's category, and in words what somebody who has it can work out."""

    category: Category
    words: str


REVEALS: Final = {
    ContactKind.HOME: Reveals(Category.LOCATION, "Where the person sleeps."),
    ContactKind.WORK: Reveals(
        Category.EMPLOYMENT, "Where the person is on working days, and the county."
    ),
    ContactKind.SCHOOL: Reveals(
        Category.LOCATION, "Where the child is on school days, and the neighborhood."
    ),
    ContactKind.CHILD_CARE: Reveals(
        Category.LOCATION, "Where the child is handed over, and at what time."
    ),
    ContactKind.MAIL: Reveals(Category.LOCATION, "Where mail is collected."),
    ContactKind.SUBSTITUTE: Reveals(
        Category.LOCATION, "A program's or agency's address, and no more."
    ),
    ContactKind.PHONE: Reveals(
        Category.CONTACT, "The area code, and through an account the home address."
    ),
    ContactKind.EMAIL: Reveals(
        Category.CONTACT, "Accounts in the person's name, and where they sign in from."
    ),
}
CONFIRMED_FOR_DAYS: Final = 90
