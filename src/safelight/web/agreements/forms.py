from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from safelight.core.vocabulary import Category
from safelight.web.forms import Form, day_field, terms_field
from safelight.web.sharing.forms import SHARED_PURPOSES


class AgreementForm(Form):
    recipient = forms.ChoiceField(label="They receive", widget=forms.Select())
    categories = terms_field("What you may send", Category)
    answers = terms_field("What you may only answer yes or no about", Category)
    purposes = terms_field("What for", SHARED_PURPOSES)
    starts_on = day_field("First day")
    ends_on = day_field("Last day")

    def __init__(
        self, agencies: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("recipient", agencies)
        self.fields["answers"].required = False
        self.fields["categories"].required = False
        today = timezone.localdate()
        self.initial.setdefault("starts_on", today)
        self.initial.setdefault("ends_on", today + timedelta(days=364))
