"""Articles as they are taken out of the program."""

import re

from reader.export.forms import Style

from reader.export import article_text
from reader.export.citation import cite
from reader.export.clipboard import as_html, as_text
from tests.invented_article import STORED, stored

OTHER = stored(headline="渡口 <夏令> & 时刻", kicker=None, decks=())


def test_an_article_is_followed_by_its_citation() -> None:
    text = as_text([(STORED,)], Style.GB2025)
    assert text.startswith(article_text.as_text(STORED))
    assert text.endswith(f"\n{cite(STORED, Style.GB2025)}\n")


def test_an_entry_of_several_lines_is_no_citation_to_read() -> None:
    assert as_text([(STORED,)], Style.RIS) == as_text([(STORED,)], Style.GB2015)


def test_several_stand_one_below_the_other() -> None:
    text = as_text([(STORED,), (OTHER,)], Style.GB2015)
    assert text.index(STORED.article.title()) < text.index("───") < text.index(OTHER.article.title())
    assert f"\n{'─' * 40}\n\n" in text


def test_nothing_printed_becomes_markup() -> None:
    written = as_html([(OTHER,)], Style.GB2015)
    tags = set(re.findall("<([a-z0-9]+)", written))
    assert tags <= {"article", "p", "h1", "h2", "b", "figure", "figcaption"}
    assert "渡口 &lt;夏令&gt; &amp; 时刻[N]" in written
