"""Articles for the clipboard, as plain text and as HTML: the text with the citation below."""

import html
from collections.abc import Sequence

from reader.export import article_text
from reader.export.citation import cite
from reader.export.forms import Style, Wording
from reader.newspaper.holdings import StoredArticle

Story = Sequence[StoredArticle]
"""The parts of a story, at least one; the first is cited."""

_BETWEEN = f"\n{'─' * 40}\n\n"


def as_text(stories: Sequence[Story], style: Style, wording: Wording = Wording.CORRECTED) -> str:
    """Return the stories as plain text, one below the other, each with its citation.

    Styles other than GB/T 7714 are replaced by GB/T 7714—2015.
    """
    return _BETWEEN.join(
        f"{article_text.as_text(*story, wording=wording)}\n{_cited(story, style, wording)}\n"
        for story in stories
    )


def as_html(stories: Sequence[Story], style: Style, wording: Wording = Wording.CORRECTED) -> str:
    """Return the stories as HTML fragments with escaped text; the citations are those of `as_text`."""
    return "".join(
        f"{article_text.as_html(*story, wording=wording)}"
        f'<p class="citation">{html.escape(_cited(story, style, wording))}</p>\n'
        for story in stories
    )


def _cited(story: Story, style: Style, wording: Wording) -> str:
    # notes on what is cited stand below the text
    if wording is Wording.WITH_NOTES:
        plain = Wording.CORRECTED
    else:
        plain = wording
    return cite(story[0], style.as_reference, wording=plain)
