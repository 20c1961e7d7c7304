"""`reader people`: the people of a library, and the card of one."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Parser, add_json, add_library, whole, whole_number
from reader.cli.errors import CommandError
from reader.cli.libraries import mended, ready
from reader.cli.terminal import bold, faint, print_json
from reader.i18n import count, say
from reader.language.forms import shortened
from reader.library.library import Library
from reader.people.person import (
    NameEvidence,
    PersonCard,
    PersonOrder,
    PersonRow,
    certainty_words,
    mark_words,
    name_in_full,
)

DECISIONS = "decisions"
"""In the place of a name: what was decided on people."""


def add_people(parser: Parser) -> None:
    parser.set_defaults(settle=settle_people)
    parser.explain(
        say(
            "不写 NAME 就列出所有认出来的人，篇数多的在前；写了就是这个人的卡片。\n"
            "篇数与搜索这个名字的一样多。确定：有署名、职务、说话；多半是：有两种旁证；只是字样：只有那几个字。\n"
            "认错了的在窗口里改（人物卡片的右键菜单：划掉、合并、分出）；reader people decisions 列出改过的。"
        ),
        [
            (say("reader people --filter cht"), say("按字、拼音或拼音首字母找")),
            (say("reader people 何渡生 --evidence"), say("凭什么说是他，一篇一行")),
        ],
    )
    parser.what.add_argument(
        "person", nargs="?", metavar="NAME", help=say("谁的卡片；写 decisions 则列出划掉、合并、分开的")
    )
    add_library(parser)
    add_json(
        parser,
        say(
            "打印一个对象：total people，每人的 name label pinyin initials articles certainty first last forms；\n"
            "写了 NAME 是卡片：name label forms certainty articles certain likely only_string written\n"
            "offices first last companions，用 --evidence 时还有 evidence。forms 是印着的各种写法，繁简都在内，多的在前"
        ),
    )
    parser.options.add_argument(
        "--filter",
        dest="typed",
        default="",
        metavar="T",
        help=say("只列名字里有这些字的，或拼音、首字母这样开头的（陈、chenht、cht）"),
    )
    parser.options.add_argument(
        "--sort",
        dest="order",
        choices=("count", "name", "pinyin"),
        default="count",
        help=say("次序：count 篇数（默认）、name 姓名、pinyin 拼音"),
    )
    parser.options.add_argument(
        "--label", type=whole, metavar="L", help=say("同名的人里哪一位：分出时给的称呼")
    )
    parser.options.add_argument("--evidence", action="store_true", help=say("也列出凭据：一篇一行，新的在前"))
    parser.options.add_argument("--limit", type=whole_number, metavar="N", help=say("最多列出几个，默认 50"))
    add_list_options(parser)


def settle_people(parser: Parser, options: Options) -> None:
    """Check the options. Ends the process with 2 if they can't be followed."""
    options.person = options.person.removeprefix(" ") if options.person is not None else None
    if options.evidence and options.person is None:
        parser.error(say("--evidence 要写明是谁的：reader people NAME --evidence"))
    if options.label is not None and options.person is None:
        parser.error(say("--label 要写明是谁的：reader people NAME --label L"))
    settle_list_options(parser, options)
    if options.typed and options.person is not None:
        parser.error(say("--filter 不能与 NAME 同用"))


_ENDINGS = (".csv", ".xlsx")


def add_list_options(parser: Parser) -> None:
    """Add what a list of names needs; `--json` and `--library` are the command's own."""
    parser.options.add_argument(
        "--list",
        type=Path,
        dest="name_list",
        metavar="FILE",
        help=say(
            "查一份名单：CSV 或每行一个名字，UTF-8 或 GB18030 都行；- 是标准输入。\n"
            "每个名字一行：照原样印着的篇数、各种别的写法的篇数、最早和最晚的日期"
        ),
    )
    parser.options.add_argument(
        "--exact",
        action="store_true",
        dest="only_exact",
        help=say("与 --list 同用：只数照原样印着的，不数别的写法，快十倍"),
    )
    parser.options.add_argument(
        "--csv", action="store_true", dest="as_csv", help=say("与 --list 同用：打印 CSV，Excel 可以直接打开")
    )
    parser.options.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say("与 --list 同用：存成 FILE.csv 或 FILE.xlsx；已有的不覆盖"),
    )


