"""What a reader has decided on people, laid over what the program finds: struck out, merged, parted.

The overlay is a function of the set of decisions in effect: the order in which they came together does not matter, and
one that is undone is as if it had never been made. Of two that contradict each other that which was made later holds.
The forms of a name in traditional and simplified characters are one name to all decisions, but that a struck out form
is one string.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reader.newspaper.decision import Decision, MergedName, SplitPerson, StruckOutName
from reader.newspaper.logical_clock import order_of


@dataclass(frozen=True, slots=True)
class PersonOverlay:
    """Decisions on people in effect.

    `struck` are no names; `into` has the name of the person for each other spelling of it, forms included; `parted`
    has, for the names of several people, the label of the person by the names of printings, of which the last holds for
    an article; "" is the first person.
    """

    struck: frozenset[str] = frozenset()
    into: Mapping[str, str] = field(default_factory=dict)
    parted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def name_of(self, spelling: str) -> str:
        """Return the name under which a spelling is listed."""
        return self.into.get(spelling, spelling)

    def spellings_of(self, name: str) -> tuple[str, ...]:
        """Return all spellings of a person's name that were not struck out, its own first."""
        others = sorted(other for other, own in self.into.items() if own == name)
        return tuple(each for each in (name, *others) if each not in self.struck)

    def labels_of(self, name: str) -> Sequence[str]:
        """Return the labels of the people of a name beside the first, in their order."""
        return sorted({label for label in self.parted.get(name, {}).values() if label})

    def is_hidden(self, name: str) -> bool:
        """Return whether a name stands in no list: it was struck out, or is listed under another."""
        return name in self.into or name in self.struck

    def touched(self) -> frozenset[str]:
        """Return all names that some decision is about."""
        return self.struck | self.into.keys() | frozenset(self.into.values()) | self.parted.keys()


def names_decided(decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the names that decisions in effect are about."""
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
    """Return the overlay of the decisions that are in effect; those that are not on people are passed over.

    `forms` are the forms of names that have several, of each that under which it is listed first.
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
    """The form under which a reader has a name listed, by that under which it would be."""
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
        end = _end_of(into, first)
        end = first if end in struck else end
        owns[name] = chosen.get(end, end)
    resolved = {name: own for name, own in owns.items() if own != name}
    labels: dict[str, dict[str, str]] = {}
    for split in parted:
        of_name = labels.setdefault(resolved.get(split.name, split.name), {})
        for key in split.keys:
            of_name.pop(key, None)  # what is decided last comes last
            of_name[key] = split.label
    are_several = {name: keys for name, keys in labels.items() if any(keys.values())}
    return PersonOverlay(frozenset(struck), resolved, are_several)


def _merge(into: dict[str, str], name: str, own: str) -> None:
    """Have a name lead to another, which leads to it no longer."""
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


def _end_of(into: Mapping[str, str], name: str) -> str:
    return _way_from(into, name)[-1]
