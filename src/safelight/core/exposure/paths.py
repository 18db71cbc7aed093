"""From where an item is, everyone it could come to, each by the shortest path."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from safelight.core.exposure.duties import LIKE, ONWARD, Onward, Way
from safelight.core.exposure.holders import WHEREABOUTS, Holder, Reached, partition_in
from safelight.core.gate.question import Item
from safelight.core.vocabulary import AgencyKind, Category, Partition


@dataclass(frozen=True, slots=True)
class Given:
    """What one agency may give another: an agreement in force, or a person's release.

    `items` names them for a release; an agreement has `categories` alone.
    """

    sender: str
    recipient: str
    way: Way
    words: str
    categories: frozenset[Category]
    items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: to whom, how, and by which law or paper."""

    to: Holder
    way: Way
    words: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """How somebody could come to hold the item, step by step."""

    steps: tuple[Step, ...]

    @property
    def end(self) -> Holder:
        return self.steps[-1].to

    @property
    def sentence(self) -> str:
        """The path in words: each step, to whom and why; the last one's name is known."""
        *first, last = self.steps
        told = [f"to {_name(step.to)}: {_why(step)}" for step in first]
        text = "; then ".join([*told, _why(last)])
        return f"{text[0].upper()}{text[1:]}."


def _name(holder: Holder) -> str:
    """A holder inside a sentence: kinds of holder in small letters, agencies by name."""
    label = holder.label
    return label if holder.code not in set(Reached) else label[0].lower() + label[1:]


def _why(step: Step) -> str:
    return f"{step.words} ({step.law})" if step.law else step.words


@dataclass(frozen=True, slots=True)
class Network:
    """The agencies, and what each may give another. Made once, asked for many items."""

    agencies: Mapping[str, Holder]
    _by_sender: dict[str, list[Given]] = field(default_factory=dict)

    @classmethod
    def of(cls, agencies: Iterable[Holder], given: Iterable[Given]) -> "Network":
        by_sender: dict[str, list[Given]] = defaultdict(list)
        for one in given:
            by_sender[one.sender].append(one)
        return cls({agency.code: agency for agency in agencies}, dict(by_sender))

    def given_by(self, sender: str) -> list[Given]:
        return self._by_sender.get(sender, [])


_DUTIES: dict[AgencyKind | Reached, list[Onward]] = defaultdict(list)
for _row in ONWARD:
    _DUTIES[_row.of].append(_row)


def exposure(
    item: Item, network: Network, start: str | None = None
) -> tuple[Path, ...]:
    """Everyone who could come to hold an item, from its vault or from another agency.

    Breadth first, so that each holder has its shortest path; the other side comes first,
    then the nearest. `start` is the agency that would get it, for a packet.
    """
    begin = network.agencies[start or item.vault]
    found: dict[str, Path] = {}
    first: tuple[Step, ...] = ()
    waiting = deque([(begin, _arrived(item, begin, start), first)])
    seen = {begin.code}
    while waiting:
        holder, partition, steps = waiting.popleft()
        for step in _onward(item, holder, partition, network):
            if step.to.code in seen:
                continue
            seen.add(step.to.code)
            path = (*steps, step)
            found[step.to.code] = Path(path)
            waiting.append((step.to, _arrived(item, step.to, step.to.code), path))
    paths = sorted(found.values(), key=lambda path: len(path.steps))
    return tuple(sorted(paths, key=lambda path: not path.end.is_other_side))


def _arrived(item: Item, holder: Holder, start: str | None) -> Partition:
    """The part of the holder's file that an item is in: as written in its own vault, by
    an agency's own rule in its file, general in anybody else's hands."""
    if start is None:
        return item.partition
    key = _key(holder)
    if isinstance(key, AgencyKind) and key is not AgencyKind.COURT:
        return partition_in(key, item.category)
    return Partition.GENERAL


def _key(holder: Holder) -> AgencyKind | Reached:
    """What a holder's onward duties are listed under."""
    if holder.kind is not AgencyKind.NONE:
        return holder.kind
    reached = Reached(holder.code)
    return LIKE.get(reached, reached)


def _onward(
    item: Item, holder: Holder, partition: Partition, network: Network
) -> Iterator[Step]:
    for given in network.given_by(holder.code):
        if _covers(given, item):
            yield Step(network.agencies[given.recipient], given.way, given.words)
    for row in _DUTIES.get(_key(holder), ()):
        if _carries(row, item, partition):
            to = Holder(row.to.value, row.to.label)
            yield Step(to, row.way, row.words, row.law)


def _covers(given: Given, item: Item) -> bool:
    if given.way is Way.RELEASE:
        return item.key in given.items
    return item.category in given.categories


def _carries(row: Onward, item: Item, partition: Partition) -> bool:
    if item.category not in row.categories:
        return False
    if row.general_only and partition is Partition.SEALED:
        return False
    stays = row.protected_stay and item.category in WHEREABOUTS
    return not (stays and not item.protections.nothing_in_force)