def settle_list_options(parser: Parser, options: Options) -> None:
    """Check the options. Ends the process with 2 if they can't be followed."""
    if options.name_list is None:
        if options.as_csv or options.only_exact or options.output is not None:
            parser.error(say("--exact、--csv 和 -o 要与 --list 同用"))
    elif options.as_csv and options.as_json:
        parser.error(say("--json 不能与 --csv 同用"))
    elif options.output is not None and options.output.suffix.lower() not in _ENDINGS:
        parser.error(say("-o 的文件要以 .csv 或 .xlsx 结尾"))


_MOST = 50


def run(options: Options) -> int:
    if options.person == DECISIONS:
        from reader.cli import people_decisions

        return people_decisions.run_decisions(options)
    if options.name_list is not None:
        from reader.cli import people_list

        return people_list.run_list(options)
    with ready(options.library) as library:
        if options.person is None:
            return mended(library, lambda: _list(library, options))
        return mended(library, lambda: _show(library, str(options.person), options))


def _list(library: Library, options: Options) -> int:
    limit = _MOST if options.limit is None else options.limit
    rows = library.people.rows(options.typed, by=PersonOrder(options.order), limit=limit)
    total = library.people.count(options.typed)
    if options.as_json:
        print_json({"total": total, "people": [_plain(asdict(row)) for row in rows]})
        return 0
    for row in rows:
        print(_line(row))
    if total > len(rows):
        print(faint(say("共 {total} 人，列出 {n} 人；要更多请加 --limit", total=total, n=len(rows))))
    elif not total:
        print(say("没有认出这样的人名。") if options.typed else say("还没有认出人名。"))
    return 0


def _show(library: Library, name: str, options: Options) -> int:
    label = options.label or ""
    card = library.people.card(name, label)
    if card is None:
        if name in library.people.overlay().struck:
            raise CommandError(say("“{name}”已划掉。找回：在窗口的“人物”里撤销", name=name))
        if label and library.people.articles_of(name):
            raise CommandError(say("没有叫“{name}（{label}）”的人。", name=name, label=label))
        raise CommandError(
            say("报上没有认出叫“{name}”的人。字样可以用 reader search 去找。", name=shortened(name))
        )
    limit = _MOST if options.limit is None else options.limit
    evidence = library.people.evidence(name, label, limit=limit) if options.evidence else []
    if options.as_json:
        told = {**_plain(asdict(card)), "forms": card.spellings}
        if options.evidence:
            told["evidence"] = [{**_plain(asdict(each)), "key": _key(library, each)} for each in evidence]
        print_json(told)
        return 0
    print("\n".join(_card_lines(card)))
    if evidence:
        print()
    for each in evidence:
        day = each.date.isoformat() if each.date else say("日期不详")
        key, words = _key(library, each), certainty_words(each.certainty)
        print(f"{faint(f'{day}  {key}  {words} {mark_words(each.mark)}'.rstrip())}  {each.quote}")
    return 0


def _card_lines(card: PersonCard) -> Iterator[str]:
    yield bold(name_in_full(card.name, card.label)) + f"  {certainty_words(card.certainty)}"
    if len(card.spellings) > 1:
        yield say("写法：{names}", names=say("、").join(card.spellings))
    yield say(
        "{n} 篇：确定 {certain}，多半是 {likely}，只是字样 {strings}；署名 {written}",
        n=card.articles,
        certain=card.certain,
        likely=card.likely,
        strings=card.only_string,
        written=card.written,
    )
    if card.first and card.last:
        yield say("最早 {first}，最晚 {last}", first=card.first.isoformat(), last=card.last.isoformat())
    for office in card.offices:
        days = "" if not office.first or not office.last else f"{office.first} – {office.last}  "
        yield f"  {office.title}  {days}" + count(office.articles, "{n} 篇")
    if card.companions:
        names = say("、").join(f"{each.name} {each.articles}" for each in card.companions)
        yield say("一起出现：{names}", names=names)


def _line(row: PersonRow) -> str:
    days = f"{row.first} – {row.last}" if row.first and row.last else ""
    told = faint(f"{certainty_words(row.certainty)}  {row.pinyin}  {days}".rstrip())
    also = faint(say("、").join(row.forms[1:]))
    return "  ".join(filter(None, [f"{row.articles:>7,}", name_in_full(row.name, row.label), also, told]))


def _key(library: Library, each: NameEvidence) -> str:
    article = library.articles.article(each.article_id)
    return article.article.key if article else ""


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """Return the same with dates as text."""
    return {name: _plain_value(value) for name, value in told.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain_value(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
