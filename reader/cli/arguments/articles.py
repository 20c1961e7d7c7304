"""The arguments of the commands on articles (show, cite, sources, clip, export), and of those on the data of a user
(bookmark, dossier, backup, log).
"""

from itertools import chain
from pathlib import Path

from reader.cli.arguments.options import STDOUT, Options
from reader.cli.arguments.parser import (
    Parser,
    add_json,
    add_key,
    add_keys,
    add_library,
    add_recognised,
    add_shapes,
    add_target,
    add_wording,
    key_or_link,
    whole,
    whole_number,
)
from reader.export.forms import CollectionFormat, NoteFormat, RecordFormat, Style, Wording
from reader.i18n import say


def add_show(parser: Parser) -> None:
    parser.set_defaults(settle=settle_show)
    parser.explain(
        say(
            "转到别版的文章接成一篇（json 只有这一部分，并写明前后部分的编号）。\n"
            "文件不见了的、只在收藏里还有的，也能显示。"
        ),
        [
            ("reader show tze25a2vmsg5zpia", say("排好的文字")),
            (
                say("reader show tze25a2vmsg5zpia --pdf 整版.pdf --whole-page --paper a3"),
                say("它所在的整版，排在一张 A3 上"),
            ),
        ],
    )
    add_keys(parser)
    parser.option(
        "--format",
        choices=("text", "markdown", "html", "json"),
        default="text",
        help=say("text（默认）、markdown、html、json"),
    )
    add_wording(parser)
    parser.option(
        "--source",
        type=whole_number,
        metavar="N",
        help=say("它的第 N 种来源里的文字，次序如 reader sources 所列"),
    )
    parser.option("--pdf", type=Path, metavar="FILE", help=say("排好存成 PDF 文件；已有的文件不会盖掉"))
    parser.flag("--whole-page", dest="is_whole_page", help=say("PDF：整版，不只这一篇"))
    parser.option("--paper", choices=("a4", "a3"), default="a4", help=say("PDF：a4（默认）、a3"))
    parser.option(
        "--orientation",
        choices=("auto", "portrait", "landscape"),
        default="auto",
        help=say("PDF：auto（默认，怎样放得下怎样来）、portrait 纵向、landscape 横向"),
    )
    parser.option("--no-notes", action="store_false", dest="has_notes", help=say("PDF：不印标记和批注"))


def settle_show(parser: Parser, options: Options) -> None:
    """Check the options. Exits with status 2 if they contradict each other."""
    if options.wording is Wording.WITH_NOTES and (options.pdf is not None or options.format == "json"):
        parser.error(say("--corrected 不能与 --pdf 或 --format json 同用"))
    if options.source is not None and (options.wording is Wording.WITH_NOTES or options.pdf is not None):
        parser.error(say("--source 不能与 --corrected 或 --pdf 同用"))


def add_cite(parser: Parser) -> None:
    parser.explain(
        say("推定的日期、据文件名的日期都照规矩注明。"),
        [
            (say("reader cite tze25a2vmsg5zpia --style bibtex >> 参考文献.bib"), say("加进 BibTeX 文件")),
            (
                say("reader search 渡口 --json | jq -r '.hits[].printing' | reader cite -"),
                say("把搜到的都引出来：- 是从标准输入读编号"),
            ),
        ],
    )
    add_keys(parser)
    parser.option(
        "--style", choices=[style.value for style in Style], default="gb2015", help=say("默认 gb2015")
    )
    parser.flag("--link", dest="as_link", help=say("不写引文，写出这篇文章的链接"))
    add_wording(parser)


