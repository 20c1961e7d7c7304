"""Decisions about characters, corrected or declared not to be misread: making, listing and undoing them.

Files are never changed, and keys, marks and offsets refer to what was recognised. A corrected character is an overlay:
the article is shown, quoted, cited and exported with it (`Article.corrected`), and is found in both forms.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.library.character_places import ArticleCharacters, CharacterPlace, changes, content_of
from reader.library.derived_data import DerivedData, looked_up
from reader.library.printings import Printings
from reader.newspaper.article import Article, Fault
from reader.newspaper.decision import (
    CharacterDecision,
    CharacterRule,
    CorrectedCharacter,
    Decision,
    DecisionContent,
    DismissedMisreading,
    printing_of,
)
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.logical_clock import order_of
from reader.search.terms import fields
from reader.storage.disk_errors import LibraryError
from reader.storage.user_data import UserData

_KINDS = (CorrectedCharacter, DismissedMisreading, CharacterRule)


class CharacterOutcome(Struct, frozen=True):
    """The result of making or undoing decisions about characters of an article.

    `article_id` is its present id; None if no file contains the article any more. `is_applied` is as in
    `CorrectionOutcome`.
    """

    decisions: tuple[Decision, ...]
    article_id: int | None
    is_applied: bool


class KnownCharacter(Struct, frozen=True):
    """A decision about a character, and the id of the article with it; None if the character is not found."""

    decision: Decision
    article_id: int | None


class Characters(Struct, frozen=True):
    """The decisions about characters of a library. May be called from any thread.

    When a call returns, its decisions are on the disk; otherwise it raises UserDataError.

    `apply` applies the decisions to the articles and the index, and returns whether that was possible.
    """

    derived: DerivedData
    user_data: UserData
    apply: Callable[[], bool]

    def known(self) -> list[KnownCharacter]:
        """Return the decisions in effect, the oldest first."""
        homes: dict[str, int] = {}
        for reading in self.derived.catalogue.readings.all():
            if reading.place is not None:
                homes.setdefault(reading.uuid, reading.article_id)
        return [KnownCharacter(decision, homes.get(decision.uuid)) for decision in self._decisions()]

    def lost(self) -> list[Decision]:
        """Return the corrections of characters that were looked for and found nowhere, or whose file is gone."""
        sought = set[str]()
        found = set[str]()
        for reading in self.derived.catalogue.readings.all():
            sought.add(reading.uuid)
            if reading.place is not None:
                found.add(reading.uuid)
        decisions = self.user_data.decisions.all(CorrectedCharacter)
        return [
            decision
            for decision in decisions
            if decision.uuid not in found and self._is_lost(decision, sought)
        ]

    def _is_lost(self, decision: Decision, sought: Container[str]) -> bool:
        """Return whether a decision that is not found was looked for, or its file is gone; else it waits for a sync."""
        if decision.uuid in sought:
            return True
        content = decision.content
        assert isinstance(content, CorrectedCharacter)
        return self.derived.catalogue.files.issue_of_file(content.path) is None

    def _decisions(self) -> list[Decision]:
        return self.user_data.decisions.all(CorrectedCharacter, DismissedMisreading)

    def quoted(self, decision: Decision, article_id: int | None, width: int) -> tuple[str, str, str]:
        """Return the text before the character of a decision, the character, and the text after it.

        The texts have up to `width` characters. They are as printed in the article; if the character is not found,
        they are in search form, as stored in the decision. All are "" for a decision that is not about a character.
        """
        content = decision.content
        if not isinstance(content, CharacterDecision):
            return "", "", ""
        in_article = self._quoted_in_article(content, article_id, width)
        if in_article is not None:
            return in_article
        return content.before[-width:], content.printed, content.after[:width]

    def _quoted_in_article(
        self, content: CharacterDecision, article_id: int | None, width: int
    ) -> tuple[str, str, str] | None:
        """Return what `quoted` does if the character is found in the article, else None."""
        if article_id is None:
            return None
        stored = self.derived.catalogue.article(article_id)
        if stored is None:
            return None
        characters = ArticleCharacters(stored.article)
        position = characters.found(content)
        if position is None:
            return None
        place = characters.place(position)
        if place is None:
            return None
        return around(characters.text_at(place), place.at, width)

    def correct(
        self,
        article_id: int,
        place: CharacterPlace,
        read_as: str,
        length: int | None = None,
        fault: Fault = Fault.RECOGNISED,
    ) -> CharacterOutcome:
        """Record that `length` characters from a place on are read as `read_as`; those that are equal are skipped.

        By default, `length` is that of `read_as`. A superfluous character is read as "", a missing one is part of the
        reading of its neighbour. Where the `fault` is the paper's own, the characters stay as they are printed. Raises
        LibraryError if nothing differs, if a place is not a single character, or if it cannot be read so.
        """
        return self._decide(CorrectedCharacter, article_id, place, read_as, length, fault)

    def dismiss(
        self, article_id: int, place: CharacterPlace, read_as: str, length: int | None = None
    ) -> CharacterOutcome:
        """Record that these characters are not a misreading of `read_as`; otherwise like `correct`."""
        return self._decide(DismissedMisreading, article_id, place, read_as, length)

    def _decide(
        self,
        kind: type[CharacterDecision],
        article_id: int,
        place: CharacterPlace,
        read_as: str,
        length: int | None,
        fault: Fault = Fault.RECOGNISED,
    ) -> CharacterOutcome:
        stored = self.stored(article_id)
        if length is None:
            length = len(read_as)
        end = place.at + length
        printed = ArticleCharacters(stored.article).text_at(place)[place.at : end]
        if len(printed) < length:
            raise LibraryError(say("这里不是单独的一个字，不能改正。"))
        contents = [
            content_of(kind, stored, replace(place, at=place.at + at), change)
            for at, change in changes(printed, read_as)
        ]
        if not contents:
            raise LibraryError(say("识别的就是这个字，没有改。"))
        with_fault: list[DecisionContent] = []
        for content in contents:
            if isinstance(content, CorrectedCharacter):
                with_fault.append(replace(content, fault=fault))
            else:
                with_fault.append(content)
        return self.record(with_fault)

    def record(self, contents: Iterable[DecisionContent]) -> CharacterOutcome:
        """Record decisions in one step: all of them, or none."""
        return self._applied(self.user_data.decisions.add_all(contents))

    def stored(self, article_id: int) -> StoredArticle:
        """Return an article. Raises LibraryError if there is none with this id any more."""
        stored = self.derived.catalogue.article(article_id)
        if stored is None:
            raise LibraryError(say("这篇文章已不在目录中。请重新打开它。"))
        return stored

    def undo(self, *uuids: str) -> CharacterOutcome:
        """Undo decisions about one article: all of them or none."""
        return self._applied(self.user_data.decisions.undo(*uuids))

    def made_with(self, uuid: str) -> list[str]:
        """Return the UUIDs of the decisions and rules made in one step with that of this UUID, which is among them."""
        decision_by_uuid = {rule.uuid: rule for rule in (*self.rules(), *self._decisions())}
        if uuid not in decision_by_uuid:
            return [uuid]
        return [
            decision.uuid
            for decision in decision_by_uuid.values()
            if decision.created == decision_by_uuid[uuid].created
        ]

    def rules(self) -> list[Decision]:
        """Return the reader's rules in effect (`CharacterRule`), the oldest first."""
        return self.user_data.decisions.all(CharacterRule)

    def outcome_of(self, changed_decisions: Sequence[Decision]) -> CharacterOutcome:
        """Return the present state of decisions that were undone or redone, and the id of their article."""
        uuids = {decision.uuid for decision in changed_decisions}
        all_decisions = self.user_data.decisions.all(*_KINDS, with_undone=True)
        decisions = [decision for decision in all_decisions if decision.uuid in uuids]
        return CharacterOutcome(tuple(decisions), self._article_of(decisions), is_applied=True)

    def _applied(self, decisions: Sequence[Decision]) -> CharacterOutcome:
        is_applied = self.apply()
        article_id = looked_up(partial(self._article_of, decisions), None)
        return CharacterOutcome(tuple(decisions), article_id, is_applied)

    def _article_of(self, decisions: Sequence[Decision]) -> int | None:
        printings = (printing_of(decision.content) for decision in decisions)
        first = next((printing for printing in printings if printing is not None), None)
        if first is None:
            return None
        return Printings(self.derived, self.user_data).article_of(first)

    def at(self, stored: StoredArticle, place: CharacterPlace) -> list[Decision]:
        """Return the decisions in effect about a character of an article, the last changed first."""
        characters = ArticleCharacters(stored.article)
        position = characters.position(place)
        if position is None:
            return []
        character_decisions = [
            decision
            for decision in self._decisions()
            if isinstance(decision.content, CharacterDecision)
            and decision.content.key == stored.article.key
            and characters.found(decision.content) == position
            and self._article_of([decision]) == stored.id
        ]
        return sorted(character_decisions, key=order_of, reverse=True)


def around(text: str, at: int, width: int) -> tuple[str, str, str]:
    """Return up to `width` characters before one of a text, the character, and up to `width` after it."""
    return text[max(0, at - width) : at], text[at], text[at + 1 : at + 1 + width]


def place_of_words(article: Article, words: str, number: int = 1) -> CharacterPlace | None:
    """Return the place of the `number`th occurrence of the words as printed; None if there are fewer occurrences."""
    for field in fields(replace(article, readings=())):
        at = field.text.find(words)
        while at >= 0 and words:
            number -= 1
            if not number:
                return CharacterPlace(field.where, field.index, at)
            at = field.text.find(words, at + len(words))
    return None
