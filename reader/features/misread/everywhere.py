"""Correcting a string in all places where its context does not speak for it, and in articles that are added later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from reader.features.misread.forms import at_forms, is_clearly_other, places
from reader.features.misread.likely import Decided, DoubtedCharacters, Misreading, decided_in
from reader.features.misread.systematic import SystematicMisreadings
from reader.i18n import say
from reader.language.forms import search_form
from reader.library.character_places import changes, content_of
from reader.library.characters import CharacterOutcome, Characters
from reader.library.derived_data import only_writer, reporting_damaged_data
from reader.newspaper.decision import (
    CharacterRule,
    CorrectedCharacter,
    DecisionContent,
    DismissedMisreading,
    uuid_under,
)
from reader.newspaper.holdings import StoredArticle
from reader.search.query import Exact, Query
from reader.storage.disk_errors import LibraryError

MOST_ARTICLES = 2000
"""The maximum number of articles in which a string is corrected at once; a string in more articles is no misreading."""
FOLLOWED = "followed rules"
"""The key in `meta` of the highest article id that each of the reader's rules has been applied to, as JSON."""


class InTooMany(LibraryError):
    """The string is in more than `MOST_ARTICLES` articles."""


class MisreadEverywhere:
    """All places of misread strings in a library."""

    def __init__(self, characters: Characters) -> None:
        self._characters = characters
        self._derived = characters.derived
        self._systematic = SystematicMisreadings(self._derived)

    def places(
        self, printed: str, read_as: str, after: int = 0, cancelled: Callable[[], bool] = lambda: False
    ) -> list[tuple[Misreading, bool]]:
        """Return all places of a string in the library, and whether it is misread there by its context.

        Both strings are as printed. Only articles with ids above `after` are read. Places already decided, or that no
        decision could describe, are left out. Stops when `cancelled()` is true. Raises InTooMany, and LibraryError if
        the index is damaged.
        """
        form = search_form(printed)
        if len(form) != len(printed) or not changes(printed, read_as):
            return []
        catalogue = self._derived.catalogue
        decided = decided_in(catalogue)
        pairs: list[tuple[Misreading, bool]] = []
        with reporting_damaged_data():
            query = Query(Exact(form, form))
            article_ids = self._derived.engine.page(query, limit=MOST_ARTICLES + 1)
            if len(article_ids) > MOST_ARTICLES:
                raise InTooMany(say("“{words}”到处都有：请带上前后几个字，再一起改正。", words=printed))
            for article_id in sorted(later_id for later_id in article_ids if later_id > after):
                stored = catalogue.article(article_id)
                if cancelled():
                    break
                if stored is not None:
                    pairs += self._places_in(stored, printed, read_as, decided)
        return pairs

    def _places_in(
        self, stored: StoredArticle, printed: str, read_as: str, decided: Decided
    ) -> Iterator[tuple[Misreading, bool]]:
        """Yield the undecided places of a string in an article, and whether it is misread there."""
        characters = DoubtedCharacters(stored, self._derived.catalogue)
        running = characters.running
        form = search_form(printed)
        meant = search_form(read_as)
        misreading_by_offset = {}
        for begin in places(running, form):
            if not _is_part(running, begin, form, meant):
                for offset, cell in changes(printed, read_as):
                    misreading = characters.misreading(begin + offset, cell, printed, read_as)
                    if misreading:
                        misreading_by_offset[begin + offset] = (misreading, begin)
        undecided = characters.undecided(
            decided, {at: misreading for at, (misreading, _) in misreading_by_offset.items()}
        )
        if undecided:
            forms = at_forms(running, self._systematic.in_issue(stored.issue.id))
        else:
            forms = {}
        for at, (misreading, begin) in sorted(misreading_by_offset.items()):
            if misreading in undecided:
                is_systematic = at in forms and forms[at].meant[forms[at].at] == search_form(
                    misreading.read_as
                )
                yield misreading, is_systematic or is_clearly_other(running, begin, form, meant)

    def correct(
        self,
        misreadings: Sequence[Misreading],
        dismissed: Sequence[Misreading] = (),
        rule: tuple[str, str] | None = None,
    ) -> CharacterOutcome:
        """Correct characters in any number of articles: all of them, or none. Raises LibraryError.

        With a `rule` (printed and meant string), articles added by later syncs are corrected, too. The `dismissed`
        characters are recorded as not misread.
        """
        contents: list[DecisionContent] = []
        for kind, listed in ((CorrectedCharacter, misreadings), (DismissedMisreading, dismissed)):
            for misreading in listed:
                stored = self._characters.stored(misreading.article_id)
                contents.append(content_of(kind, stored, misreading.place, misreading.read_as))
        rule_contents = [rule_decision.content for rule_decision in self._characters.rules()]
        if rule is not None and CharacterRule(*rule) not in rule_contents:
            contents.append(CharacterRule(*rule))
        if not contents:
            raise LibraryError(say("没有要改正的地方。"))
        return self._characters.record(contents)

    def follow_rules(self) -> None:
        """Correct the characters to which the reader's rules apply in the present articles.

        Articles to which a rule has been applied before are not read again, and a place at which a correction was
        undone by hand stays as it is. While not all articles have been compared, nothing is done: what is systematic is
        not known yet. Raises LibraryError if the index is damaged, or while another process syncs.
        """
        if not self._systematic.are_compared():
            return
        contents: dict[str, DecisionContent] = {}
        followed = self._followed()
        last = self._derived.catalogue.last_article()
        due = [rule for rule in self._characters.rules() if followed.get(rule.uuid, 0) < last]
        for rule in due:
            if isinstance(rule.content, CharacterRule):
                words = rule.content.printed, rule.content.read_as
                with suppress(InTooMany):
                    for misreading, is_misread in self.places(*words, followed.get(rule.uuid, 0)):
                        if is_misread:
                            stored = self._characters.stored(misreading.article_id)
                            content = content_of(
                                CorrectedCharacter, stored, misreading.place, misreading.read_as
                            )
                            contents[uuid_under(rule, content)] = content
        if contents and self._characters.user_data.decisions.add_named(contents):
            self._characters.apply()
        if due:
            # applying the corrections may have led here, too, and further
            now = self._followed()
            now |= {rule.uuid: max(last, now.get(rule.uuid, 0)) for rule in due}
            with only_writer(self._derived.lock), self._derived.catalogue.writing() as writer:
                writer.keep(FOLLOWED, json.dumps(now))

    def _followed(self) -> dict[str, int]:
        return dict(json.loads(self._derived.catalogue.stored_value(FOLLOWED) or "{}"))


def _is_part(text: str, begin: int, form: str, meant: str) -> bool:
    """Return whether the string at `begin` is only a part of the longer string `meant`, which is printed there."""
    starts = (begin - at for at in range(len(meant) - len(form) + 1) if meant.startswith(form, at))
    return len(meant) > len(form) and any(at >= 0 and text.startswith(meant, at) for at in starts)