def add_sources(parser: Parser) -> None:
    parser.set_defaults(settle=settle_sources)
    parser.explain(
        say(
            "同一期有几种文件（数字报网页、PDF、识别的文字……）时合为一期，每篇只显示最好的一种，\n"
            "别的一种里才有的字句也搜得到。这里列出各种、说明为什么显示这一种，也可以改选。"
        ),
        [
            ("reader sources tze25a2vmsg5zpia --diff", say("它有哪几种来源，各种与显示的差在哪里")),
            ("reader sources tze25a2vmsg5zpia --choose 2 --issue", say("这一整期改为显示第 2 种")),
        ],
    )
    add_key(parser)
    add_json(
        parser,
        say(
            "每篇一行：key reason is_chosen is_issue_chosen sources\n"
            "（number format name is_shown keys headline files，--diff 时还有 parts）"
        ),
    )
    parser.flag("--diff", help=say("逐字比较：[甲→乙]、[-删去-]、[+添上+]"))
    parser.option(
        "--choose", type=whole_number, metavar="N", help=say("以后显示第 N 种；资料改了、更新了也照旧")
    )
    parser.flag("--issue", dest="is_whole", help=say("--choose：整期都这样，不只这一篇"))
    parser.flag("--default", dest="takes_default", help=say("收回所选，由程序取最好的一种"))


def settle_sources(parser: Parser, options: Options) -> None:
    """Check the options. Exits with status 2 if they contradict each other."""
    if options.choose is not None and options.takes_default:
        parser.error(say("--choose 不能与 --default 同用"))
    if options.is_whole and options.choose is None:
        parser.error(say("--issue 要与 --choose 同用"))


def add_clip(parser: Parser) -> None:
    parser.explain(
        say(
            "带报头、日期和引文，照报纸的样子排。一张放不下就做成几张：剪报.png、剪报 2.png……已有的文件不会盖掉。"
        ),
        [
            (say("reader clip tze25a2vmsg5zpia -o 剪报.png"), say("整篇，像从报上剪下来的")),
            (
                say('reader clip tze25a2vmsg5zpia --text "{words}" --card -o 卡片.png', words="一辆板车"),
                say("这几个字，做成发在聊天里的卡片"),
            ),
        ],
    )
    add_key(parser)
    add_target(parser, say("存到哪里：.png，放多大都清楚的 .svg，或可以印的 .pdf"))
    parser.option(
        "--text", type=whole, dest="quote", metavar="TEXT", help=say("只要文中的这段话；同样的话取第一处")
    )
    parser.flag("--card", dest="is_card", help=say("三比四的卡片，大字；不写则像一条剪报"))
    parser.option(
        "--theme", choices=("paper", "white", "dark"), default="paper", help=say("配色，默认 paper")
    )
    parser.option(
        "--scale", type=int, choices=(1, 2, 3), default=2, help=say(".png 的一个像素画成几个，默认 2")
    )
    parser.flag("--marks", dest="has_marks", help=say("画上自己标的颜色；不写则不画"))
    add_recognised(parser.options)
    add_json(parser, say("打印一个对象：files citation"))


def add_export(parser: Parser) -> None:
    parser.explain(
        say(
            "一期、一段时间、一次搜索的全部结果，或整个资料库。EPUB 是一个文件，Markdown 和 TEI 是一个新建的文件夹。\n"
            "导出的 Markdown 放回资料库，读出来还是同样的文章。已有的文件和文件夹不会盖掉。"
        ),
        [
            (say("reader export 1987-06 -o 一九八七年六月.epub"), say("这个月的报纸，做成一本电子书")),
            (
                say("reader export --all --format markdown -o 导出"),
                say("整个资料库，一篇一个 Markdown 文件"),
            ),
        ],
    )
    parser.argument(
        "query",
        nargs="*",
        metavar="QUERY",
        help=say(
            "只写日期就是那时的报纸；别的同 reader search。\n也可写几篇文章的编号，- 是从标准输入读，一行一个"
        ),
    )
    parser.flag("--all", dest="is_whole", help=say("整个资料库，不写 QUERY"))
    add_target(parser, say("存到哪里：名字是 .epub 就做电子书，否则是要新建的文件夹"), metavar="PATH")
    parser.option(
        "--format",
        choices=[form.value for form in CollectionFormat],
        dest="form",
        help=say("格式；不写则看名字：.epub 是电子书，别的是 Markdown"),
    )
    add_recognised(parser.options)
    add_shapes(parser)
    add_library(parser)
    add_json(parser, say("打印一个对象：path format issues articles"))


_AS_DATA = [form for form in RecordFormat if NoteFormat.named(form.value) is None]


