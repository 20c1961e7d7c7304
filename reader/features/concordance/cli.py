"""`reader kwic`: every match of a query with the text to its left and right; `reader collocates`: the pairs of
characters, and words, that are unusually frequent near them.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

from reader.cli.errors import WrongArguments
from reader.cli.hits import records_of
from reader.cli.libraries import ready
from reader.cli.options import (
    STDOUT,
    Arguments,
    AsJson,
    AsPrinted,
    Headings,
    LibraryPlace,
    Option,
    QueryWords,
    Quiet,
    Shapes,
    TableFile,
    TableHeadings,
    characters,
    ending_of,
    table_only,
)
from reader.cli.queries import asked, missing_dates_to_json, to_json, warn_of, without_words
from reader.cli.terminal import bold, cells_of, faint, print_json, print_warning
from reader.cli.written_files import check_target, print_saved, write_or_print, write_table
from reader.export.article_text import day_in_figures
from reader.export.forms import TableFormat
from reader.export.records import hit_fields
from reader.features.concordance.collocates import Collocates as Found
from reader.features.concordance.collocates import headings as headings_of_units
from reader.features.concordance.collocates import numbers_of, table_of
from reader.features.concordance.collocates import to_json as row_to_json
from reader.features.concordance.concordance import (
    Concordance,
    ConcordanceRow,
    collocates,
    rows,
    table_of_groups,
    table_of_places,
)
from reader.features.concordance.place_table import MOST_PLACES, Group, Sort
from reader.i18n import later, say
from reader.library.library import Library
from reader.library.read_share import (
    WHOLE,
    ReadSoFar,
    all_so_far,
    analysis_to_json,
    none_so_far,
    so_far,
    years_in_words,
)
from reader.search.answering.dispersion import spread_in_words


class Kwic(Arguments, frozen=True):
    MORE = later(
        "照 search 的写法去找，每处一行，找的字居中，旧的在前。“甲 /10 乙”以甲居中。\n"
        "左右相同的文字（同一段话又登了一次）只列最早的一处，并说一共有几处。\n"
        "最多记一百万处（约 50 MB），再多就按日期记到那里为止，并会说明。"
    )
    EXAMPLES = (
        ("reader kwic 渡口 --sort l2 --group", later("左边两个字各有哪些、各几处")),
        ("reader kwic 渡口 -o places.xlsx", later("存成表格，每行带引文")),
    )
    JSON = later(
        "打印一个对象：query understood_as total distinct articles is_complete missing_dates rows；\n"
        "每行的 key path newspaper date page headline left node right same citation；\n"
        "用 --group 时没有 rows 而有 groups：key count"
    )
    ANSWERS = ("reader.features.concordance.schemas:Kwic",)
    query: QueryWords
    library: LibraryPlace = None
    as_json: AsJson = False
    as_printed: AsPrinted = False
    shapes: Shapes = False
    sort: Annotated[
        Sort,
        Option("次序：date 日期（默认）、l1 l2 l3 左边一到三个字、r1 r2 r3 右边一到三个字，近的先比"),
    ] = Sort.DATE
    width: Annotated[int, characters("左右各几个字，默认 20，最多 200")] = 20
    group: Annotated[bool, Option("只数：左边或右边的字相同的归在一起，按日期则是每年几处")] = False
    unfolded: Annotated[bool, Option("文字相同的各处也都列出")] = False
    is_quiet: Quiet = False
    output: TableFile = None
    headings: TableHeadings = Headings.NAMES

    def run(self) -> int:
        form = _table_form(self.output) if self.output else None
        if self.output == STDOUT and self.as_json:
            raise WrongArguments(say("--json 不能与 -o - 同用"))
        sort = self.sort
        is_folded = not self.unfolded
        with ready(self.library) as library:
            articles = asked(library, " ".join(self.query), self)
            if not articles.has_places:
                print_warning(without_words(articles))
            concordance = Concordance(library.derived, articles)
            for _ in concordance.read():
                pass
            warn_of(library, articles, len(concordance.table))
            if concordance.table.is_full:
                print_warning(say("多于 {n} 处，只列出了较早的这些。", n=MOST_PLACES))
            groups = concordance.table.groups(sort, is_folded=is_folded) if self.group else []
            as_object = _to_json(self, concordance, library) if self.as_json else {}
            if self.as_json and self.group:
                print_json(
                    {**as_object, "groups": [{"key": group.key, "count": group.count} for group in groups]}
                )
            elif self.as_json:
                rows = list(_rows(concordance, sort, self.width, is_folded))
                print_json({**as_object, "rows": _rows_to_json(library, concordance, rows)})
            if form is not None and self.output is not None:
                listed = _rows(concordance, sort, self.width, is_folded)
                table = table_of_groups(groups) if self.group else table_of_places(listed)
                write_or_print(form.writer(table), self.output, is_quiet=True)
                if self.output != STDOUT:
                    print_saved(self.output, to_stderr=self.as_json)
            elif not self.as_json and articles.has_places:
                several = library.contents.has_several_newspapers()
                _print(self, concordance, groups, sort, several, library.read)
            return self.status(has_found=len(concordance.table) > 0)


def _rows(concordance: Concordance, sort: Sort, width: int, is_folded: bool) -> Iterator[ConcordanceRow]:
    return rows(concordance, concordance.table.ordered(sort, is_folded=is_folded).tolist(), width)


def _print(
    options: Kwic,
    concordance: Concordance,
    groups: Sequence[Group],
    sort: Sort,
    several: bool,
    read: ReadSoFar,
) -> None:
    """Print the matches, or their groups with `--group`; a sentence if there are none."""
    if not len(concordance.table):
        query = concordance.asked.in_words()
        none = say("库里没有一处是：{query}", query=query)
        print(none_so_far(read, none, say("目前还没有一处是：{query}", query=query)))
    elif options.group:
        unknown = say("日期不详") if sort is Sort.DATE else say("（到头了）")
        for group in groups:
            print(f"{group.count:>8}  {group.key or unknown}")
    else:
        listed = _rows(concordance, sort, options.width, not options.unfolded)
        for row in listed:
            shown = row.context
            issue = row.stored.issue
            room = 2 * options.width - cells_of(shown.left)
            when = issue.day_as_told(day_in_figures(issue))
            if several and issue.newspaper:
                paper = f"{issue.newspaper_as_told}  "
            else:
                paper = ""
            same = say(" ×{n}", n=row.same) if row.same > 1 else ""
            behind = 2 * options.width - cells_of(shown.right)
            print(
                f"{' ' * room}{shown.left}{bold(f'【{shown.node}】')}{shown.right}{' ' * behind}"
                f"  {faint(f'{paper}{when}  {row.stored.article.key}{same}')}"
            )
        table = concordance.table
        words = so_far(read, say("{articles} 篇里 {n} 处", articles=table.articles, n=len(table)))
        repeated = len(table) - len(table.ordered())
        print(faint(words + say("，其中 {n} 处与别处文字相同", n=repeated) if repeated else words))
        years = years_in_words(read)
        if years:
            print(faint(say("{years}还没读到", years=years)))


def _to_json(options: Kwic, concordance: Concordance, library: Library) -> dict[str, object]:
    table = concordance.table
    return {
        "query": " ".join(options.query),
        "understood_as": concordance.asked.in_words(),
        "total": len(table),
        **library.read.to_json(),
        "distinct": len(table.ordered()),
        "articles": table.articles,
        "is_complete": concordance.is_complete and not library.lacked() and library.read.is_whole,
        **to_json(library, concordance.asked, len(table)),
        "missing_dates": missing_dates_to_json(library.lacked()),
    }


def _rows_to_json(
    library: Library, concordance: Concordance, found: Sequence[ConcordanceRow]
) -> list[dict[str, object]]:
    """Return the rows as data: each a hit, with the words around the place, and how many places have the same."""
    ids = list(dict.fromkeys(row.stored.id for row in found))
    hits = {
        record.stored.id: hit_fields(record) for record in records_of(library, ids, concordance.asked.query)
    }
    return [
        {
            **hits[row.stored.id],
            "left": row.context.left,
            "node": row.context.node,
            "right": row.context.right,
            "same": row.same,
        }
        for row in found
        if row.stored.id in hits
    ]


def _table_form(path: Path) -> TableFormat:
    """Return the format of a file to be written.

    Raises WrongArguments for the suffix of another format, CommandError if the file exists or its folder doesn't.
    """
    form = TableFormat.named(ending_of(path, ".csv"))
    if form is None:
        raise WrongArguments(say("{path} 要以 .csv 或 .xlsx 结尾。", path=path))
    check_target(path)
    return form


LISTED = 30
"""The number of collocates that are printed."""


class Collocates(Arguments, frozen=True):
    MORE = later(
        "数每一处左右几个字之内的相邻两字，和结巴分词切出的词（词是结巴切的，不是报上分的），\n"
        "与它们在整个资料库里的次数相比；与找到的字重叠的不算，出了段不算。\n"
        "要读全库：十万篇各五百来字的文章，数相邻两字约五十秒，数词约五分钟。\n"
        "对数似然比 G²（Dunning 1993）：有多确定不是碰巧；大于 10.83，碰巧的机会不到千分之一。\n"
        "logDice（Rychlý 2008）：有多相属，与资料库大小无关；14 是形影不离，低 1 是弱一半。\n"
        "DP（Gries 2008）、D（Juilland 1970）：它在找得到的各期旁边分布得匀不匀；DP 近 0、D 近 1 是匀，\n"
        "DP 近 1、D 近 0 是只在少数几期。只有一期时没有 D。"
    )
    EXAMPLES = (
        ("reader collocates 渡口", later("左右各五个字")),
        ("reader collocates 渡口 --window 10 -o beside.xlsx", later("左右各十个字，全部，存成表格")),
    )
    JSON = later(
        "打印一个对象：query understood_as places articles window pairs words missing_dates；\n"
        "pairs 是相邻两字，words 是结巴切的词，\n"
        "每个的 unit beside total log_likelihood log_dice issues dp juilland_d，按 log_likelihood 排；\n"
        "人名还没有认完时另有 analysed_share：认过了多少，0 到 1"
    )
    ANSWERS = ("reader.features.concordance.schemas:Collocates",)
    query: QueryWords
    library: LibraryPlace = None
    as_json: AsJson = False
    as_printed: AsPrinted = False
    shapes: Shapes = False
    window: Annotated[int, characters("左右各几个字，默认 5，最多 200")] = 5
    without_stop_words: Annotated[bool, Option("不列虚词（的、了、我们……），也不列带着它们的相邻两字")] = (
        False
    )
    output: TableFile = None
    headings: TableHeadings = Headings.NAMES

    def __post_init__(self) -> None:
        table_only(self.output, as_json=self.as_json)

    def run(self) -> int:
        if self.output is not None:
            check_target(self.output)
        with ready(self.library) as library:
            articles = asked(library, " ".join(self.query), self)
            if not articles.has_places:
                print_warning(without_words(articles))
            collocates_by = partial(collocates, library.derived, library.person_names, articles, self.window)
            pairs = collocates_by(by_words=False)
            words = collocates_by(by_words=True)
            if self.without_stop_words:
                pairs = pairs.without_stop_words()
                words = words.without_stop_words()
            warn_of(library, articles, pairs.places)
            said = to_json(library, articles, pairs.places)
        if self.as_json:
            print_json(
                {
                    "query": " ".join(self.query),
                    "understood_as": articles.in_words(),
                    "places": pairs.places,
                    "articles": pairs.articles,
                    **library.read.to_json(),
                    "window": self.window,
                    "pairs": list(map(row_to_json, pairs.found)),
                    "words": list(map(row_to_json, words.found)),
                    **analysis_to_json(words.analysed),
                    **said,
                    "missing_dates": missing_dates_to_json(library.lacked()),
                }
            )
            return 0
        if self.output is not None:
            write_table(table_of([("word", words), ("pair", pairs)]), self.output)
            return 0
        if not articles.has_places:
            return 0
        heading = say("{n} 处，左右各 {window} 个字之内：", n=pairs.places, window=self.window)
        print(so_far(library.read, heading))
        _print_collocates(say("词（结巴分词切的）"), words, library.read.of_analysis(words.analysed))
        _print_collocates(say("相邻两字"), pairs, library.read)
        of_units = say("G²：多肯定不是碰巧，10.83 起很肯定；logDice：多相属，最高 14")
        print(faint(say("；").join([of_units, spread_in_words()])))
        return 0


def _print_collocates(name: str, found: Found, read: ReadSoFar) -> None:
    print("\n" + bold(_line(name, headings_of_units())))
    words = all_so_far(WHOLE.of_analysis(found.analysed))
    if words:
        print(faint(words))
    for row in found.found[:LISTED]:
        print(_line(row.unit, numbers_of(row)))
    if not found.found:
        print(none_so_far(read, say("没有特别常见的。"), say("目前还没有特别常见的。")))


_FIRST_WIDTH = 22
_WIDTH = 10


def _line(first: str, numbers: Sequence[str]) -> str:
    cells = (" " * max(_WIDTH - cells_of(number), 1) + number for number in numbers)
    return first + " " * (_FIRST_WIDTH - cells_of(first)) + "".join(cells)
