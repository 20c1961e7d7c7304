"""Whether what evidence says of an article is so by the article's own words."""

from collections.abc import Sequence

from reader.features.evidence.evidence_file import EvidenceArticle
from reader.features.evidence.making import without_name
from reader.language.forms import search_form

_LEAST_WHOLE = 4
"""Characters of a line of a file that may stand in a paragraph apart from its neighbours."""


def marks_are_in_text(article: EvidenceArticle) -> bool:
    """Return whether each mark of an article is a part of a line of its text; of a sealed one no line is known."""
    if article.is_sealed:
        return True
    for number, begin, end in article.marks:
        if not 0 <= number < len(article.text):
            return False
        if not 0 <= begin < end <= len(article.text[number]):
            return False
    return True


def has_own_title_and_citation(article: EvidenceArticle) -> bool:
    """Return whether an article's title is in its text, if that is known, and its citation has the newspaper and the
    day.
    """
    citation = _letters(article.citation)
    text = _letters("".join(map(without_name, article.text)))
    names = [article.newspaper, article.date.isoformat() if article.date else ""]
    has_title = _letters(article.title.removesuffix("…")) in text or bool(article.corrected)
    return (has_title or article.is_sealed) and all(_letters(name) in citation for name in names)


def are_words_of(line: str, lines: Sequence[str]) -> bool:
    """Return whether the characters of a line are in some lines: in one run, or in whole lines one after the other."""
    rest = _letters(line)
    everything = "".join(map(_letters, lines))
    if rest in everything:
        return True
    for line_letters in sorted(filter(None, map(_letters, lines)), key=len, reverse=True):
        if len(line_letters) >= _LEAST_WHOLE:
            rest = rest.replace(line_letters, "\n")
    return all(part in everything for part in rest.split("\n"))


def _letters(text: str) -> str:
    """Return the characters of a text without white space, and without the hyphens that divide words at line ends."""
    return "".join(
        character for character in search_form(text) if not character.isspace() and character not in "-\xad"
    )
