"""Given pages of many kinds with lines cut, joined, left out, doubled and marked, when they are parsed, then each is
parsed as tests/parsing/variants.txt says.

That file holds digests only: it does not tell what is right, but that something has changed, which no other test may
notice: a limit moved by one. After a change that is meant: pytest tests/parsing/test_variants.py --update-golden.
"""

import datetime as dt
import json
import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.newspaper.article import LinePart, SourceText, StatedArticle, StatedIssue
from reader.newspaper.correction import Correction
from reader.newspaper.json_format import part_to_json
from reader.newspaper.line_place import LinePlace
from reader.parsing import anchor_of, explain, parse
from tests import digests
from tests.newspaper.test_variants import a_claim
from tests.parsing.kinds import Page, pages
from tests.parsing.test_masthead_lines import FIELDS, MISREAD, WORDS
from tools.typesetter.generator import generate
from tools.typesetter.styles import STYLES, Style

GOLDEN = Path(__file__).with_name("variants.txt")
VARIANTS = 12
"""Variants of each page."""

PATHS = (
    *("a.txt", "19870612-02.txt", "1987/06/12-02.txt", "雁桥日报1987年6月12日第2版.txt", "雁桥日报86.txt"),
    *("20240225/第3版要闻_渡口.md", "民国三十六年雁桥日报/1.txt", "我的剪报/1987-06-12 江城晚报创刊.md"),
    *("870612.txt", "2024-02-30.txt", "A03.txt", "1987.06-08/雁桥日报 第4181期.txt", "雁桥日报/1987/6/a.txt"),
)
FRONT = (
    *("title: 渡口加开一班船", "标题：渡口加开一班船", "date: 1987-06-12", "日期: 1987年6月13日", "tags:"),
    *("author: 温小舟、宋棠", "记者: 贺一舟", "page: A03", "版面: 第2版 要闻", "newspaper: 雁桥日报"),
    *("  - 渡口", "url: https://example.org/2024/03/01/7.html", "section: 要闻", "报纸: 江城晚报"),
    *("fetched: 2024-03-01", "来源: 雁桥日报 1987年6月12日"),
)

Lines = list[str]


def with_masthead(lines: Lines, _: int, chance: random.Random) -> Lines:
    at = chance.choice((0, 0, 0, 1, len(lines)))
    fields = chance.sample([*FIELDS, *MISREAD, *WORDS], chance.randint(1, 7))
    if chance.random() < 0.4:  # in one line, whose fields are told apart
        fields = [chance.choice((" ", "  ", "")).join(fields)]
    return [*lines[:at], *fields, *lines[at:]]


def with_front_matter(lines: Lines, _: int, chance: random.Random) -> Lines:
    fields, fence = chance.sample(FRONT, chance.randint(1, 6)), chance.choice(("---", "---", "+++", "..."))
    return ["---", *fields, fence, *lines]


def cut(lines: Lines, at: int, chance: random.Random) -> Lines:
    keep = chance.randint(1, max(1, min(40, len(lines[at]))))
    return [*lines[:at], lines[at][:keep], *lines[at + 1 :]]


def cut_in_front(lines: Lines, at: int, chance: random.Random) -> Lines:
    keep = chance.randint(1, max(1, min(40, len(lines[at]))))
    return [*lines[:at], lines[at][-keep:], *lines[at + 1 :]]


def broken(lines: Lines, at: int, chance: random.Random) -> Lines:
    middle = chance.randint(0, len(lines[at]))
    return [*lines[:at], lines[at][:middle], lines[at][middle:], *lines[at + 1 :]]


def joined(lines: Lines, at: int, _: random.Random) -> Lines:
    return [*lines[:at], "".join(lines[at : at + 2]), *lines[at + 2 :]]


def left_out(lines: Lines, at: int, _: random.Random) -> Lines:
    return [*lines[:at], *lines[at + 1 :]]


def doubled(lines: Lines, at: int, chance: random.Random) -> Lines:
    return [*lines[:at], *[lines[at]] * chance.randint(2, 4), *lines[at + 1 :]]


