"""A text whose characters a PDF has as radicals is understood as any other, and stays as the file has it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from reader import assets, formats, parsing
from reader.language.equality import ideographs
from reader.language.forms import search_form
from reader.newspaper.article import SourceText
from reader.newspaper.issue import IssuePart

RADICALS = {ord(other): one for one, other in reversed([*ideographs().items()]) if one < "\u3000"}
"""For each ideograph that looks like a radical, that radical."""
FILES = sorted(assets.sample_library().rglob("*.txt"))


def understood(part: IssuePart) -> object:
    head = part.masthead
    return (
        (head.title, head.date, head.number, head.weekday, head.lunar_date, head.page_count, head.cn_number),
        [
            (
                article.kind,
                article.page,
                *(search_form(each or "") for each in (article.kicker, article.headline, article.section)),
                [(credit.role, credit.names) for credit in article.credits],
                [(block.kind, search_form(block.text)) for block in article.blocks],
            )
            for article in part.articles
        ],
    )


def in_radicals(source: SourceText) -> SourceText:
    return replace(source, lines=tuple(line.translate(RADICALS) for line in source.lines))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_issue_in_radicals_is_parsed_as_one_in_ideographs(path: Path) -> None:
    source = formats.decode(path.read_bytes(), path.name)
    changed = in_radicals(source)
    assert changed != source
    assert understood(parsing.parse(changed)) == understood(parsing.parse(source))


def test_the_words_stay_as_the_file_has_them_but_for_names() -> None:
    head = ("⻘⽯⽇报", "2024年6⽉12⽇", "")
    lines = (*head, "⻓桥乡修通机耕路", "", "本报讯（记者 ⻢秋⽣）⻓桥乡⻩泥塘村的机耕路昨⽇修通。")
    part = parsing.parse(SourceText("a.txt", "utf-8", lines))
    (article,) = part.articles
    (credit,) = article.credits
    assert (part.masthead.title, part.masthead.title_as_printed) == ("青石日报", "⻘⽯⽇报")
    assert (article.headline, article.blocks[0].text) == (lines[3], lines[5])
    assert (credit.names, credit.as_printed) == (("马秋生",), "记者 ⻢秋⽣")
