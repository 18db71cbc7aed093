from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from safelight.core.release_rules import SignedHow, WithdrawnHow
from safelight.core.vocabulary import Category, Purpose, Signer, Term
from safelight.disclosure.shown import Field, Shown
from safelight.web.forms import Form, day_field, term_field

SHARED_PURPOSES = [
    Purpose.ENFORCE_SUPPORT,
    Purpose.ESTABLISH_SUPPORT,
    Purpose.CHILD_SAFETY,
    Purpose.SAFETY_PLANNING,
    Purpose.SERVICE_PLANNING,
    Purpose.TEAM_REVIEW,
    Purpose.COURT_PROCEEDING,
    Purpose.BENEFITS,
]


# What is talked about and written after seeing it as the recipient.
BEFORE_SIGNING = ("alternatives", "risks", "co_signer_abuse", "signed_how")


class Abuse(Term):
    NO = "NO", "No"
    YES = "YES", "Yes, or suspected"
    UNKNOWN = "UNKNOWN", "Not known"


OWN_CHOICE = {Category.CHILDS_CONFIDENCE: " (only on the child's own choice)"}


def item_choices(fields: Iterable[Field]) -> list[tuple[str, str]]:
    """Items that the worker can see, as (key, words)."""
    return [
        (field.key, f"{field.label}: {field.text}{OWN_CHOICE.get(field.category, '')}")
        for field in fields
        if isinstance(field, Shown) and not field.key.startswith("kin:")
    ]


class ItemsForm(Form):
    items = forms.MultipleChoiceField(
        label="Items",
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": "Choose at least one item."},
    )

    def __init__(
        self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("items", choices)


class ReleaseForm(ItemsForm):
    recipient = forms.ChoiceField(label="Who may have it", widget=forms.Select())
    purpose = term_field("What for", SHARED_PURPOSES)
    ends_on = day_field(
        "Last day",
        help_text="As short as the purpose allows. The day after, nobody can read it.",
    )
    alternatives = forms.CharField(
        label="Which other ways you offered first",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Telling them directly, a letter without details, another source.",
    )
    risks = forms.CharField(
        label="Which risks you talked about",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What each agency must keep or pass on is at the top of this page.",
    )
    signer = term_field("Who signed", [s for s in Signer if s is not Signer.NONE])
    minor_alone = forms.BooleanField(
        label="The law lets this minor have the service alone", required=False
    )
    co_signer = forms.ChoiceField(
        label="The parent who signed with the minor",
        required=False,
        widget=forms.Select(),
    )
    co_signer_abuse = term_field(
        "Has this parent abused the child or the other parent?",
        Abuse,
        help_text="Only No lets this parent sign for the child.",
    )
    signed_how = term_field("How it was signed", SignedHow)
    may_print = forms.BooleanField(
        label="They may print it", required=False, initial=True
    )
    long_confirmed = forms.BooleanField(
        label="More than 30 days: we talked about why it needs so long", required=False
    )
    order = (
        "recipient", "purpose", "items", "ends_on", "alternatives", "risks", "signer",
        "minor_alone", "co_signer", "co_signer_abuse", "signed_how", "may_print",
        "long_confirmed",
    )  # fmt: skip

    def __init__(
        self,
        choices: list[tuple[str, str]],
        agencies: list[tuple[str, str]],
        family: list[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(choices, *args, **kwargs)
        self.order_fields(self.order)
        one = ("", "Choose one agency")
        self.offer("recipient", [one, *agencies])
        self.offer("co_signer", [("", "Nobody"), *family])
        last = timezone.localdate() + timedelta(days=settings.RELEASE_DAYS - 1)
        self.initial.setdefault("ends_on", last)
        self.initial.setdefault("co_signer_abuse", Abuse.UNKNOWN)
        for name in BEFORE_SIGNING if "look" in self.data else ():
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """What was not asked for a look is asked again for the release."""
        for name in BEFORE_SIGNING:
            self.fields[name].required = True
        return super().clean()


class ShareForm(ItemsForm):
    purpose = forms.ChoiceField(label="What for", widget=forms.Select())
    attention = forms.ChoiceField(
        label="To the attention of",
        required=False,
        widget=forms.Select(),
        help_text="Without a name, their supervisors hand it on.",
    )

    def __init__(
        self,
        choices: list[tuple[str, str]],
        purposes: Iterable[Purpose],
        people: list[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(choices, *args, **kwargs)
        named = [(purpose.value, purpose.label) for purpose in sorted(purposes)]
        self.offer("purpose", named)
        self.offer("attention", [("", "Their supervisors"), *people])


class WithdrawForm(Form):
    how = term_field(
        "How it was withdrawn",
        [WithdrawnHow.ORAL, WithdrawnHow.WRITTEN],
        help_text="Saying so is enough.",
        radio=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("how", WithdrawnHow.ORAL)