def marked(lines: Lines, at: int, chance: random.Random) -> Lines:
    mark = chance.choice(
        ["# ", "## ", "### ", "#### ", "  ", "　　", "■", "- ", "**", "> ", "（", "“", "1. "]
    )
    return [*lines[:at], mark + lines[at], *lines[at + 1 :]]


def moved(lines: Lines, at: int, chance: random.Random) -> Lines:
    rest = left_out(lines, at, chance)
    to = chance.randint(0, len(rest))
    return [*rest[:to], lines[at], *rest[to:]]


def spaced(lines: Lines, at: int, chance: random.Random) -> Lines:
    return [*lines[: at + 1], *[""] * chance.randint(1, 3), *lines[at + 1 :]]


def borrowed(lines: Lines, at: int, chance: random.Random) -> Lines:
    """Lines of another page in between."""
    other = chance.choice(pages()).texts
    begin = chance.randrange(len(other))
    return [*lines[:at], *other[begin : begin + chance.randint(1, 3)], *lines[at:]]


CHANGES: Sequence[Callable[[Lines, int, random.Random], Lines]] = (
    *(cut, cut, cut_in_front, broken, joined, left_out, doubled, marked, moved, spaced),
    *(with_masthead, with_masthead, with_front_matter, borrowed, borrowed),
)


def in_columns(lines: Lines, chance: random.Random) -> Lines:
    """As printed: rows of a narrow column, paragraphs perhaps indented."""
    width, indent = chance.randint(9, 24), chance.choice(("", "　　"))
    rows = []
    for line in lines:
        text = indent + line if len(line) > width else line
        rows += [text[at : at + width] for at in range(0, len(text), width)] or [""]
    return rows


def with_marked_headings(lines: Lines, chance: random.Random) -> Lines:
    mark = chance.choice(("# ", "## ", "**"))
    is_short = [0 < len(line) < 24 and line[-1] not in "。！？；" for line in lines]
    return [
        f"{mark}{line}" if short and chance.random() < 0.9 else line
        for line, short in zip(lines, is_short, strict=True)
    ]


def indented(lines: Lines, _: random.Random) -> Lines:
    return ["　　" + line if len(line) > 24 else line for line in lines]


def apart(lines: Lines, _: random.Random) -> Lines:
    return [row for line in lines for row in (line, "")]


def as_saved(lines: Lines, chance: random.Random) -> Lines:
    """As an article of a site: a headline, and below it where it is from."""
    told = [
        "来源：雁桥日报",
        "2022年3月5日 08:11",
        "作者：温小舟",
        "责任编辑：宋棠",
        "第2版",
        "字号：大 中 小",
    ]
    record = chance.sample(told, chance.randint(1, 4))
    below = ["  ".join(record)] if chance.random() < 0.5 else record
    return [chance.choice(("# ", "")) + "渡口加开一班船", *below, *lines]


SHAPES = (in_columns, in_columns, with_marked_headings, indented, apart, as_saved)


def variants(lines: Lines, chance: random.Random) -> Iterator[Lines]:
    for _ in range(VARIANTS):
        changed = list(lines)
        if chance.random() < 0.6:
            changed = chance.choice(SHAPES)(changed, chance)
        for _ in range(chance.randint(1, 4)):
            changed = chance.choice(CHANGES)(changed, chance.randrange(len(changed)), chance) or [""]
        yield changed


def digest_of(source: SourceText, corrections: Sequence[Correction] = ()) -> str:
    verdicts = [
        (each.line, each.role, each.runner_up, round(each.margin, 3), each.decided_by)
        for each in explain(source, corrections)
    ]
    part = part_to_json(parse(source, corrections))
    # they repeat what the other fields tell, with the words for it
    for told in (part["issue"], *part["articles"]):
        del told["facts"]
    part["issue"].pop("script", None)
    return digests.digest_of(json.dumps([part, verdicts]))


def text_of(lines: Lines, path: str) -> SourceText:
    return SourceText(path, "utf-8", tuple(lines))


def of_page(page: Page) -> Iterator[str]:
    chance = random.Random(page.name)
    for each in variants(list(page.texts), chance):
        yield digest_of(text_of(each, chance.choice(PATHS)))