_ENDINGS = {
    **{form.value: (form.suffix,) for form in NoteFormat},
    NoteFormat.MARKDOWN.value: (".md", ".markdown"),
    NoteFormat.HTML.value: (".html", ".htm"),
    "json": (".json",),
    **{form.value: (form.suffix,) for form in _AS_DATA},
}
"""The formats of `bookmark export`, with the file suffixes of each."""


def add_bookmark(parser: Parser) -> None:
    parser.set_defaults(settle=settle_bookmark)
    parser.explain(
        say("收藏时连全文一起存下：文件改名、移走、不见了，收藏都在。"),
        [
            (say("reader bookmark add tze25a2vmsg5zpia --note 外婆 --tag 家史"), say("收藏，带批注和标签")),
            (say("reader bookmark export > 收藏.md"), say("全部收藏连同文字存成一个文件")),
        ],
    )
    _add_add(parser)
    _add_remove_and_restore(parser)
    _add_attach(parser)
    _add_place(parser)
    _add_list(parser)
    _add_export(parser)
    _add_import(parser)
    _add_undo(parser)
    _add_versions(parser)
    _add_tags(parser)


def _add_tags(parser: Parser) -> None:
    listed = parser.add_action(
        "tags",
        say("列出全部标签"),
        say("用得多的在前，各有几条收藏。"),
        [("reader bookmark tags --json", say("打印一个数组：tag bookmarks"))],
    )
    add_library(listed)
    add_json(listed, say("打印一个数组：tag bookmarks"))
    change = parser.add_action(
        "retag",
        say("给标签改名，或把几个并成一个"),
        say("所有收藏一起改，算一步，undo 撤销。已有新名字的，就并到一起。"),
        [
            (say("reader bookmark retag 渡口 --to 柳川渡口"), say("改名")),
            (say('reader bookmark retag "land reform" 土改 --to 土地改革'), say("两个并成一个")),
        ],
    )
    change.argument("tags", nargs="+", type=whole, metavar="TAG", help=say("现在的标签；有空格的加引号"))
    change.option("--to", type=whole, required=True, metavar="TAG", help=say("改成什么"))
    add_library(change)


def _add_add(parser: Parser) -> None:
    add = parser.add_action(
        "add",
        say("收藏一篇文章"),
        say("已收藏的，批注换成新的，标签加上去。加 --quote 则只标出其中的一段话。"),
        [
            (say("reader bookmark add tze25a2vmsg5zpia --tag 渡口 --tag 1987"), say("收藏它，带两个标签")),
            (
                say('reader bookmark add tze25a2vmsg5zpia --quote "{words}" --note 待核', words="一辆板车"),
                say("标出这几个字，写上批注"),
            ),
        ],
    )
    add_keys(add)
    add.option("--quote", metavar="TEXT", help=say("标出文中的这段话；同样的话有几处时标第一处"))
    add.option("--note", type=whole, default="", metavar="TEXT", help=say("批注的文字"))
    add.option(
        "--tag",
        action="append",
        type=whole,
        default=[],
        dest="tags",
        metavar="TAG",
        help=say("标签，可写多次"),
    )


def _add_remove_and_restore(parser: Parser) -> None:
    remove = parser.add_action(
        "remove",
        say("取消收藏"),
        say("批注和标签还留着，restore 可以找回。"),
        [
            ("reader bookmark remove tze25a2vmsg5zpia", say("按文章的编号")),
            ("reader bookmark remove 3f1c9a52-…", say("按收藏的 UUID（list --json 里有）")),
        ],
    )
    restore = parser.add_action(
        "restore",
        say("找回取消了的收藏"),
        say("批注和标签与取消前一样。"),
        [
            ("reader bookmark restore tze25a2vmsg5zpia", say("按文章的编号")),
            ("reader bookmark restore 3f1c9a52-…", say("按收藏的 UUID")),
        ],
    )
    for each in (remove, restore):
        words = say("文章的编号，或收藏的 UUID；可写几个，- 是从标准输入读，一行一个")
        each.argument("keys", nargs="+", type=key_or_link, metavar="KEY|UUID", help=words)
        add_library(each)


