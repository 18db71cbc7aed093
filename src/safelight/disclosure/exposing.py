"""Before saving or sending: everyone who could come to hold it, and by which path.

The agencies, their agreements and her releases come from this installation; the law
from the table in `core.exposure.duties`. Of what leaves this vault first, only the
agreements count under which the gate would let the item go.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.models import Agency
from safelight.core.exposure.duties import Way
from safelight.core.exposure.holders import Holder
from safelight.core.exposure.paths import Given, Network, Path, exposure
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import ORDER
from safelight.core.gate.question import Item, Question
from safelight.core.vocabulary import (
    AgencyKind,
    Answer,
    Category,
    Channel,
    Partition,
    Source,
)
from safelight.disclosure import grounds, standing
from safelight.disclosure.items import held, new_item
from safelight.disclosure.offers import Offer
from safelight.disclosure.options import Option, ground_options
from safelight.disclosure.shown import Refused
from safelight.records.agreements.models import Agreement
from safelight.records.opened import Opened


def of_new(
    opened: Opened,
    category: Category,
    partition: Partition,
    source: Source,
    *,
    is_substitute: bool = False,
) -> tuple[Path, ...]:
    """Who could come to hold something that is about to be saved on this record; a
    substitute counts as on file from then on."""
    with acting_as(opened.by):
        vault, facts = _facts(opened)
        known = held(vault, opened.person, facts)
        item = new_item(
            vault, opened.person, facts, category, partition, source,
            has_substitute=is_substitute or any(h.is_substitute for h in known),
        )  # fmt: skip
        return _exposure(opened, item, is_substitute=is_substitute)


def of_item(opened: Opened, key: str) -> tuple[Path, ...] | Refused:
    """Who could come to hold an item of this record."""
    with acting_as(opened.by):
        vault, facts = _facts(opened)
        for found in held(vault, opened.person, facts):
            if found.item.key == key:
                return _exposure(opened, found.item, is_substitute=found.is_substitute)
    return Refused()


def of_offer(
    opened: Opened, offer: Offer, recipient: UUID
) -> list[tuple[Path, list[str]]]:
    """Who could come to hold what would go, from its recipient on: each path with the
    labels of the items it carries."""
    with acting_as(opened.by):
        net = _network(opened.by, opened.at, [])
        merged: dict[str, tuple[Path, list[str]]] = {}
        for piece in offer.parcel.pieces:
            for path in exposure(piece.item, net, str(recipient)):
                _, labels = merged.setdefault(path.end.code, (path, []))
                labels.append(piece.label)
    return list(merged.values())


def _facts(opened: Opened) -> tuple[standing.Vault, standing.AboutPerson]:
    agency = opened.by.agency
    facts = standing.about(agency, [opened.person], None, opened.at)[opened.person]
    return standing.vault(agency), facts


def _exposure(opened: Opened, item: Item, *, is_substitute: bool) -> tuple[Path, ...]:
    """What goes in the item's place is another item; a substitute goes itself."""
    goes = {Answer.RELEASE, Answer.ANSWER}
    goes |= {Answer.SUBSTITUTE} if is_substitute else set()
    own = list(_own(opened, item, goes))
    return exposure(item, _network(opened.by, opened.at, own))


def _own(opened: Opened, item: Item, goes: set[Answer]) -> Iterator[Given]:
    """What this agency may give of the item: under agreements, and on her releases."""
    for option in ground_options(opened):
        if _answer(opened, option, item) in goes:
            until = timezone.localtime(option.ends)
            way = Way.RELEASE if option.items else Way.AGREEMENT
            yield Given(
                str(opened.by.agency),
                str(option.recipient_id),
                way,
                f"{way.label} until {until:%-d %b %Y}",
                frozenset(option.categories),
                option.items,
            )


def _answer(opened: Opened, option: Option, item: Item) -> Answer:
    """The strongest answer to the item on this ground, for any of its purposes."""
    ground = grounds.load(option.ref, agency=opened.by.agency, person=opened.person)
    asker = standing.recipient(option.recipient_id)
    answers = (
        decide(
            Question(
                asker=asker, channel=Channel.SHARE, purpose=purpose, ground=ground,
                at=opened.at,
            ),
            [item],
            with_routes=False,
        )
        for purpose in option.purposes
    )  # fmt: skip
    return min((found.answer(item.key) for found in answers), key=ORDER.index)


def _network(by: Principal, at: datetime, own: Iterable[Given]) -> Network:
    agencies = Agency.objects.values_list("id", "name", "kind")
    holders = [Holder(str(i), name, AgencyKind(kind)) for i, name, kind in agencies]
    return Network.of(holders, [*own, *_others(by.agency, at)])


def _others(agency: UUID, at: datetime) -> Iterator[Given]:
    """The agreements in force between others, which every agency may know of."""
    rows = Agreement.objects.filter(
        sender_signed_at__isnull=False, recipient_signed_at__isnull=False,
        ended_at=None, starts__lte=at, ends__gt=at,
    ).exclude(sender_id=agency)  # fmt: skip
    columns = "sender_id", "recipient_id", "categories", "ends"
    for sender, recipient, categories, ends in rows.values_list(*columns):
        until = timezone.localtime(ends)
        yield Given(
            str(sender),
            str(recipient),
            Way.AGREEMENT,
            f"agreement until {until:%-d %b %Y}",
            frozenset(map(Category, categories)),
        )
