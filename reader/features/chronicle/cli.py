"""`reader chronicle`: drafts a chronicle from a search, a dossier or a span of days; prints it, or writes a file."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from msgspec.structs import replace

from reader.cli.errors import CommandError
from reader.cli.libraries import opened, ready, with_repair
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    AsPrinted,
    Headings,
    LibraryPlace,
    Option,
    Shapes,
    TableHeadings,
    WrongArguments,
    days,
    ending_of,
    one_or_more,
)
from reader.cli.queries import shapes_of, warn_of
from reader.cli.queries import to_json as query_to_json
from reader.cli.terminal import bold, faint, print_json, print_warning
from reader.cli.written_files import check_target, write_or_print
from reader.features.chronicle.chronicle_files import ENDINGS, as_bytes, entries, to_json
from reader.features.chronicle.chronicles import ChronicleRow, Chronicles, Request, drafted, known_sources
from reader.features.chronicle.drafting import Drafted, KnownSources, text_of, undated_in_words
from reader.i18n import count, later, say
from reader.language.dates.calendar import Days
from reader.library.change_summary import step_in_words
from reader.library.library import Library
from reader.library.read_share import so_far
from reader.newspaper.decision import ChronicleLine
from reader.storage.record_tables import NAME_LENGTH


class ChronicleCommand(Arguments, frozen=True):
    MORE = later(
        "一条一件事：日子、报上的原话、出处。话只剪，不改写，剪掉的地方是……。日子照文中说的，并说明根据；文中没说哪天的，排在见报那天。\n"
        "同一件事有几处说的，并成一条；说法不同的并列。这是草稿，要自己看过。"
    )
    EXAMPLES = (
        (later("reader chronicle 渡口 --from 1987-01 --to 1987-12 -o 渡口.docx"), later("一年里渡口的大事")),
        (later("reader chronicle --dossier 渡口 --save 渡口大事记"), later("从专题起草，存下来，在窗口里改")),
        (later("reader chronicle --saved 渡口大事记 -o 渡口.docx"), later("把改好的写成 Word")),
    )
    JSON = later(
        "打印一个对象：drafted_from articles without_event without_day（--saved 是 null）lines；每条有 first last\n"
        "（文中没说哪天是 null）basis（stated、inferred、not told、by the reader）"
        "facts（日子的根据：据电头、据文中日期、据见报日）\n"
        "text kept differing sources"
    )
    ANSWERS = ("reader.features.chronicle.schemas:Chronicle",)
    query: Annotated[tuple[str, ...], Argument("QUERY", "要找什么，写法同 search；不写则是整个资料库")] = ()
    library: LibraryPlace = None
    as_json: AsJson = False
    as_printed: AsPrinted = False
    shapes: Shapes = False
    first: Annotated[Days | None, Option("从哪天起的事", "--from", "DATE", days)] = None
    last: Annotated[Days | None, Option("到哪天为止的事", "--to", "DATE", days)] = None
    dossier: Annotated[str | None, Option("只用这个专题里的文章", metavar="NAME")] = None
    saved: Annotated[str | None, Option("用存下的一份大事记，不起草", metavar="NAME")] = None
    save: Annotated[str | None, Option("把草稿存成一份大事记，在窗口里接着改", metavar="NAME")] = None
    join: Annotated[str | None, Option("把叫这个名字的几份合并成一份，不起草", "--join", "NAME")] = None
    undo: Annotated[bool, Option("撤销最近一次 --save 或 --join", "--undo")] = False
    per_article: Annotated[int, Option("一篇文章最多几条", "--per-article", "N", one_or_more)] = 1
    background: Annotated[bool, Option("包含一年以前的旧事", "--background")] = False
    dated_only: Annotated[bool, Option("不含日期不明的", "--dated-only")] = False
    output: Annotated[Path | None, Option("存成文件：.docx、.md、.csv 或 .xlsx", "-o --output", "FILE")] = (
        None
    )
    headings: TableHeadings = Headings.NAMES

    def __post_init__(self) -> None:
        if self.output is not None and ending_of(self.output, ".md") not in ENDINGS:
            raise WrongArguments(say("-o 的文件要以 .docx、.md、.csv 或 .xlsx 结尾"))
        if self.join is not None and (self.query or self.dossier or self.saved or self.save or self.output):
            raise WrongArguments(say("--join 只写名字，不能与别的同用"))
        if any(name is not None and not name.strip() for name in (self.dossier, self.saved, self.save)):
            raise WrongArguments(say("名字要有一到 {n} 个字。", n=NAME_LENGTH))
        if self.saved and (self.query or self.dossier or self.save or self.first or self.last):
            raise WrongArguments(say("--saved 只能与 -o、--json 同用"))

    def run(self) -> int:
        if self.join is not None:
            return _join(self.library, self.join)
        if self.undo:
            return _undo(self.library)
        if self.output is not None:
            check_target(self.output)
        with ready(self.library) as library:
            name, made, said = self._made(library)
            if self.save:
                _save(library, self.save, name, made.lines)
            read = library.read
            known = known_sources(library, made.lines)
        lines = made.lines
        if self.output is not None:
            retained = [line for line in lines if line.is_retained]
            ending = ending_of(self.output, ".md")
            write_or_print(as_bytes(retained, self.saved or name, ending, known), self.output)
        if self.as_json:
            counts = {"articles": made.articles, "without_event": made.without, "without_day": made.undated}
            shown = dict.fromkeys(counts) if self.saved else counts
            print_json(
                {
                    "drafted_from": name,
                    **shown,
                    "lines": [to_json(line, known) for line in lines],
                    **said,
                    **read.to_json(),
                }
            )
        elif self.output is None:
            print("\n".join(_printed(lines, known)))
        if self.save:
            print_warning(say("已存成大事记“{name}”，在窗口里改。", name=self.save))
        if not self.as_json and not self.saved:
            print_warning(so_far(read, _counted(made)))
        return 0

    def _made(self, library: Library) -> tuple[str, Drafted, dict[str, Any]]:
        """Return what the chronicle is from, its lines, and what JSON says of the articles."""
        if self.saved:
            row = Chronicles(library).named(self.saved)
            if row is None:
                raise CommandError(say("没有叫“{name}”的大事记。", name=self.saved))
            lines = tuple(line.line for line in Chronicles(library).lines(row.uuid))
            return row.drafted_from, Drafted(lines, 0, 0, 0), {}
        query = " ".join(self.query)
        request = Request(
            query,
            shapes_of(self),
            self.dossier or "",
            most_of_article=self.per_article,
            with_background=self.background,
            with_undated=not self.dated_only,
        )
        if self.first:
            request = replace(request, first=self.first.first)
        if self.last:
            request = replace(request, last=self.last.last)
        draft, _ = with_repair(library, lambda: (drafted(library, request), library.lacked()))
        articles = request.articles(library)
        warn_of(library, articles, draft.articles)
        query_fields = query_to_json(library, articles, draft.articles)
        return request.in_words(), draft, {**query_fields, "undated": query_fields["undated"] + draft.undated}


def _save(library: Library, name: str, drafted_from: str, lines: Sequence[ChronicleLine]) -> None:
    def words(row: ChronicleRow) -> str:
        return say("新建大事记“{name}”", name=row.name)

    library.user_data.act("chronicle", partial(Chronicles(library).add, name, drafted_from, lines), words)


def _join(place: LibraryPlace, name: str) -> int:
    """Join the chronicles of a name. Return the exit status."""
    with ready(place) as library:
        join = partial(Chronicles(library).join_namesakes, name)
        library.user_data.act("chronicle", join, say("合并几个“{name}”", name=name))
        print(say("已把几个“{name}”合并成一个", name=name))
        print(say("要撤销：reader chronicle --undo"))
    return 0


def _undo(place: LibraryPlace) -> int:
    with opened(place) as library:
        undone = library.notebook.undo_last_step("chronicle")
        print(step_in_words(*undone) if undone else say("没有可以撤销的。"))
    return 0


def _counted(draft: Drafted) -> str:
    counted = say(
        "{articles}里有 {lines}",
        articles=count(draft.articles, "{n} 篇"),
        lines=count(len(draft.lines), "{n} 件事"),
    )
    return counted + undated_in_words(draft) + say("。这是草稿，要自己看过。")


def _printed(lines: tuple[ChronicleLine, ...], known: KnownSources) -> Iterator[str]:
    for entry in entries(lines, known):
        mark = "" if entry.line.is_retained else say("（不留）")
        words = text_of(entry.line)
        yield f"{bold(entry.day)}  {mark}{words}"
        yield f"    {faint(entry.footnote_of(words))}"
