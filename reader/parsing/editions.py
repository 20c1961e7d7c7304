"""The edition of a day's paper: 号外, 晚刊, as its masthead or its file's name tells."""

from reader.language.equality import simplified
from reader.language.patterns import pattern
from reader.newspaper.article import SourceText
from reader.newspaper.facts import Fact, Rule, fact_by
from reader.newspaper.issue import Masthead
from reader.parsing import claims, fields

_EDITION = pattern(fields.EDITION)
_BESIDE_EDITION = pattern("[张頁页份随附送售]|[今本][日报期]|见")
"""In a line that is about another edition: “今日增刊半张”, “本报晚刊每份三分”."""
_LONGEST_LINE = 20
"""Maximum characters of a masthead's line that can name the edition; a longer one is about something else."""


def edition_of(source: SourceText, masthead: Masthead) -> Fact[str]:
    """Return the name of an edition in a file's masthead or path, such as 号外; unknown for the ordinary one.

    A word within the paper's own name (《江城晚刊》) is no edition, and neither is one that the line is only about.
    """
    title = simplified(masthead.title or "")
    for first, last in masthead.source_lines:
        for number in range(first, last + 1):
            words = source.lines[number - 1].strip()
            if len(words) <= _LONGEST_LINE and not _BESIDE_EDITION.search(simplified(words)):
                edition = _edition_in(words, title)
                if edition is not None:
                    return fact_by(Rule.MASTHEAD, edition, words, number)
    return fact_by(Rule.PATH, _edition_in(source.path, title), claims.path_words(source))


def _edition_in(words: str, title: str) -> str | None:
    """Return the first name of an edition in words that is not in the paper's title; None if there is none."""
    rest = simplified(words).replace(" ", "").replace("\u3000", "")
    match = _EDITION.search(rest.replace(title, "") if title else rest)
    if match is not None and match[0] not in title:
        return match[0]
    return None
