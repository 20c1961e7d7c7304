"""Characters that were misread, as a person says: in words and as JSON."""

from reader.cli.libraries import print_unapplied
from reader.cli.terminal import marked
from reader.export.readings import note
from reader.i18n import say
from reader.library.characters import CharacterOutcome
from reader.library.library import Library
from reader.newspaper.article import Fault
from reader.newspaper.decision import (
    CharacterDecision,
    CharacterRule,
    CorrectedCharacter,
    Decision,
    decision_to_json,
)

_QUOTED = 8
"""The number of characters of context on each side of a corrected character."""


def warn_if_not_applied(library: Library, outcome: CharacterOutcome) -> None:
    if not outcome.is_applied:
        print_unapplied(library)


def in_words(decision: Decision) -> str:
    """Return a decision about a character as a sentence: “州”认错了，应是“洲”; "" for a decision of another kind."""
    content = decision.content
    if isinstance(content, CharacterRule):
        return content.words
    if not isinstance(content, CharacterDecision):
        return ""
    if isinstance(content, CorrectedCharacter):
        if content.fault is Fault.PRINTED:
            return note(content.printed, content.read_as, content.fault)
        if not content.read_as:
            return say("“{printed}”是多出来的", printed=content.printed)
        return say("“{printed}”认错了，应是“{read_as}”", printed=content.printed, read_as=content.read_as)
    if content.is_as_recognised:
        return say("“{printed}”看过，没有认错", printed=content.printed)
    return say("“{printed}”没有认错，不是“{read_as}”", printed=content.printed, read_as=content.read_as)


def context(library: Library, decision: Decision, article_id: int | None) -> str:
    before, printed, after = library.characters.quoted(decision, article_id, _QUOTED)
    return marked(before + printed + after, [(len(before), len(before + printed))])


def outcome_to_json(library: Library, outcome: CharacterOutcome) -> dict[str, object]:
    return {
        "decisions": [decision_to_json(decision) for decision in outcome.decisions],
        "key": _key(library, outcome.article_id),
        "is_applied": outcome.is_applied,
    }


def _key(library: Library, article_id: int | None) -> str | None:
    if article_id is None:
        return None
    stored = library.articles.article(article_id)
    if stored is None:
        return None
    return stored.article.key
