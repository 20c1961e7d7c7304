"""`reader people`: the people of a library, and the card of one."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

from msgspec import to_builtins
from msgspec.structs import replace

from reader.cli.errors import CommandError
from reader.cli.hits import by_value_to_json
from reader.cli.libraries import UUID_SHOWN, opened, ready, with_repair
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    Headings,
    LibraryPlace,
    Option,
    TableHeadings,
    WrongArguments,
    table_only,
    whole,
)
from reader.cli.terminal import bold, faint, input_bytes, print_json, print_warning
from reader.cli.written_files import check_target, write_or_print, write_table
from reader.export.forms import TableFormat
from reader.export.tables import Table
from reader.features.people import name_list
from reader.features.people.name_list import GivenNames, NameCount
from reader.features.people.people import decision_in_words, people_of
from reader.features.people.person import (
    HeldOffice,
    NameEvidence,
    PersonCard,
    PersonOrder,
    PersonRow,
    certainty_words,
    mark_words,
    name_in_full,
)
from reader.features.people.person_query import articles_with, query_of
from reader.features.people.seen_days import SeenDays
from reader.i18n import count, later, say
from reader.language.forms import shortened
from reader.library.library import Library, LibraryError
from reader.library.read_share import ReadSoFar, all_so_far, none_so_far, so_far
from reader.newspaper.decision import decision_to_json
from reader.newspaper.facts import NO_FACTS
from reader.search.query import Choice
from reader.storage.disk_errors import explain

DECISIONS = "decisions"
"""The argument that lists the decisions about people, in place of a name."""


_MOST = 50


class People(Arguments, frozen=True):
    MORE = later(
        "不写 NAME 就列出所有认出来的人，篇数多的在前；写了就是这个人的卡片。\n"
        "篇数与搜索这个名字的一样多。确定：有署名、职务、说话；多半是：有两种旁证；只是字样：只有那几个字。\n"
        "认错了的在窗口里改（人物卡片的右键菜单：划掉、合并、分出）；reader people decisions 列出改过的。"
    )
    EXAMPLES = (
        (later("reader people --filter zsq"), later("按字、拼音或拼音首字母找")),
        (later("reader people 何渡生 --evidence"), later("依据，一篇一行")),
    )
    JSON = later(
        "打印一个对象：total people，每人的 name label pinyin initials articles certainty first last forms；\n"
        "写了 NAME 是卡片：name label forms certainty articles certain likely only_string written\n"
        "offices（title 照印的，office 分为 rank title body，facts 的 body 是凭什么） first last companions，"
        "用 --evidence 时还有 evidence。"
        "forms 是印着的各种写法，繁简都在内，多的在前"
    )
    ANSWERS = (
        "reader.features.people.schemas:People",
        "reader.features.people.schemas:Card",
        "reader.features.people.schemas:Decisions",
        "reader.features.people.schemas:NameCounts",
    )
    person: Annotated[str | None, Argument("NAME", "谁的卡片；写 decisions 则列出划掉、合并、分开的")] = None
    library: LibraryPlace = None
    as_json: AsJson = False
    typed: Annotated[
        str,
        Option("只列名字里有这些字的，或拼音、首字母这样开头的（祝、zhushq、zsq）", "--filter", "T"),
    ] = ""
    order: Annotated[PersonOrder, Option("次序：count 篇数（默认）、name 姓名、pinyin 拼音", "--sort")] = (
        PersonOrder.COUNT
    )
    label: Annotated[str | None, Option("同名的人里哪一位：分出时给的称呼", metavar="L", parse=whole)] = None
    evidence: Annotated[bool, Option("也列出凭据：一篇一行，新的在前")] = False
    limit: Annotated[int | None, Option("最多列出几个，默认 50", metavar="N")] = None
    name_list: Annotated[
        Path | None,
        Option(
            "查一份名单：CSV 或每行一个名字，UTF-8 或 GB18030 都行；- 是标准输入。\n"
            "每个名字一行：照原样印着的篇数、各种别的写法的篇数、最早和最晚的日期",
            "--list",
            "FILE",
        ),
    ] = None
    only_exact: Annotated[
        bool, Option("与 --list 同用：只数照原样印着的，不数别的写法，快十倍", "--exact")
    ] = False
    as_csv: Annotated[bool, Option("与 --list 同用：打印 CSV，Excel 可以直接打开", "--csv")] = False
    output: Annotated[
        Path | None,
        Option("与 --list 同用：存成 FILE.csv 或 FILE.xlsx；已有的不覆盖", "-o --output", "FILE"),
    ] = None
    headings: TableHeadings = Headings.NAMES

    def __post_init__(self) -> None:
        if self.evidence and self.person is None:
            raise WrongArguments(say("--evidence 要写明是谁的：reader people NAME --evidence"))
        if self.label is not None and self.person is None:
            raise WrongArguments(say("--label 要写明是谁的：reader people NAME --label L"))
        if self.name_list is None:
            if self.as_csv or self.only_exact or self.output is not None:
                raise WrongArguments(say("--exact、--csv 和 -o 要与 --list 同用"))
        elif self.as_csv and self.as_json:
            raise WrongArguments(say("--json 不能与 --csv 同用"))
        else:
            table_only(self.output)
        if self.typed and self.person is not None:
            raise WrongArguments(say("--filter 不能与 NAME 同用"))

    def run(self) -> int:
        if self.person == DECISIONS:
            with opened(self.library) as library:
                decisions = people_of(library).decisions()
                if self.as_json:
                    print_json([decision_to_json(decision) for decision in decisions])
                    return 0
                print(count(len(decisions), "改过 {n} 处"))
                for decision in decisions:
                    print(f"{decision_in_words(decision.content)} {faint(decision.uuid[:UUID_SHOWN])}")
            return 0
        if self.name_list is not None:
            return _count_names(self, self.name_list)
        with ready(self.library) as library:
            if with_repair(library, partial(_share_read, library)) < 1:
                print_warning(say("人名还没有认完，人和篇数会少。运行 reader sync 接着认。"))
            person = self.person
            if person is None:
                return with_repair(library, partial(_list, library, self))
            return with_repair(library, partial(_show, library, person, self))


def _list(library: Library, options: People) -> int:
    limit = _MOST if options.limit is None else options.limit
    rows = people_of(library).rows(options.typed, by=options.order, limit=limit)
    total = people_of(library).count(options.typed)
    if options.as_json:
        people = [*map(_row_to_json, rows)]
        print_json({"total": total, **_read(library).to_json(), "people": people})
        return 0
    for row in rows:
        days = row.seen.in_words()
        papers = say("、").join(row.newspapers)
        details = faint("  ".join(filter(None, [certainty_words(row.certainty), row.pinyin, days, papers])))
        also = faint(say("、").join(row.forms[1:]))
        print(
            "  ".join(filter(None, [f"{row.articles:>7,}", name_in_full(row.name, row.label), also, details]))
        )
    if total > len(rows):
        remark = say("共 {total} 人，列出 {n} 人；要更多请加 --limit", total=total, n=len(rows))
        print(faint(so_far(_read(library), remark)))
    elif not total:
        if options.typed:
            none = nobody_of_name(library, options.typed)
        else:
            none = say("还没有认出人名。")
        print(none_so_far(_read(library), none, say("目前还没有认出这样的人名。")))
    return 0


def _show(library: Library, name: str, options: People) -> int:
    label = options.label or ""
    card = people_of(library).card(name, label)
    if card is None:
        raise CommandError(_why_none(library, name, label))
    limit = _MOST if options.limit is None else options.limit
    if options.evidence:
        evidence = people_of(library).evidence(name, label, limit=limit)
    else:
        evidence = []
    # of several people of a name, no query finds the articles of this one only
    is_split = bool(people_of(library).overlay().labels_of(card.name))
    if is_split:
        counted = None
    else:
        counted = library.searcher.counts.by_value(query_of(card))
    if options.as_json:
        fields = {
            **_without_days(replace(card, offices=(), seen=SeenDays())),
            **card.seen.as_json(),
            "offices": [*map(_office_to_json, card.offices)],
            "forms": card.spellings,
            **by_value_to_json(counted),
            **_read(library).to_json(),
        }
        if options.evidence:
            fields["evidence"] = [_evidence_to_json(library, name_evidence) for name_evidence in evidence]
        print_json(fields)
        return 0
    print("\n".join(_card_lines(card, _read(library), counted or {})))
    if evidence:
        print()
    for name_evidence in evidence:
        print(_evidence_line(library, name_evidence))
    return 0


def _evidence_line(library: Library, evidence: NameEvidence) -> str:
    day, _ = evidence.where(str)
    words = f"{certainty_words(evidence.certainty)} {mark_words(evidence.mark)}".rstrip()
    return f"{faint(f'{day}  {_key(library, evidence)}  {words}')}  {evidence.quote}"


def _why_none(library: Library, name: str, label: str) -> str:
    """Return why there is no person of a name and, if several have it, a label."""
    people = people_of(library)
    if name in people.overlay().struck:
        return say("“{name}”已划掉。找回：在窗口的“人物”里撤销", name=name)
    if label and people.articles_of(name):  # the name exists, so it is the label that is wrong
        return say("没有叫“{name}（{label}）”的人。", name=name, label=label)
    none = nobody_of_name(library, name)
    return none_so_far(_read(library), none, say("目前还没有认出叫“{name}”的人。", name=shortened(name)))


def nobody_of_name(library: Library, name: str) -> str:
    """Return that no name recognised is this one, and in how many articles its characters are."""
    none = say("认出来的人名里没有“{name}”。", name=shortened(name))
    articles = articles_with(library, name)
    if not articles:
        return none
    search = f"reader search {shlex.quote(name)}"
    return none + count(articles, "这几个字在 {n} 篇文章里有：") + search


def _office_to_json(held: HeldOffice) -> dict[str, object]:
    days = held.seen.as_json()
    facts = {"facts": {"body": held.body.as_json(), **held.seen.facts_as_json()}}
    return {
        "title": held.title,
        "office": to_builtins(held.office),
        **days,
        "articles": held.articles,
        **facts,
    }


def _row_to_json(row: PersonRow) -> dict[str, object]:
    return {**_without_days(replace(row, seen=SeenDays())), **row.seen.as_json()}


def _without_days(person: PersonRow | PersonCard) -> dict[str, object]:
    fields: dict[str, object] = to_builtins(person)
    fields.pop("seen")
    return fields


def _evidence_to_json(library: Library, evidence: NameEvidence) -> dict[str, object]:
    fields: dict[str, object] = to_builtins(replace(evidence, facts=NO_FACTS))
    facts = evidence.facts.as_json()
    return {**fields, "facts": {"title": facts["title"], "day": facts["day"]}, "key": _key(library, evidence)}


def _share_read(library: Library) -> float:
    return _read(library).analysed


def _read(library: Library) -> ReadSoFar:
    """Return from how much of the library people are known."""
    return library.read.of_analysis(people_of(library).analysed())


def _card_lines(card: PersonCard, read: ReadSoFar, counted: Mapping[Choice, int]) -> Iterator[str]:
    yield bold(name_in_full(card.name, card.label)) + f"  {certainty_words(card.certainty)}"
    if len(card.spellings) > 1:
        yield say("写法：{names}", names=say("、").join(card.spellings))
    numbers = say(
        "{n} 篇：确定 {certain}，多半是 {likely}，只是字样 {strings}；署名 {written}",
        n=card.articles,
        certain=card.certain,
        likely=card.likely,
        strings=card.only_string,
        written=card.written,
    )
    yield so_far(read, numbers)
    if counted:
        yield say(
            "其中：{values}", values=say("、").join(f"{each.option.label} {n}" for each, n in counted.items())
        )
    if card.seen.first and card.seen.last:
        first, last = card.seen.each_in_words()
        yield say("最早 {first}，最晚 {last}", first=first, last=last)
    for office in card.offices:
        articles = count(office.articles, "{n} 篇")
        yield "  " + "  ".join(filter(None, (office.in_words, office.seen.in_words(), articles)))
    if card.companions:
        names = say("、").join(f"{companion.name} {companion.articles}" for companion in card.companions)
        yield say("一起出现：{names}", names=names)


def _key(library: Library, evidence: NameEvidence) -> str:
    article = library.articles.article(evidence.article_id)
    if article:
        return article.article.key
    return ""


def _count_names(options: People, name_list_file: Path) -> int:
    """Print or save how many articles each name of a file occurs in. Return the exit status.

    Raises CommandError if the file can't be read, or the output can't be created.
    """
    if options.output is not None:
        check_target(options.output)
    list_names = _given_names(name_list_file)
    _warn_of(list_names)
    with ready(options.library) as library:
        if options.only_exact:
            count_names = name_list.exact_counts
        else:
            count_names = name_list.counts
        # the strings are counted in the index, only other namings are known from the analysis
        read = library.read if options.only_exact else _read(library)
        counted = count_names(library, list_names.names)
        if read.is_read and (words := all_so_far(read)):
            print_warning(words)
        if options.as_json:
            print_json([{**name_list.as_object(name_row), **read.to_json()} for name_row in counted])
        elif options.output is not None:
            write_table(_counts_table(list(counted)), options.output)
        elif options.as_csv:
            write_or_print(TableFormat.CSV.writer(_counts_table(list(counted))), None)
        else:
            print(bold("\t".join(name_list.heading())))
            for name_row in counted:
                cells = "\t".join(map(str, name_list.cells_of(name_row)))
                print(cells if name_row.articles else faint(cells), flush=True)
    return 0


def _warn_of(list_names: GivenNames) -> None:
    """Print what there is to say of a list, before its names are counted."""
    if not list_names.names:
        print_warning(say("名单是空的。"))
    for remark in (list_names.remark, name_list.passed_words(list_names)):
        if remark:
            print_warning(remark)


def _given_names(path: Path) -> GivenNames:
    """Return the names in a file, or on standard input for "-". Raises CommandError."""
    try:
        if str(path) == "-":
            return name_list.names_of_stream(input_bytes(), str(path))
        return name_list.names_of_file(path)
    except OSError as error:
        raise CommandError(explain(error, path)) from error
    except LibraryError as error:
        raise CommandError(str(error)) from error


def _counts_table(counted: Sequence[NameCount]) -> Table:
    return Table(name_list.heading(), name_list.NAMES, map(name_list.cells_of, counted))