def of_style(style: Style) -> Iterator[str]:
    issue, chance = generate(style, 3, 0.01), random.Random(style.name)
    lines = issue.text.split("\n")
    at = chance.randrange(len(lines))
    for each in variants(lines[at : at + 40] or [""], chance):
        yield digest_of(text_of(each, issue.name))


def corrected(chance: random.Random, source: SourceText) -> Iterator[Correction]:
    told = [number for number, line in enumerate(source.lines, 1) if line.strip()]
    time = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    for order in range(chance.randint(1, 6)) if told else ():
        at = time + dt.timedelta(minutes=order)
        yield Correction(f"{order}", anchor_of(source, chance.choice(told)), a_claim(chance), at, at)


PARTS = (*LinePart, *[LinePart.PARAGRAPH] * 12)


def stated(chance: random.Random, source: SourceText) -> SourceText:
    """As of a file whose markup tells the articles, all but some lines."""
    told = [number for number, line in enumerate(source.lines, 1) if line.strip() and chance.random() < 0.9]
    cuts = sorted(chance.sample(range(len(told) + 1), min(len(told), chance.randrange(4))))
    articles = [
        StatedArticle(
            tuple((number, chance.choice(PARTS)) for number in told[begin:end]),
            chance.choice((None, "A04", "2", "版")),
            chance.randrange(2),
        )
        for begin, end in zip([0, *cuts], [*cuts, len(told)], strict=True)
        if begin < end
    ]
    issue = StatedIssue(
        tuple(articles),
        chance.choice((None, "雁桥日报")),
        chance.choice((None, dt.date(1987, 6, 12))),
        is_dated_by_address=chance.random() < 0.3,
        is_parsed=chance.random() < 0.3,
        place=chance.choice((None, 3)),
    )
    return replace(source, stated=issue)


def placed(chance: random.Random, source: SourceText) -> SourceText:
    """As of a scanned page, whose lines have places."""
    page = region = column = 0
    size, is_vertical = chance.choice(((0, 0), (1000, 1400))), chance.random() < 0.2
    places: list[LinePlace | None] = []
    for at in range(len(source.lines)):
        if chance.random() < 0.15:
            region, column = region + 1, chance.choice((-1, -1, 0))
        elif column < 0 or chance.random() < 0.1:
            column += 1
        page += chance.random() < 0.02
        is_head = column < 0
        place = LinePlace(
            page,
            (100.0 * max(column, 0), 20.0 * at, 100.0 * max(column, 0) + 90, 20.0 * at + 18),
            size,
            chance.choice((1.5, 2.4, 3.2)) if is_head else chance.choice((1, 1, 1, 1, 1.2)),
            region,
            column,
            chance.choice((1, 1, 1, 2, 3)),
            indent=chance.choice((0, 0, 1, 2)),
            shortfall=chance.choice((0, 0, 0, 2, 8)),
            gap=chance.choice((0, 0, 0.3, 0.8, 1.5)),
            has_rule_above=chance.random() < 0.1,
            has_rule_beside=chance.random() < 0.2,
            is_head=is_head,
            is_vertical=is_vertical,
        )
        places.append(None if chance.random() < 0.02 else place)
    lost = tuple(number for number, place in enumerate(places, 1) if place is None)
    return replace(source, places=tuple(places), misplaced=lost)


def told(page: Page) -> Iterator[str]:
    """Yield what is read where a reader, a file's markup or the places of lines tell something."""
    chance = random.Random(f"told {page.name}")
    lines = list(page.texts)
    for tells in (None, stated, placed):
        shaped = in_columns(lines, chance) if tells is placed and chance.random() < 0.7 else lines
        source = text_of(shaped, chance.choice(PATHS))
        source = tells(chance, source) if tells else source
        is_corrected = tells is None or chance.random() < 0.5
        yield digest_of(source, list(corrected(chance, source)) if is_corrected else ())


ROWS = (
    {page.name: partial(of_page, page) for page in pages()}
    | {style.name: partial(of_style, style) for style in STYLES}
    | {f"told {page.name}": partial(told, page) for page in pages()}
)


@pytest.mark.parametrize("name", ROWS)
def test_no_variant_is_parsed_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
