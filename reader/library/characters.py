"""Decisions about characters, corrected or declared not to be misread: making, listing and undoing them.

Files are never changed, and keys, marks and offsets refer to what was recognised. A corrected character is an overlay:
the article is shown, quoted, cited and exported with it (`Article.corrected`), and is found in both forms.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.language.forms import search_form
from reader.library.character_places import ArticleCharacters, CharacterPlace, changes, content_of
from reader.library.derived_data import DerivedData, looked_up, only_writer, unsearchable
from reader.library.printings import Printings
from reader.library.systematic import SystematicMisreadings, witness_words
from reader.newspaper.article import Article, Fault, Where, with_characters
from reader.newspaper.decision import (
    CharacterDecision,
    CharacterRule,
    CorrectedCharacter,
    Decision,
    DecisionContent,
    DismissedMisreading,
    printing_of,
    uuid_under,
)
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.logical_clock import order_of
from reader.search.documents import IndexDamaged
from reader.search.terms import as_printed, fields
from reader.storage.catalogue import FOLLOWED
from reader.storage.disk_errors import LibraryError
from reader.storage.user_data import UserData

if TYPE_CHECKING:
    from reader.search.query import Query

CONTEXT_SHOWN = 12
"""Number of characters shown on either side of a character in question."""


MOST_ARTICLES = 2000
"""The maximum number of articles in which a string is corrected at once; a string in more articles is no misreading."""
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


class Misreading(Struct, frozen=True):
    """A printed character that may be a misreading of another.

    `form` is a string with the printed character and `meant` the same string with the other one. `before` and `after`
    are the characters around it, as printed. `witness` is the source of another printing of the text that has the other
    character there, or a description of other evidence; "" if none. `is_systematic`: the issue prints `form`
    everywhere. `is_faint`: the recognizer was not certain of the printed character.
    """

    article_id: int
    place: CharacterPlace
    printed: str
    read_as: str
    form: str
    meant: str
    before: str
    after: str
    witness: str = ""
    is_systematic: bool = False
    is_faint: bool = False

    def because(self) -> str:
        """Return what speaks for the misreading as a part of a sentence; "" if nothing is known."""
        witness = self.witness
        if witness and not self.is_systematic:
            witness = say("{source}印作“{read_as}”", source=witness, read_as=self.read_as)
        return say("；").join(filter(None, [witness, self.doubt()]))

    def doubt(self) -> str:
        """Return what the recognizer says of the character; "" if it was certain, or nothing is known."""
        return say("识别时没有把握") if self.is_faint else ""


class WitnessedCharacter(Struct, frozen=True):
    """A place in an article's blocks, joined by line ends, where another printing has a similar-looking character."""

    at: int
    character: str
    source: str


