"""The reader's decisions about people, stored in the user data: names struck out, merged and split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.i18n import say
from reader.library.derived_data import damage_told
from reader.library.people import People
from reader.newspaper.decision import (
    PERSON_DECISIONS,
    Decision,
    DecisionContent,
    MergedName,
    SplitPerson,
    StruckOutName,
)
from reader.storage.disk_errors import LibraryError

if TYPE_CHECKING:
    from reader.library.derived_data import Derived
    from reader.storage.user_data import UserData

_LONGEST = 100
"""Maximum length of a name or a label, as in `decision.SplitPerson`."""


class OverlaidPeople(People):
    """The people of a library with the reader's decisions applied.

    A method that makes a decision raises UserDataError if it cannot be stored.
    """

    def __init__(self, derived: Derived, user_data: UserData) -> None:
        super().__init__(derived)
        self._user_data = user_data

    def decisions(self) -> list[Decision]:
        """Return the decisions about people in effect, the oldest first."""
        return self._user_data.decisions.all(*PERSON_DECISIONS)

    # -- making decisions

    def strike_out(self, name: str) -> Decision:
        with damage_told():
            groups = self._derived.catalogue.people.forms([name])
        forms = tuple(form for group in groups for form in group if form != name)
        return self._user_data.decisions.add(StruckOutName(name, forms))

    def merge(self, name: str, into: str) -> Decision:
        """Record that a name is another spelling of a person's name.

        Raises LibraryError if both are the same or already merged, or if the person's name is empty or too long.
        """
        into = _checked(into)
        with damage_told():
            overlay = self.overlay(name, into)
        own = overlay.name_of(into)
        if not own or own == name:
            raise LibraryError(say("同一个写法不用合并。"))
        if overlay.into.get(name) == own:
            raise LibraryError(say("“{name}”已经列在“{own}”名下。", name=name, own=own))
        return self._user_data.decisions.add(MergedName(name, own))

    def split(self, name: str, label: str, article_ids: Sequence[int]) -> Decision:
        """Record that a name means another person in these articles, or the first person again if the label is "".

        Raises LibraryError if none of the articles exists any more, or if the label is too long.
        """
        label = _checked(label)
        found = self._derived.catalogue.stored(list(article_ids)).values()
        names = tuple(dict.fromkeys(each.printing.name for each in found))
        if not names:
            raise LibraryError(say("这些文章已不在目录中，可能刚被更新。"))
        return self._user_data.decisions.add(SplitPerson(name, label, names))

    def undo(self, decision_uuid: str) -> None:
        self._user_data.decisions.undo(decision_uuid)


def _checked(words: str) -> str:
    """Return the words without white space around them. Raises LibraryError if they are too long."""
    stripped = words.strip()
    if len(stripped) > _LONGEST:
        raise LibraryError(say("“{words}…”太长了。", words=stripped[:10]))
    return stripped


def person_of(content: DecisionContent) -> tuple[str, str]:
    """Return the name and the label of the person that a decision is about.

    Raises TypeError for other decisions.
    """
    match content:
        case StruckOutName(name=name) | MergedName(name=name):
            return name, ""
        case SplitPerson(name=name, label=label):
            return name, label
        case _:
            raise TypeError(content)


def decision_in_words(content: DecisionContent) -> str:
    """Return a decision about people in words. Raises TypeError for other decisions."""
    match content:
        case StruckOutName(name=name):
            return say("“{name}”不是人名", name=name)
        case MergedName(name=name, into=own):
            return say("“{name}”就是“{own}”", name=name, own=own)
        case SplitPerson(name=name, label=label, keys=keys) if label:
            return say("“{name}”另有一人：{label}，{n} 篇", name=name, label=label, n=len(keys))
        case SplitPerson(name=name, keys=keys):
            return say("“{name}”的 {n} 篇归回原来的人", name=name, n=len(keys))
        case _:
            raise TypeError(content)
