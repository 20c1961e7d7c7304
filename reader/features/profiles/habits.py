"""What the issues of each newspaper agree on, and what the reader refuses of it."""

from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from reader.i18n import say
from reader.library.library import Library, LibraryError
from reader.newspaper.decision import RefusedTrait, refusal_uuid
from reader.newspaper.issue import TraitKind
from reader.storage.profile_table import KnownTrait


def kind_in_words(kind: TraitKind) -> str:
    return {
        TraitKind.COLUMN: say("栏目"),
        TraitKind.PAGE: say("版名"),
        TraitKind.ITEM: say("条目的记号"),
    }.get(kind, say("报头和版边"))


class ListedTrait(Struct, frozen=True):
    """A trait of a newspaper's profile, whether the reader refuses it, and whether all traits of the newspaper."""

    trait: KnownTrait
    is_refused: bool
    are_all_refused: bool

    @property
    def is_unused(self) -> bool:
        return self.is_refused or self.are_all_refused


class NewspaperProfile(Struct, frozen=True):
    """The traits of a newspaper, by their kinds, the most frequent first; `is_refused` if the reader refuses all."""

    newspaper: str
    traits: tuple[ListedTrait, ...]
    is_refused: bool


class Profiles(Struct, frozen=True):
    """Lists profiles of newspapers, and refuses them. Raises UserDataError."""

    library: Library

    def all(self) -> list[NewspaperProfile]:
        """Return the profiles of the newspapers that have any. Raises LibraryError for a library on a server."""
        listed = self.library.local.catalogue.profiles.listed()
        refused = {
            (refusal.newspaper, refusal.trait)
            for refusal in self.library.user_data.decisions.contents(RefusedTrait)
        }
        order = list(TraitKind)
        profiles = []
        for newspaper, traits in groupby(listed, key=attrgetter("newspaper")):
            are_all_refused = (newspaper, "") in refused
            rows = []
            for trait in sorted(traits, key=lambda trait: order.index(trait.kind)):
                rows.append(ListedTrait(trait, (newspaper, trait.text) in refused, are_all_refused))
            profiles.append(NewspaperProfile(newspaper, tuple(rows), are_all_refused))
        return profiles

    def of(self, newspaper: str) -> NewspaperProfile:
        """Return the profile of a newspaper, which may be empty. Raises like `all`."""
        profiles = (profile for profile in self.all() if profile.newspaper == newspaper)
        return next(profiles, NewspaperProfile(newspaper, (), is_refused=False))

    def decide(self, newspaper: str, text: str = "", *, is_allowed: bool) -> bool:
        """Refuse a trait, or with "" all of a newspaper, or allow it again.

        Return whether the articles show that already. Raises LibraryError if they never will.
        """
        words = self.library.why_unchangeable()
        if words:
            raise LibraryError(words)
        refused = RefusedTrait(newspaper, text)
        decisions = self.library.user_data.decisions
        uuid = refusal_uuid(refused)
        if not is_allowed:
            decisions.settle({uuid: refused})
        elif any(decision.uuid == uuid for decision in decisions.all(RefusedTrait)):
            decisions.undo(uuid)
        return self.library.apply("profiles")


def number_of_habits(library: Library) -> int:
    """Return the number of the traits of all newspapers. Raises LibraryError for a library on a server."""
    return sum(len(profile.traits) for profile in Profiles(library).all())