class Characters:
    """The decisions about characters of a library. May be called from any thread.

    When a call returns, its decisions are on the disk; otherwise it raises UserDataError.

    `apply` applies the decisions to the articles and the index, and returns whether that was possible. `witnesses`
    returns, for an article id, the similar-looking characters in other printings.
    """

    def __init__(
        self,
        derived: DerivedData,
        user_data: UserData,
        apply: Callable[[], bool],
        witnesses: Callable[[int], Iterable[WitnessedCharacter]] = lambda _: (),
    ) -> None:
        self._derived = derived
        self._witnesses = witnesses
        self._table = user_data.decisions
        self._printings = Printings(derived, user_data)
        self._apply = apply
        self._systematic = SystematicMisreadings(derived)

    def known(self) -> list[KnownCharacter]:
        """Return the decisions in effect, the oldest first."""
        homes: dict[str, int] = {}
        for reading in self._derived.catalogue.readings.all():
            if reading.place is not None:
                homes.setdefault(reading.uuid, reading.article_id)
        return [KnownCharacter(each, homes.get(each.uuid)) for each in self._decisions()]

    def _decisions(self) -> list[Decision]:
        return self._table.all(CorrectedCharacter, DismissedMisreading)

    def quoted(self, decision: Decision, article_id: int | None, width: int) -> tuple[str, str, str]:
        """Return the text before the character of a decision, the character, and the text after it.

        The texts have up to `width` characters. They are as printed in the article; if the character is not found,
        they are in search form, as stored in the decision. All are "" for a decision that is not about a character.
        """
        content = decision.content
        if not isinstance(content, CharacterDecision):
            return "", "", ""
        stored = None if article_id is None else self._derived.catalogue.article(article_id)
        if stored is not None:
            characters = ArticleCharacters(stored.article)
            position = characters.found(content)
            place = None if position is None else characters.place(position)
            if place is not None:
                return _around(characters.text_at(place), place.at, width)
        return content.before[-width:], content.printed, content.after[:width]

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
        stored = self._stored(article_id)
        end = place.at + (len(read_as) if length is None else length)
        printed = ArticleCharacters(stored.article).text_at(place)[place.at : end]
        if len(printed) < end - place.at:
            raise LibraryError(say("这里不是单独的一个字，不能改正。"))
        contents = [
            content_of(kind, stored, replace(place, at=place.at + at), cell)
            for at, cell in changes(printed, read_as)
        ]
        if not contents:
            raise LibraryError(say("识别的就是这个字，没有改。"))
        return self._applied(
            self._table.add_all(
                replace(each, fault=fault) if isinstance(each, CorrectedCharacter) else each
                for each in contents
            )
        )

    def _characters(self, stored: StoredArticle) -> ArticleCharacters:
        return ArticleCharacters(stored.article, self._derived.catalogue.readings.certainty(stored.id))

    def _stored(self, article_id: int) -> StoredArticle:
        stored = self._derived.catalogue.article(article_id)
        if stored is None:
            raise LibraryError(say("这篇文章已不在目录中。请重新打开它。"))
        return stored

    def undo(self, *uuids: str) -> CharacterOutcome:
        """Undo decisions about one article: all of them or none."""
        return self._applied(self._table.undo(*uuids))

    def made_with(self, uuid: str) -> list[str]:
        """Return the UUIDs of the decisions in effect that were made in one step with this one."""
        known = {each.uuid: each for each in (*self.rules(), *self._decisions())}
        if uuid not in known:
            return [uuid]
        return [each.uuid for each in known.values() if each.created == known[uuid].created]

    def rules(self) -> list[Decision]:
        """Return the reader's rules in effect (`CharacterRule`), the oldest first."""
        return self._table.all(CharacterRule)

    def outcome_of(self, made: Sequence[Decision]) -> CharacterOutcome:
        """Return the present state of decisions that were undone or redone, and the id of their article."""
        uuids = {each.uuid for each in made}
        known = self._table.all(*_KINDS, with_undone=True)
        decisions = [each for each in known if each.uuid in uuids]
        return CharacterOutcome(tuple(decisions), self._article_of(decisions), is_applied=True)

    def _applied(self, decisions: Sequence[Decision]) -> CharacterOutcome:
        is_applied = self._apply()
        article_id = looked_up(lambda: self._article_of(decisions), None)
        return CharacterOutcome(tuple(decisions), article_id, is_applied)

    def _article_of(self, decisions: Sequence[Decision]) -> int | None:
        printings = (printing_of(decision.content) for decision in decisions)
        first = next((each for each in printings if each is not None), None)
        return None if first is None else self._printings.article_of(first)

    def at(self, stored: StoredArticle, place: CharacterPlace) -> list[Decision]:
        """Return the decisions in effect about a character of an article, the last changed first."""
        characters = ArticleCharacters(stored.article)
        position = characters.position(place)
        if position is None:
            return []
        here = [
            each
            for each in self._decisions()
            if isinstance(each.content, CharacterDecision)
            and each.content.key == stored.article.key
            and characters.found(each.content) == position
            and self._article_of([each]) == stored.id
        ]
        return sorted(here, key=order_of, reverse=True)

    def likely(
        self, article_ids: Sequence[int], cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[list[Misreading]]:
        """Yield for each article its likely misreadings: those for which another printing has a fitting character.

        Those that are already decided are left out. Stops when `cancelled()` is true. Raises LibraryError if the index
        is damaged.
        """
        for article_id in article_ids:
            stored = self._derived.catalogue.article(article_id)
            if cancelled():
                return
            if stored is None:
                continue
            characters = self._characters(stored)
            try:
                found = dict(self._witnessed(article_id, stored.article, characters))
            except IndexDamaged as error:
                raise unsearchable() from error
            yield self._undecided(self._decided()[article_id], characters, found)

    def systematic(self, article_ids: Sequence[int]) -> list[Misreading]:
        """Return the systematic misreadings in these articles, form by form. Those already decided are left out.

        Raises LibraryError if the index is damaged.
        """
        from reader.search.misreadings import at_forms

        listed: list[Misreading] = []
        decided = self._decided()
        rows = self._derived.catalogue.article_rows(article_ids)
        for article_id in (each for each in article_ids if each in rows):
            try:
                forms = self._systematic.in_issue(rows[article_id].issue_id)
            except IndexDamaged as error:
                raise unsearchable() from error
            stored = self._derived.catalogue.article(article_id) if forms else None
            if stored is None:
                continue
            characters = self._characters(stored)
            found = {}
            for at, form in at_forms(characters.running, forms).items():
                misreading = misreading_at(
                    article_id, characters, at, form.meant[form.at], form.printed, form.meant
                )
                if misreading is not None:
                    found[at] = replace(misreading, witness=witness_words(form), is_systematic=True)
            listed += self._undecided(decided[article_id], characters, found)
        numbers = Counter(each.form for each in listed)
        return sorted(listed, key=lambda each: (-numbers[each.form], each.form))

    def why_incomplete(self, article_ids: Sequence[int]) -> str:
        """Return in words why `systematic` and `likely` may miss misreadings in these articles; "" if they don't.

        Raises LibraryError if the index is damaged.
        """
        try:
            return self._systematic.why_incomplete(article_ids)
        except IndexDamaged as error:
            raise unsearchable() from error

    def everywhere(self, printed: str, read_as: str, after: int = 0) -> list[tuple[Misreading, bool]]:
        """Return all places of a string in the library, and whether it is misread there by its context.

        Both strings are as printed. Only articles with ids above `after` are read. Places already decided, or that no
        decision could describe, are left out. Raises LibraryError if the index is damaged, or the string is in too many
        articles.
        """
        from reader.search.query import Exact, Query

        form = search_form(printed)
        if len(form) != len(printed) or not changes(printed, read_as):
            return []
        decided = self._decided()
        found: list[tuple[Misreading, bool]] = []
        try:
            query = Query(Exact(form, form))
            article_ids = self._derived.engine.page(query, limit=MOST_ARTICLES + 1)
            if len(article_ids) > MOST_ARTICLES:
                raise LibraryError(say("“{words}”到处都有：请带上前后几个字，再一起改正。", words=printed))
            for article_id in sorted(each for each in article_ids if each > after):
                stored = self._derived.catalogue.article(article_id)
                if stored is not None:
                    found += self._places_in(stored, printed, read_as, decided[article_id])
        except IndexDamaged as error:
            raise unsearchable() from error
        return found

    def _places_in(
        self, stored: StoredArticle, printed: str, read_as: str, decided: Collection[tuple[int, str | None]]
    ) -> Iterator[tuple[Misreading, bool]]:
        """Yield the undecided places of a string in an article, and whether it is misread there.

        Raises IndexDamaged.
        """
        from reader.search.misreadings import at_forms, is_clearly_other, places

        characters = self._characters(stored)
        running, form, meant = characters.running, search_form(printed), search_form(read_as)
        here = {
            begin + at: (misreading, begin)
            for begin in places(running, form)
            if not _is_part(running, begin, form, meant)
            for at, cell in changes(printed, read_as)
            if (misreading := misreading_at(stored.id, characters, begin + at, cell, printed, read_as))
        }
        undecided = self._undecided(decided, characters, {at: each for at, (each, _) in here.items()})
        forms = at_forms(running, self._systematic.in_issue(stored.issue.id)) if undecided else {}
        for at, (each, begin) in sorted(here.items()):
            if each in undecided:
                is_systematic = at in forms and forms[at].meant[forms[at].at] == search_form(each.read_as)
                yield each, is_systematic or is_clearly_other(running, begin, form, meant)

    def correct_all(
        self,
        misreadings: Sequence[Misreading],
        dismissed: Sequence[Misreading] = (),
        rule: tuple[str, str] | None = None,
    ) -> CharacterOutcome:
        """Correct characters in any number of articles: all of them, or none. Raises LibraryError.

        With a `rule` (printed and meant string), articles added by later syncs are corrected, too. The `dismissed`
        characters are recorded as not misread.
        """
        contents: list[DecisionContent] = [
            content_of(kind, self._stored(each.article_id), each.place, each.read_as)
            for kind, listed in ((CorrectedCharacter, misreadings), (DismissedMisreading, dismissed))
            for each in listed
        ]
        if rule is not None and CharacterRule(*rule) not in [each.content for each in self.rules()]:
            contents.append(CharacterRule(*rule))
        if not contents:
            raise LibraryError(say("没有要改正的地方。"))
        return self._applied(self._table.add_all(contents))

    def follow_rules(self) -> int:
        """Correct the characters to which the reader's rules apply in the present articles; return their number.

        Articles to which a rule has been applied before are not read again, and a place at which a correction was
        undone by hand stays as it is. Raises LibraryError if the index is damaged, or while another process syncs.
        """
        contents: dict[str, DecisionContent] = {}
        followed, last = self._derived.catalogue.followed_rules(), self._derived.catalogue.last_article()
        due = [rule for rule in self.rules() if followed.get(rule.uuid, 0) < last]
        for rule in due:
            if isinstance(rule.content, CharacterRule):
                words = rule.content.printed, rule.content.read_as
                with suppress(LibraryError):  # the string is in too many articles by now
                    for each, is_misread in self.everywhere(*words, followed.get(rule.uuid, 0)):
                        if is_misread:
                            stored = self._stored(each.article_id)
                            content = content_of(CorrectedCharacter, stored, each.place, each.read_as)
                            contents[uuid_under(rule, content)] = content
        made = self._table.add_named(contents) if contents else []
        if made:
            self._apply()
        if due:
            # applying the corrections may have led here, too, and further
            now = self._derived.catalogue.followed_rules()
            now |= {rule.uuid: max(last, now.get(rule.uuid, 0)) for rule in due}
            with only_writer(self._derived.lock), self._derived.catalogue.writing() as writer:
                writer.keep(FOLLOWED, json.dumps(now))
        return len(made)

    def _decided(self) -> Mapping[int, set[tuple[int, str | None]]]:
        """Return for each article the offsets in its search text that are decided, each with the form decided about.

        The form is None for a corrected character, which excludes any other form.
        """
        decided: dict[int, set[tuple[int, str | None]]] = defaultdict(set)
        for each in self._derived.catalogue.readings.all():
            if each.place is not None:
                read_as = None if each.place.is_corrected else each.place.read_as
                decided[each.article_id].update((at, read_as) for at in each.place.at)
        return decided

    def _undecided(
        self,
        decided: Collection[tuple[int, str | None]],
        characters: ArticleCharacters,
        found: Mapping[int, Misreading],
    ) -> list[Misreading]:
        """Return the misreadings that are not decided yet; `found` has them by offset in the running text."""
        return [
            each
            for position, each in sorted(found.items())
            if not any(
                (at, read_as) in decided
                for at in characters.in_search_text(position)[:1]
                for read_as in (None, search_form(each.read_as))
            )
        ]

    def _witnessed(
        self, article_id: int, article: Article, characters: ArticleCharacters
    ) -> Iterator[tuple[int, Misreading]]:
        """Yield the misreadings for which another printing is evidence, with their offsets in the running text.

        Raises IndexDamaged.
        """
        from reader.search.misreadings import may_be_other

        starts = [0, *accumulate(len(block.text) + 1 for block in article.blocks)]
        for each in self._witnesses(article_id):
            block = bisect_right(starts, each.at) - 1
            if block >= len(article.blocks):
                continue
            place = CharacterPlace(Where.BLOCK, block, each.at - starts[block])
            position = characters.position(place)
            if position is None or not may_be_other(
                characters.running, position, search_form(each.character), self._derived.engine.frequencies
            ):
                continue
            text = article.blocks[block].text
            first, last = max(0, place.at - 1), place.at + 2
            meant = with_characters(text, {place.at: each.character})[first:last]
            misreading = misreading_at(
                article_id, characters, position, each.character, text[first:last], meant
            )
            if misreading is not None:
                yield position, replace(misreading, witness=each.source)

    def misread_places(self, article_id: int, query: Query) -> list[Misreading]:
        """Return the misread characters because of which an article matches a query for misread forms."""
        from reader.search.answering.ladder import misread_in

        stored = self._derived.catalogue.article(article_id)
        texts = dict(self._derived.catalogue.search_texts([article_id]))
        if stored is None or article_id not in texts:
            return []
        characters = self._characters(stored)
        found = {}
        for string in misread_in(query):
            for begin, end in string.places(texts[article_id], article_id):
                form = as_printed(texts[article_id])[begin:end]
                for at, (printed, read_as) in enumerate(zip(form, string.meant, strict=True)):
                    position = characters.at_search_text(begin + at) if printed != read_as else None
                    if position is not None:
                        misreading = misreading_at(
                            article_id, characters, position, read_as, form, string.meant
                        )
                        if misreading is not None:
                            found[position, read_as] = misreading
        return [found[key] for key in sorted(found)]


def only_witnessed() -> str:
    """Return the message that `Characters.likely` lists only misreadings with evidence in another printing."""
    return say(
        "只列有旁证的：这一期处处这样印，而报名登记、别的各期或成词的用法不是这样；"
        "或同一篇文字在别处又登，那里印作形近的另一个字，放进这句话也通。没有旁证的不猜。"
    )


def misreading_at(
    article_id: int,
    characters: ArticleCharacters,
    position: int,
    read_as: str,
    form: str,
    meant: str,
) -> Misreading | None:
    """Return the possible misreading at an offset in the running text; None if no decision could describe it."""
    place = characters.place(position)
    if place is None or not characters.can_be_read_as(position, read_as):
        return None
    before, printed, after = _around(characters.text_at(place), place.at, CONTEXT_SHOWN)
    return Misreading(
        article_id,
        place,
        printed,
        read_as,
        form,
        meant,
        before,
        after,
        is_faint=characters.is_faint(position),
    )


def _is_part(text: str, begin: int, form: str, meant: str) -> bool:
    """Return whether the string at `begin` is only a part of the longer string `meant`, which is printed there."""
    starts = (begin - at for at in range(len(meant) - len(form) + 1) if meant.startswith(form, at))
    return len(meant) > len(form) and any(at >= 0 and text.startswith(meant, at) for at in starts)


def _around(text: str, at: int, width: int) -> tuple[str, str, str]:
    """Return the text before a character, the character, and the text after it."""
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
