"""`reader unknown`: what is in doubt in the library, by kind, with the command that deals with it."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Annotated

from reader.cli.libraries import ready
from reader.cli.options import Arguments, AsJson, LibraryPlace, Option
from reader.cli.terminal import bold, faint, print_result
from reader.i18n import count, later, say
from reader.library.doubt_sources import AllDoubts, DoubtsFound, look
from reader.library.doubts import Doubt, DoubtKind
from reader.library.read_share import so_far

_USUAL_LIMIT = 10


class Unknown(Arguments, frozen=True):
    MORE = later(
        "每一种写着有多少、是哪些，下面是处理它的命令；不作任何改动。没有数完的会说明，数不了的说明为什么。\n"
        "推定的、报上没有印的，只在末尾写有多少，用 --kind 列出。没有装识别部件、关掉了的部件，它那一种就没有。"
    )
    EXAMPLES = (
        (later("reader unknown --library ~/旧报"), later("还不知道的，一种一种地列")),
        ("reader unknown --kind undated --limit 1000", later("只列没有日期的各期")),
        ("reader unknown --kind inferred --json", later("推定的各期，各有根据")),
    )
    JSON = later(
        "打印一个对象：total total_is_exact read_share by_kind counted_apart kinds；by_kind 加起来就是 total，\n"
        "数不了的那种不在里面；每种的 kind title is_counted_apart count\n"
        "why_not command things，每样的 words why first_line path date bookmark correction。\n"
        "is_counted_apart 的不算在 total 里，用 --kind 列出"
    )
    ANSWERS = ("reader.cli.schemas:Unknown",)
    library: LibraryPlace = None
    kind: Annotated[DoubtKind | None, Option("只要这一种", metavar="KIND")] = None
    limit: Annotated[int, Option("每种最多列出几个，默认 10；--json 列出全部", metavar="N")] = _USUAL_LIMIT
    as_json: AsJson = False

    def run(self) -> int:
        is_apart = self.kind is not None and self.kind.is_apart
        with ready(self.library) as library:  # what is listed is made only now
            everything = look(library, with_apart=is_apart)
            if self.kind is not None:
                kinds = tuple(kind for kind in everything.kinds if kind.kind is self.kind)
                everything = AllDoubts(kinds, everything.read)
            return print_result(
                _lines(everything, self.limit, is_chosen=self.kind is not None),
                partial(_to_json, everything),
                as_json=self.as_json,
            )


def _lines(everything: AllDoubts, limit: int, *, is_chosen: bool) -> Iterator[str]:
    open_kinds = [kind for kind in everything.kinds if is_chosen or not kind.kind.is_apart]
    apart = [doubts for doubts in everything.kinds if not is_chosen and doubts.kind.is_apart]
    if not open_kinds:
        yield say("没有待核的") if everything.read.is_whole else say("目前还没有待核的")
    for open_kind in open_kinds:
        yield from _lines_of_kind(open_kind, limit, everything)
    if apart:
        yield say("另外数的（reader unknown --kind KIND 列出）：")
    for doubts in apart:
        yield f"    {doubts.kind.words}　{doubts.number:,}　{faint(doubts.kind.value)}"


def _lines_of_kind(doubts: DoubtsFound, limit: int, everything: AllDoubts) -> Iterator[str]:
    if doubts.why_not:
        number = say("不知道有多少：{why}", why=doubts.why_not)
    else:
        number = f"{doubts.number:,}"
    yield f"{bold(doubts.kind.words)}　{so_far(everything.read, number)}"
    yield from (_line(doubt) for doubt in islice(doubts.rows.each(), limit))
    if doubts.number > limit:
        yield "    " + count(doubts.number - limit, "……还有 {n} 条，reader unknown --json 列出全部")
    yield "    " + faint(doubts.kind.command)


def _line(doubt: Doubt) -> str:
    if doubt.bookmark is not None:
        name = doubt.bookmark.uuid
    elif doubt.replaced is not None:
        name = doubt.replaced.after.uuid
    else:
        name = doubt.correction or doubt.path
    parts = (doubt.words, doubt.why, doubt.stands, faint(name))
    return "    " + "　".join(dict.fromkeys(filter(None, parts)))


def _to_json(everything: AllDoubts) -> dict[str, object]:
    by_kind = {doubts.kind.value: doubts.number for doubts in everything.kinds if doubts.is_in_total}
    counted_apart = {
        doubts.kind.value: doubts.number
        for doubts in everything.kinds
        if doubts.kind.is_apart and not doubts.why_not
    }
    return {
        "total": everything.total,
        **everything.read.to_json(),
        "total_is_exact": everything.is_whole,
        "by_kind": by_kind,
        "counted_apart": counted_apart,
        "kinds": [*map(_kind_to_json, everything.kinds)],
    }


def _kind_to_json(doubts: DoubtsFound) -> dict[str, object]:
    kind = doubts.kind
    return {
        "kind": kind.value,
        "title": kind.words,
        "is_counted_apart": kind.is_apart,
        "count": None if doubts.why_not else doubts.number,
        "why_not": doubts.why_not or None,
        "command": kind.command,
        "things": [*map(_doubt_to_json, doubts.rows.each())],
    }


def _doubt_to_json(doubt: Doubt) -> dict[str, object]:
    day = doubt.issue.date if doubt.issue else None
    date = day.isoformat() if day else None
    facts = doubt.issue.facts.as_json() if doubt.issue else None
    bookmark = doubt.bookmark.uuid if doubt.bookmark else None
    replaced = doubt.replaced.after.uuid if doubt.replaced is not None else None
    return {
        "words": doubt.words,
        "why": doubt.why or None,
        "first_line": doubt.stands or None,
        "path": doubt.path or None,
        "date": date,
        "facts": facts,
        "bookmark": bookmark,
        "correction": doubt.correction or None,
        "replaced": replaced,
    }
