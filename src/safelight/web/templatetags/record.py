"""Filters that pick from what `disclosure` gave; they decide nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from safelight.core.contact_kinds import REVEALS, SafeUse
from safelight.core.leakguard.guard import Leak
from safelight.core.vocabulary import Flag
from safelight.core.writing.looking import Remark
from safelight.disclosure.letting import WITHIN
from safelight.disclosure.offers import Offer
from safelight.disclosure.outbox import SentPacket
from safelight.disclosure.people import PersonRow
from safelight.disclosure.person import PersonPage
from safelight.disclosure.producing import ProductionPage
from safelight.disclosure.shown import Field, Shown

register = template.Library()
AROUND = 30


@register.filter
def items(page: PersonPage, kinds: str) -> list[Field]:
    """The fields of some kinds of item, their names with commas between."""
    return page.of(*kinds.split(","))


@register.filter
def protected(page: PersonPage) -> list[str]:
    """The labels of the protections in force."""
    return [k.label for k, flag in page.protections.items() if flag is Flag.SET]


@register.filter
def is_contact(field: Field) -> bool:
    return isinstance(field, Shown) and field.key.startswith("contact:")


@register.filter
def never_use(field: Field) -> bool:
    """Whether a way to reach somebody must not be used."""
    return isinstance(field, Shown) and field.detail.startswith(SafeUse.UNSAFE.label)


@register.filter
def kind_of(field: Field) -> str:
    return kind(field.key)


@register.filter
def kind(key: str) -> str:
    """What kind of item a key is of."""
    return key.partition(":")[0]


@register.filter
def id_of(field: Field) -> str:
    """The id of the row that a field's key names."""
    return field.key.partition(":")[2]


@register.filter
def excerpt(offer: Offer | SentPacket, leak: Leak) -> SafeString:
    """The place of a leak in its text, marked; for the owning vault's worker."""
    texts = {f.key: f.text for f in offer.fields if isinstance(f, Shown)}
    return _place(texts, leak)


@register.filter
def found_in(page: ProductionPage, leak: Leak) -> SafeString:
    """The place of a leak in a file that was not produced."""
    return _place({p.item.key: p.text for p in page.pieces}, leak)


def _place(texts: Mapping[str, str], leak: Leak) -> SafeString:
    key, _, place = leak.part.partition(WITHIN)
    text = texts.get(key, "")
    if place:
        return format_html("in <mark>{}</mark>, {}.", text, place)
    return _marked(text, leak.start, leak.end)


@register.filter
def marked(text: str, remark: Remark) -> SafeString:
    """The place of a remark in what somebody is writing."""
    return _marked(text, remark.start, remark.end)


def _marked(text: str, start: int, end: int) -> SafeString:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return format_html("“…{}<mark>{}</mark>{}…”", before, text[start:end], after)


@register.filter
def kin(page: PersonPage, row: PersonRow) -> list[Field]:
    """What the person of the page is to another, where the gate shows it."""
    shown = [f for f in page.of("kin") if isinstance(f, Shown)]
    return [f for f in shown if f.detail == str(row.person)]


@register.filter
def reveals(field: Field) -> str:
    """What somebody who has this contact can work out."""
    return next(r.words for kind, r in REVEALS.items() if kind.label == field.label)


@register.filter
def last_day(ends: datetime) -> str:
    """The last moment before a half-open period's end, as people say it."""
    last = timezone.localtime(ends - timedelta(seconds=1))
    end_of_day = (last.hour, last.minute) == (23, 59)
    return f"{last:%-d %b %Y}" if end_of_day else f"{last:%-d %b %Y, %-I:%M %p}"
