"""A file of more lines than any issue has: its beginning is read as an issue, the rest is kept whole and told of."""

import pytest

from reader.newspaper.article import ArticleKind, SourceText
from reader.parsing import assembly, parse
from tests.parsing.laws import broken_laws

ISSUE = (
    "雁桥日报",
    "1987年6月12日 星期五",
    "",
    "渡口加开一班船",
    "",
    "本报讯（记者 周岱青）渡口加开一班船。",
    "",
)


def source(lines: tuple[str, ...]) -> SourceText:
    return SourceText("任意.txt", "utf-8", lines)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many lines as are told apart, so that the tests need not have more."""
    monkeypatch.setattr(assembly, "MOST_NARROW_LINES", 40)
    monkeypatch.setattr(assembly, "MOST_LINES", 200)


NARROW = tuple(f"第{n}号渡船\u3000" if n % 7 else "到了江门。" for n in range(300))


@pytest.mark.usefixtures("few")
def test_no_line_is_lost_and_every_word_can_be_found() -> None:
    for lines in (ISSUE + NARROW, NARROW, ("# 船", *NARROW, "", "the boat", "left", "1", "2"), ("渡",) * 150):
        assert not broken_laws(source(lines), parse(source(lines)))


@pytest.mark.usefixtures("few")
def test_tags_and_entities_are_no_words_in_the_rest_either() -> None:
    lines = (*(ISSUE + NARROW)[:-2], "渡<b>口</b>的灯&#65292;", "&#0;市民", "a<b 且 c>d")
    part = parse(source(lines))
    assert not broken_laws(source(lines), part)
    rest = "".join(block.text for block in part.articles[-1].blocks)
    assert "渡口的灯，" in rest
    assert "a<b 且 c>d" in rest


@pytest.mark.usefixtures("few")
def test_the_beginning_is_read_as_an_issue_and_the_rest_is_told_of() -> None:
    part = parse(source(ISSUE + NARROW))
    assert part.masthead.title == "雁桥日报"
    assert part.line_count == len(ISSUE + NARROW)
    (end,) = {remark.line for remark in part.warnings if "太长" in remark.message}
    rest = [article for article in part.articles if article.source_lines[0][0] >= end]
    assert {article.kind for article in rest} == {ArticleKind.UNPLACED}
    assert rest[0].source_lines[0][0] == end
    assert len({article.key for article in part.articles}) == len(part.articles)


@pytest.mark.usefixtures("few")
def test_wide_lines_are_told_apart_up_to_more() -> None:
    paragraph = "何渡生说，这条河他走了四十年，从木船走到铁船。"
    part = parse(source((paragraph,) * 150))
    assert not any("太长" in remark.message for remark in part.warnings)
    part = parse(source((paragraph,) * 250))
    assert [remark.line for remark in part.warnings if "太长" in remark.message] == [201]


def test_an_issue_in_the_narrowest_columns_is_read_whole() -> None:
    lines = ISSUE + ("何渡生说，这条河他",) * 15_000
    assert assembly.split_at_limit(source(lines)) == (source(lines), len(lines))


SCRAPS = tuple("渡" if n % 3 else "12" for n in range(2_500))


def test_scraps_of_lines_are_told_apart_up_to_few() -> None:
    part = parse(source((*ISSUE, *SCRAPS)))
    assert part.masthead.title == "雁桥日报"
    [end] = [remark.line for remark in part.warnings if "每行只有" in remark.message]
    assert assembly.MOST_SCRAPS < end < 1.3 * assembly.MOST_SCRAPS
    assert not broken_laws(source((*ISSUE, *SCRAPS)), part)


def test_more_scraps_are_told_apart_where_lines_stand_among_them() -> None:
    _, of_scraps = assembly.split_at_limit(source(SCRAPS))
    _, with_lines = assembly.split_at_limit(source(ISSUE * 50 + SCRAPS))
    assert with_lines - len(ISSUE) * 50 > of_scraps


def test_scraps_among_lines_are_no_reason() -> None:
    lines = SCRAPS + ISSUE * 400
    assert assembly.split_at_limit(source(lines)) == (source(lines), len(lines))
