"""A release printed for signing: for the person it is about, searched before it is given."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Agency
from safelight.core.documents.files import texts
from safelight.core.gate.decide import decide
from safelight.core.leakguard.guard import Guarded
from safelight.core.papers.rendering import Format, render
from safelight.core.release_paper import Language, Wanted, filled
from safelight.core.release_rules import Draft
from safelight.core.vocabulary import GroundKind, Purpose
from safelight.disclosure import standing
from safelight.disclosure.access import identity_item, own_question
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.grounds import GroundRef, of_release
from safelight.disclosure.guarding import allowed_for, protected_values
from safelight.disclosure.offers import Offer, Wish, offer
from safelight.disclosure.person import PersonPage
from safelight.disclosure.shown import Shown
from safelight.ledger.acts import Act
from safelight.records.opened import Opened
from safelight.records.releases.actions import drawn_up


def as_they_would_get_it(opened: Opened, draft: Draft, **terms: Any) -> Offer:
    """What the recipient would get on a release that nobody has signed yet."""
    row = drawn_up(opened, draft, **terms)
    wish = Wish(
        recipient=row.recipient_id, purpose=Purpose(row.purpose), keys=tuple(row.items),
        ground=GroundRef(GroundKind.RELEASE, row.id),
    )  # fmt: skip
    return offer(opened, wish, of_release(row))


def paper(
    opened: Opened, page: PersonPage, language: Language, *, recipient: UUID,
    purpose: Purpose, keys: Collection[str], ends: date, alternatives: str, risks: str,
    is_minor: bool,
) -> bytes | Stopped:  # fmt: skip
    """The page as a tagged PDF. It names kinds and days of items, and no value."""
    names = dict(Agency.objects.values_list("id", "name"))
    chosen = [f for f in page.fields if isinstance(f, Shown) and f.key in keys]
    wanted = Wanted(
        agency=names[opened.by.agency], recipient=names[recipient], purpose=purpose,
        items=list(dict.fromkeys(
            (f.category, timezone.localdate(f.at) if f.at else None) for f in chosen
        )),
        ends=ends, alternatives=alternatives, risks=risks, is_minor=is_minor,
    )  # fmt: skip
    content = render(filled(wanted, language), Format.PDF)
    with acting_as(opened.by):
        agency, at = opened.by.agency, opened.at
        facts = standing.about(agency, [opened.person], None, at)[opened.person]
        item = identity_item(standing.vault(agency), opened.person, facts)
        asked = own_question(opened.person, at)
        values = protected_values(agency, opened.person)
        leaving = Leaving(
            act=Act.RELEASE_PRINTED, about=cipher(opened.person), parts=texts(content),
            guarded=Guarded(tuple(values), (), allowed_for(opened)), details={},
        )  # fmt: skip
        return egress(leaving, decide(asked, [item], with_routes=False), at=at,
                      seal=lambda: content)  # fmt: skip