def _add_attach(parser: Parser) -> None:
    attach = parser.add_action(
        "attach",
        say("指定一条收藏标的是哪一处印本"),
        say("同样的文字印在几处、收藏却没有记下是哪一处时用；bookmark list 会注明。"),
        [("reader bookmark attach 3f1c9a52-… tze25a2vmsg5zpia@1987-06-12", say("标的是这一天的"))],
    )
    attach.argument("uuid", metavar="UUID", help=say("收藏的 UUID"))
    attach.argument("key", type=key_or_link, metavar="KEY", help=say("文章的编号，写明是哪一处"))
    add_library(attach)


def _add_place(parser: Parser) -> None:
    place = parser.add_action(
        "place",
        say("把找不到了的标记移到它像在的一处"),
        say("标的字改了、没有了，标记就留着原话，不移到别处；bookmark list 会注明，并列出像的地方。"),
        [
            ("reader bookmark place 3f1c9a52-…", say("列出像的地方，最像的在前")),
            ("reader bookmark place 3f1c9a52-… 1", say("移到第一处；原话留作以前的写法")),
        ],
    )
    place.argument("uuid", metavar="UUID", help=say("收藏的 UUID"))
    place.argument("number", nargs="?", type=whole_number, metavar="N", help=say("第几处；不写则列出"))
    add_library(place)


def _add_list(parser: Parser) -> None:
    shown = parser.add_action(
        "list",
        say("列出收藏"),
        say("新的在前。库里已找不到的文章会注明，存下的文字用 export 看。"),
        [
            ("reader bookmark list", say("日期、标题、批注、标签")),
            ("reader bookmark list --json", say("打印一个数组，每个收藏一个对象，含存下的全文")),
        ],
    )
    add_library(shown)
    shown.flag("--removed", help=say("列出删除了的，最近删除的在前；restore 可以找回"))
    add_json(shown, say("打印一个数组，含存下的全文；places 是标记在哪一段的哪几个字"))


def _add_export(parser: Parser) -> None:
    export = parser.add_action(
        "export",
        say("导出收藏、标记与批注，连同存下的文字"),
        say(
            "读的格式带引文（GB/T 7714，按设置里的版本）。json 是全部资料，含删除了的和更正，别的资料库可以整个读入；\n"
            "写了 --tag 或 --query 则只有选出的收藏。"
        ),
        [
            (say("reader bookmark export 收藏.md --tag 家史"), say("把带“家史”标签的存成 Markdown")),
            (say("reader bookmark export 全部.json --format json"), say("存下全部，以备搬家")),
        ],
    )
    export.argument(
        "target", nargs="?", type=Path, metavar="FILE", help=say("存到哪里；不写则打印到标准输出")
    )
    add_library(export)
    export.option(
        "--format",
        choices=tuple(_ENDINGS),
        help=say(
            "{notes}，或 json；作数据用的 {data}，一个收藏一条；\n"
            "gb2015、gb2025 是编了号的参考文献表，一篇一条。\n"
            "不写则看 FILE 的扩展名：.md .html .txt（text）.csv .jsonl .bib .ris；没有 FILE 是 markdown",
            notes=" ".join(NoteFormat),
            data=" ".join(_AS_DATA),
        ),
    )
    add_wording(export)
    export.option("--tag", metavar="TAG", help=say("只要带这个标签的"))
    export.option(
        "--query", dest="sought", metavar="WORDS", help=say("只要标题、引的话、批注、标签或出处里有这些词的")
    )


def _add_import(parser: Parser) -> None:
    take = parser.add_action(
        "import",
        say("读入 export --format json 存成的文件"),
        say(
            "与已有的合在一起；同一条两边都改过的，后改的有效，另一边的文字留作以前的写法。会先说明要换掉什么，读入后可以撤销（undo）。读多少次都一样。"
        ),
        [
            (say("reader bookmark import 全部.json"), say("读入，并说明来了多少条")),
            (say("reader bookmark import 全部.json --library ~/旧报"), say("读入另一个资料库")),
        ],
    )
    take.flag("--dry-run", dest="is_rehearsal", help=say("只说会改变什么，什么也不改"))
    take.argument("file", type=Path, metavar="FILE", help=say("export --format json 存成的文件"))
    add_library(take)
    add_json(take, say("打印一个对象：bookmarks corrections，各来了多少条"))


