"""`reader unknown`: what is not known of the library, by kind, with the command that deals with it."""

from collections.abc import Iterator
from typing import Annotated, Literal

from reader.cli.libraries import ready
from reader.cli.options import Arguments, AsJson, LibraryPlace, Option
from reader.cli.terminal import bold, faint, print_result
from reader.features.unknown.unknown import AllUnknown, look
from reader.i18n import count, later, say
from reader.library.answers import UnknownThing
from reader.library.read_share import so_far

_USUAL_LIMIT = 10


class Unknown(Arguments, frozen=True):
    MORE = later(
        "每一种写着有多少、是哪些，下面是处理它的命令；什么也不改。没有数完的会说明，数不了的说明为什么。\n"
        "没有装识别部件、关掉了的部件，它那一种就没有。"
    )
    EXAMPLES = (
        (later("reader unknown --library ~/旧报"), later("还不知道的，一种一种地列")),
        ("reader unknown --kind undated --limit 1000", later("只列没有日期的各期")),
    )
    JSON = later(
        "打印一个对象：total total_is_exact read_share kinds；每种的 kind title count why_not command things，\n"
        "每样的 words why path date bookmark"
    )
    library: LibraryPlace = None
    kind: Annotated[
        Literal[
            "undated",
            "other-day",
            "contradicting",
            "unread",
            "encoding",
            "copies",
            "low-quality",
            "pictures",
            "lost-marks",
        ]
        | None,
        Option(
            "只要这一种：undated、other-day、contradicting、unread、encoding、copies、low-quality、pictures、lost-marks",
            metavar="KIND",
        ),
    ] = None
    limit: Annotated[int, Option("每种最多列出几个，默认 10；--json 列出全部", metavar="N")] = _USUAL_LIMIT
    as_json: AsJson = False

    def run(self) -> int:
        with ready(self.library) as library:
            found = look(library)
        if self.kind is not None:
            kinds = tuple(each for each in found.kinds if each.kind.name == self.kind)
            found = AllUnknown(kinds, found.read)
        return print_result(_lines(found, self.limit), lambda: _to_json(found), as_json=self.as_json)


def _lines(found: AllUnknown, limit: int) -> Iterator[str]:
    if not found.kinds:
        yield say("没有待查的") if found.is_whole else say("到此没有待查的")
    for each in found.kinds:
        number = say("不知道有多少：{why}", why=each.why_not) if each.why_not else f"{len(each.things):,}"
        yield f"{bold(each.kind.title)}　{so_far(found.read, number)}"
        yield from (_line(thing) for thing in each.things[:limit])
        if len(each.things) > limit:
            yield "    " + count(len(each.things) - limit, "……还有 {n} 条，reader unknown --json 列出全部")
        yield "    " + faint(each.kind.command)


def _line(thing: UnknownThing) -> str:
    name = thing.bookmark.uuid if thing.bookmark is not None else thing.path
    return "    " + "　".join(dict.fromkeys(filter(None, (thing.words, thing.why, faint(name)))))


def _to_json(found: AllUnknown) -> dict[str, object]:
    kinds = [
        {
            "kind": each.kind.name,
            "title": each.kind.title,
            "count": None if each.why_not else len(each.things),
            "why_not": each.why_not or None,
            "command": each.kind.command,
            "things": [*map(_thing_to_json, each.things)],
        }
        for each in found.kinds
    ]
    return {"total": found.total, **found.read.to_json(), "total_is_exact": found.is_whole, "kinds": kinds}


def _thing_to_json(thing: UnknownThing) -> dict[str, object]:
    day = thing.issue.date if thing.issue else None
    return {
        "words": thing.words,
        "why": thing.why or None,
        "path": thing.path or None,
        "date": day.isoformat() if day else None,
        "bookmark": thing.bookmark.uuid if thing.bookmark else None,
    }
