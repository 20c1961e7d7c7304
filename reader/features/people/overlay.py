"""The reader's decisions about people, applied to the names found: names struck out, merged and split.

The overlay depends only on the set of decisions in effect, not on the order in which they were merged; an undone
decision has no effect. If two decisions contradict each other, the later one wins. The traditional and simplified
forms of a name are treated as one name, except that striking out affects single forms.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from reader.newspaper.decision import Decision, MergedName, SplitPerson, StruckOutName
from reader.newspaper.logical_clock import order_of


class PersonOverlay(Struct, frozen=True):
    """The decisions about people in effect, resolved."""

    struck: frozenset[str] = frozenset()
    """The strings that are no names."""
    into: Mapping[str, str] = field(default_factory=dict)
    """The name under which a person is listed, by each other spelling of it, forms included."""
    parted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each name of several people, the label of the person by the name of a printing; "" is the first person.

    If an article has several printings here, the last of them counts.
    """

    def name_of(self, spelling: str) -> str:
        """Return the name under which a spelling is listed."""
        return self.into.get(spelling, spelling)

    def spellings_of(self, name: str) -> tuple[str, ...]:
        """Return all spellings of a person's name that were not struck out, starting with `name` itself."""
        others = sorted(other for other, own in self.into.items() if own == name)
        return tuple(each for each in (name, *others) if each not in self.struck)

    def labels_of(self, name: str) -> Sequence[str]:
        """Return the sorted labels of all people of a name except the first."""
        return sorted({label for label in self.parted.get(name, {}).values() if label})

    def touched(self) -> frozenset[str]:
        return self.struck | self.into.keys() | frozenset(self.into.values()) | self.parted.keys()


def names_decided(decisions: Iterable[Decision]) -> frozenset[str]:
    names: set[str] = set()
    for decision in decisions:
        match decision.content:
            case _ if decision.undone:
                pass
            case StruckOutName(name=name, forms=forms):
                names.update((name, *forms))
            case MergedName(name=name, into=own):
                names.update((name, own))
            case SplitPerson(name=name):
                names.add(name)
    return frozenset(names)


def overlay_of(decisions: Iterable[Decision], forms: Iterable[Sequence[str]] = ()) -> PersonOverlay:
    """Return the overlay of the decisions in effect; decisions about other things are ignored.

    `forms` has a sequence for each name with several forms, starting with the form under which it is listed.
    """
    in_effect = sorted((each for each in decisions if not each.undone), key=order_of)
    contents = [each.content for each in in_effect]
    struck = {
        name for each in contents if isinstance(each, StruckOutName) for name in (each.name, *each.forms)
    }
    standing = [[name for name in group if name not in struck] for group in forms]
    lead = {name: group[0] for group in standing for name in group}
    into: dict[str, str] = {}
    chosen: dict[str, str] = {}
    """The form under which the reader wants a name to be listed, by the form under which it would be listed."""
    parted: list[SplitPerson] = []
    for content in contents:
        match content:
            case MergedName(name=name, into=own):
                _merge(into, lead.get(name, name), lead.get(own, own))
                if own in lead:
                    chosen[lead[own]] = own
            case SplitPerson() as split:
                parted.append(split)
    owns = {}
    for name in into.keys() | lead.keys():
        first = lead.get(name, name)
        end = _way_from(into, first)[-1]
        end = first if end in struck else end
        owns[name] = chosen.get(end, end)
    resolved = {name: own for name, own in owns.items() if own != name}
    labels: dict[str, dict[str, str]] = {}
    for split in parted:
        of_name = labels.setdefault(resolved.get(split.name, split.name), {})
        for key in split.keys:
            # the latest decision has to come last: the last one counts for an article with several printings
            of_name.pop(key, None)
            of_name[key] = split.label
    are_several = {name: keys for name, keys in labels.items() if any(keys.values())}
    return PersonOverlay(frozenset(struck), resolved, are_several)


def _merge(into: dict[str, str], name: str, own: str) -> None:
    """Merge a name into another; if that was merged into the first, this merge is removed, to avoid a cycle."""
    if name == own:
        return
    if name in _way_from(into, own):
        del into[own]
    into[name] = own


def _way_from(into: Mapping[str, str], name: str) -> list[str]:
    way = [name]
    while way[-1] in into:
        way.append(into[way[-1]])
    return way