def _add_undo(parser: Parser) -> None:
    undo = parser.add_action(
        "undo",
        say("撤销最近一次读入，或恢复备份"),
        say("读入的收藏移到“最近删除”，换掉的文字换回来；后来又改过的不动。"),
        [("reader bookmark undo", say("撤销最近的一次"))],
    )
    add_library(undo)


def _add_versions(parser: Parser) -> None:
    versions = parser.add_action(
        "versions",
        say("一条收藏以前的写法"),
        say("两台电脑上都改过的，没有用上的文字留在这里；--use 换回其中一条，现在的文字也会留下。"),
        [
            ("reader bookmark versions tze25a2vmsg5zpia", say("列出，编上号")),
            ("reader bookmark versions tze25a2vmsg5zpia --use 1", say("换回第一条")),
        ],
    )
    versions.argument("key", type=key_or_link, metavar="KEY|UUID", help=say("文章的编号，或收藏的 UUID"))
    add_library(versions)
    versions.option("--use", type=whole_number, dest="number", metavar="N", help=say("换回第几条"))


def settle_bookmark(parser: Parser, options: Options) -> None:
    """Set the format of `bookmark export` from the suffix of its file, unless `--format` is given.

    Exits with status 2 if the suffix belongs to another format, to none, or is .json, which two formats share.
    """
    if options.action != "export":
        return
    target, given = options.target, options.format
    ending = target.suffix.lower() if target else ""
    fitting = [form for form, endings in _ENDINGS.items() if ending in endings]
    if target in (None, STDOUT) or given in fitting or (given and not fitting):
        options.format = given or "markdown"
    elif given or not fitting:
        endings = _ENDINGS[given] if given else dict.fromkeys(chain.from_iterable(_ENDINGS.values()))
        told = say("{path} 的扩展名不对，这里能写的是 {endings}", path=target, endings=" ".join(endings))
        parser.error(told)
    elif ending == ".json":
        parser.error(say(".json 有两种，请用 --format 指明：json（全部资料）或 csl-json（引文数据）"))
    else:
        options.format = fitting[0]


def add_dossier(parser: Parser) -> None:
    parser.explain(
        say(
            "与书签存在一起，连同当时的文字；原文找不到了，专题里的还在。\n"
            "排顺序、改名、删掉和找回都在窗口里（Ctrl+5）；这里列出、收进文章、导出。"
        ),
        [
            (say("reader dossier show 渡口"), say("按顺序列出")),
            (say("reader dossier export 渡口 渡口.docx"), say("写成 Word 文件，出处在脚注里")),
        ],
    )
    listed = parser.add_action(
        "list",
        say("列出专题"),
        say("名字，和里面有几条。"),
        [
            ("reader dossier list", say("全部专题")),
            ("reader dossier list --removed", say("删掉的，在窗口里可以找回")),
        ],
    )
    add_library(listed)
    listed.flag("--removed", help=say("列出删除了的，最近删除的在前；在窗口的“⋯ ▸ 找回”里可以找回"))
    add_json(listed, say("打印一个数组，每个专题一个对象：uuid name count"))
    shown = parser.add_action(
        "show",
        say("列出一个专题里的各条"),
        say("编号、标题、出处、引的话；自己写的文字全文列出。"),
        [
            (say("reader dossier show 渡口"), say("按顺序列出")),
            (say("reader dossier show 渡口 --removed"), say("从里面删掉的")),
        ],
    )
    _add_name(shown)
    add_library(shown)
    shown.flag("--removed", help=say("列出从里面删掉的"))
    add_json(shown, say("打印一个对象，entries 里每条的 uuid、文字或文章的编号与出处"))
    added = parser.add_action(
        "add",
        say("收进文章"),
        say("收在末尾。没有叫这个名字的专题就新建一个。"),
        [(say("reader dossier add 渡口 tze25a2vmsg5zpia"), say("收进一篇；可写几篇，或用 - 从标准输入读"))],
    )
    _add_name(added)
    add_keys(added)
    export = parser.add_action(
        "export",
        say("写成 Markdown、Word 或 PDF，出处在脚注里"),
        say("脚注按 GB/T 7714，是设置里的版本。已有的文件不会盖掉。"),
        [
            (say("reader dossier export 渡口 渡口.docx"), say("Word、LibreOffice 能接着写，脚注是真脚注")),
            (say("reader dossier export 渡口 > 渡口.md"), say("不写文件名，打印 Markdown")),
        ],
    )
    _add_name(export)
    add_wording(export, has_notes=True)
    export.argument(
        "target",
        nargs="?",
        type=Path,
        metavar="FILE",
        help=say("存到哪里：.md .docx .pdf；不写则打印 Markdown"),
    )
    add_library(export)


