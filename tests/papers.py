"""Annotated papers of many kinds (`tests/gold/papers`): the weights are fitted on some, the others are held out.

What stands in `held-out` is measured and never looked at while the parser is worked on."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reader import formats
from reader.newspaper.article import SourceText
from reader.parsing.datelines import dateline
from tools.typesetter.lines import Role
from tools.typesetter.truth import ArticleTruth, Truth

PAPERS = Path(__file__).parent / "gold" / "papers"
FLOORS = PAPERS / "floors.json"


class Paper(Struct, frozen=True):
    """`name`: the path in its folder, which a date may be told by."""

    name: str
    is_held_out: bool
    source: SourceText
    truth: Truth

    @property
    def key(self) -> str:
        return f"{'held-out' if self.is_held_out else 'fitted'}/{self.name}"


def floors() -> dict[str, float]:
    """What each paper's mean must reach, by its key."""
    known: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    return known


@cache
def papers() -> tuple[Paper, ...]:
    """All of them, in the order of their names."""
    return tuple(_papers())


def _papers() -> Iterator[Paper]:
    for folder in ("fitted", "held-out"):
        for gold in sorted((PAPERS / folder).rglob("*.json"), key=lambda path: path.as_posix()):
            path = gold.with_suffix("")
            name = path.relative_to(PAPERS / folder).as_posix()
            truth = Truth.from_json(json.loads(gold.read_text(encoding="utf-8")))
            yield Paper(name, folder == "held-out", formats.read(path, name), truth)


def in_columns(paper: Paper, width: int, *, headings_too: bool = False) -> Paper:
    """The paper as a scanner reads it: every line of text as printed lines of `width` characters, no blank lines and no
    marks of Markdown. Headings are as wide as they are, unless `headings_too`."""
    headings = {
        line for article in paper.truth.articles for role in _HEADINGS for line in article.roles.get(role, ())
    }
    whole = set() if headings_too else headings
    whole |= set(paper.truth.masthead.lines if paper.truth.masthead else ()) | set(paper.truth.furniture)
    lines: list[str] = []
    moved: dict[int, tuple[int, ...]] = {}
    for number, line in enumerate(paper.source.lines, 1):
        words = re.sub(r"^#+\s*", "", line.strip())
        if words:
            step = len(words) if number in whole else width
            printed = [words[at : at + step] for at in range(0, len(words), step)]
            moved[number] = tuple(range(len(lines) + 1, len(lines) + 1 + len(printed)))
            lines += printed
    truth, head = paper.truth, paper.truth.masthead
    return replace(
        _with(paper, lines),
        truth=replace(
            truth,
            masthead=replace(head, lines=_all_of(head.lines, moved)) if head else None,
            furniture=_all_of(truth.furniture, moved),
            articles=tuple(
                replace(
                    article,
                    roles={role: _all_of(numbers, moved) for role, numbers in article.roles.items()},
                    joins=tuple((moved[first][-1], moved[second][0]) for first, second in article.joins),
                )
                for article in truth.articles
            ),
        ),
    )


_HEADINGS = (Role.HEADLINE, Role.KICKER, Role.DECK, Role.SECTION, Role.SUBHEAD, Role.BYLINE)


def _all_of(lines: tuple[int, ...], moved: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(number for line in lines for number in moved[line])


def without_datelines(paper: Paper) -> Paper:
    """The paper as an export keeps it that drops datelines, bracketed credits, blank lines and marks."""
    bare = _without_blank_lines(paper)
    lines = [re.sub(r"^#+\s*", "", line) for line in bare.source.lines]
    return _with(bare, [_without_dateline(line) for line in lines])


def _without_dateline(line: str) -> str:
    found = dateline(line)
    return line[found.end :].strip() or line if found else line


_HALF = str.maketrans("（），：；！？", "(),:;!?")
_FULL = str.maketrans("(),:;!?", "（），：；！？")


def variants(paper: Paper) -> Iterator[tuple[str, Paper]]:
    """The paper as it is, and as other hands would have kept it: its words are the same."""
    lines = paper.source.lines
    yield "as is", paper
    yield "no markdown", _with(paper, [re.sub(r"^#+\s*", "", line) for line in lines])
    yield "no blank lines", _without_blank_lines(paper)
    yield "half width", _with(paper, [line.translate(_HALF) for line in lines])
    beside_han = re.compile(r"(?<=[\u4e00-\u9fff”])[(),:;!?]|[(),:;!?](?=[\u4e00-\u9fff“])")
    yield (
        "full width",
        _with(paper, [beside_han.sub(lambda sign: sign[0].translate(_FULL), x) for x in lines]),
    )
    long = [f"　　{line}" if len(line) > 60 and not line.startswith("#") else line for line in lines]
    yield "indented", _with(paper, long)


def _with(paper: Paper, lines: list[str]) -> Paper:
    return replace(paper, source=replace(paper.source, lines=tuple(lines)))


def _without_blank_lines(paper: Paper) -> Paper:
    kept = [number for number, line in enumerate(paper.source.lines, 1) if line.strip()]
    moved = {number: at for at, number in enumerate(kept, 1)}
    truth, head = paper.truth, paper.truth.masthead
    return replace(
        _with(paper, [paper.source.lines[number - 1] for number in kept]),
        truth=replace(
            truth,
            masthead=replace(head, lines=tuple(moved[n] for n in head.lines)) if head else None,
            furniture=tuple(moved[n] for n in truth.furniture),
            articles=tuple(_moved(article, moved) for article in truth.articles),
        ),
    )


def _moved(article: ArticleTruth, moved: Mapping[int, int]) -> ArticleTruth:
    return replace(
        article,
        roles={role: tuple(moved[line] for line in lines) for role, lines in article.roles.items()},
        joins=tuple((moved[first], moved[second]) for first, second in article.joins),
    )