def _add_name(parser: Parser) -> None:
    parser.argument("name", type=whole, metavar="NAME", help=say("专题的名字，或它的 UUID 的开头"))


def add_backup(parser: Parser) -> None:
    parser.explain(
        say(
            "改动过收藏、批注、更正以后会自动备份，最多留六十份：近来的，和每小时、每天、每星期、每月的第一份。\n"
            "您自己做的，和换新版以前做的，一直留着，直到您删掉。"
        ),
        [
            ("reader backup make", say("现在就做一份，一直留着")),
            ("reader backup list", say("有哪些备份")),
            ("reader backup show 20261120", say("恢复那天最后的一份，会改变什么；什么也不改")),
            ("reader backup restore 20261120-1530", say("恢复那一份；可以撤销")),
        ],
    )
    listed = parser.add_action(
        "list",
        say("列出备份"),
        say("新的在前。"),
        [("reader backup list --json", say("打印一个数组：name kind made path"))],
    )
    add_json(listed, say("打印一个数组：name kind（auto、made 或 update）made path"))
    made = parser.add_action(
        "make",
        say("现在就做一份备份"),
        say("它自成一个文件，不会被盖掉，一直留着，直到 remove。"),
        [("reader backup make", say("备份到 .reader/backups"))],
    )
    add_json(made, say("打印一个对象：name kind made path"))
    changes = say("打印一个对象：backup；changes 里每一种的 kind added changed removed")
    for name, short, more in (
        ("show", say("恢复一份备份会改变什么"), say("什么也不改。")),
        ("restore", say("恢复一份备份"), say("备份之后加的收藏移到“最近删除”，改过的留作以前的写法。")),
        ("remove", say("删掉一份备份"), say("找不回来。名字要写得只合一份。")),
    ):
        chosen = parser.add_action(name, short, more, [(f"reader backup {name} 20261120-153000-7", short)])
        chosen.argument("name", metavar="NAME", help=say("list 列出的名字，或它的开头"))
        if name != "remove":
            add_json(chosen, changes)
        add_library(chosen)
    for each in (listed, made):
        add_library(each)


def add_log(parser: Parser) -> None:
    parser.explain(
        say(
            "默认不记：看过什么是私事，要记的人自己打开。只存在这台电脑上，不在资料库文件夹里，\n"
            "文件夹借人、拷走都不会带着它。打开和关掉对所有资料库和窗口都有效；终端里的命令不记。"
        ),
        [
            ("reader log --on", say("从现在起记")),
            (say("reader log -o 日志.md"), say("存成 Markdown，按天排，读过的文章带引文")),
        ],
    )
    add_library(parser)
    add_json(parser, say("打印一个对象：on entries；每条的 time kind（query 或 article）text total key"))
    does = parser.options.add_mutually_exclusive_group()
    does.add_argument("--on", action="store_true", dest="turned", default=None, help=say("从现在起记"))
    does.add_argument(
        "--off", action="store_false", dest="turned", default=None, help=say("关掉；记下的还在")
    )
    does.add_argument(
        "--clear", action="store_true", dest="clears", help=say("把这个资料库的日志全部删掉，找不回来")
    )
    does.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=say("存成 Markdown 文件；已有的不覆盖")
    )
