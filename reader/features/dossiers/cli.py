"""`reader dossier`: lists, shows and exports dossiers: named, ordered collections of articles, clippings and notes."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

from reader.cli.errors import CommandError, WrongArguments
from reader.cli.libraries import UndoLast, opened, ready
from reader.cli.named_articles import PrintingNames, article_named, done_for_each, printing_names
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    InFile,
    Keys,
    LibraryPlace,
    Option,
    WithNotesOrNot,
    ending_of,
    whole,
)
from reader.cli.terminal import bold, faint, print_json
from reader.cli.written_files import (
    STANDARD_INPUT,
    check_target,
    citation_style,
    endings_in_words,
    lines_of,
    start_drawing,
    write_or_print,
)
from reader.export.forms import Wording
from reader.export.notes import doubt_in_words, quoted, source_in_words
from reader.features.dossiers.dossier_text import DossierFormat, dossier_text, no_bookmarks
from reader.features.dossiers.dossiers import DossierRow, Dossiers, Entry, dossiers_of
from reader.i18n import count, later, say
from reader.library.library import Library
from reader.newspaper.passage import Passage, passage_to_json
from reader.plugs import all_plugs, answering


def _lines(number: int, entry: Entry) -> Iterator[str]:
    if entry.bookmark is None:
        first, *rest = entry.text.split("\n")
        yield f"{number}  {first}"
        yield from (f"    {line}" for line in rest)
        return
    bookmark = entry.bookmark
    yield f"{number}  {bookmark.article.title()}"
    yield f"    {source_in_words(bookmark)}  {faint(bookmark.key)}"
    if bookmark.passage:
        yield "    " + say("“{words}”", words=quoted(bookmark))
    doubt = doubt_in_words(bookmark)
    if doubt:
        yield f"    {doubt}"


def _entry_to_json(entry: Entry, names: PrintingNames) -> dict[str, object]:
    if entry.bookmark is None:
        return {"uuid": entry.uuid, "kind": "note", "text": entry.text}
    bookmark = entry.bookmark
    if bookmark.passage:
        kind = "clipping"
        passage = passage_to_json(bookmark.passage)
    else:
        kind = "article"
        passage = None
    return {
        "uuid": entry.uuid,
        "kind": kind,
        "key": bookmark.key,
        "printing": names.get(bookmark.article_id, bookmark.printing.name),
        "newspaper": bookmark.newspaper,
        "date": bookmark.date.isoformat() if bookmark.date else None,
        "page": bookmark.page,
        "facts": bookmark.facts_as_json(),
        "path": bookmark.path,
        "headline": bookmark.article.corrected().headline,
        "passage": passage,
        "is_orphan": bookmark.is_orphan,
        "is_passage_lost": bookmark.is_passage_lost,
    }


def _named(dossiers: Dossiers, name: str) -> DossierRow:
    row = dossiers.named(name)
    if row is None:
        raise CommandError(say("没有叫“{name}”的专题。reader dossier list 列出全部。", name=name))
    return row


_NEW_NAME = Argument("NAME", "专题的名字", whole)
_NAME = Argument("NAME", "专题的名字，或它的 UUID 的开头", whole)


class List(Arguments, frozen=True):
    SHORT = later("列出专题")
    MORE = later("名字，和里面有几条。")
    EXAMPLES = (
        ("reader dossier list", later("全部专题")),
        ("reader dossier list --removed", later("删掉的，在窗口里可以找回")),
    )
    JSON = later("打印一个数组，每个专题一个对象：uuid name count")
    ANSWERS = ("reader.features.dossiers.schemas:Dossiers",)
    library: LibraryPlace = None
    removed: Annotated[bool, Option("列出删除了的，最近删除的在前；在窗口的“⋯ › 找回”里可以找回")] = False
    as_json: AsJson = False

    def run(self) -> int:
        with opened(self.library) as library:
            dossiers = dossiers_of(library)
            if self.removed:
                rows = dossiers.removed()
            else:
                rows = dossiers.all()
        if self.as_json:
            print_json([{"uuid": row.uuid, "name": row.name, "count": row.count} for row in rows])
            return 0
        if not rows and self.removed:
            print(say("没有删掉的专题。"))
        elif not rows:
            print(say("还没有专题。在窗口里读文章时按 A，就收进专题。"))
        for row in rows:
            print(f"{bold(row.name)}  {count(row.count, '{n} 条')}  {faint(row.uuid[:8])}")
        return 0


class Show(Arguments, frozen=True):
    SHORT = later("列出一个专题里的各条")
    MORE = later("编号、标题、引文、引的话；自己写的文字全文列出。")
    EXAMPLES = (
        (later("reader dossier show 渡口"), later("按顺序列出")),
        (later("reader dossier show 渡口 --removed"), later("从里面删掉的")),
    )
    JSON = later("打印一个对象，entries 里每条的 uuid、文字或文章的编号与引文")
    ANSWERS = ("reader.features.dossiers.schemas:Shown",)
    name: Annotated[str, _NAME]
    library: LibraryPlace = None
    removed: Annotated[bool, Option("列出从里面删掉的")] = False
    as_json: AsJson = False

    def run(self) -> int:
        with ready(self.library) as library:
            dossiers = dossiers_of(library)
            row = _named(dossiers, self.name)
            if self.removed:
                entries = dossiers.removed_entries(row.uuid)
            else:
                entries = dossiers.entries(row.uuid)
            keys = {entry.bookmark.key for entry in entries if entry.bookmark}
            names = printing_names(library, keys)
        if self.as_json:
            about = {"uuid": row.uuid, "name": row.name}
            print_json(about | {"entries": [_entry_to_json(entry, names) for entry in entries]})
            return 0
        print(f"{bold(row.name)}  {count(len(entries), '{n} 条')}")
        for number, entry in enumerate(entries, 1):
            print("\n".join(["", *_lines(number, entry)]))
        return 0


class New(Arguments, frozen=True):
    SHORT = later("新建一个专题")
    MORE = later("空的；用 add 收进文章，用 write 写进自己的话。")
    EXAMPLES = ((later("reader dossier new 渡口"), later("新建，名字叫“渡口”")),)
    name: Annotated[str, _NEW_NAME]
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:
            add = partial(dossiers_of(library).add, self.name)
            row = _act(library, add, lambda dossier: say("新建专题“{name}”", name=dossier.name))
        _tell(say("已新建专题“{name}”", name=row.name))
        return 0


class Add(Arguments, frozen=True):
    SHORT = later("收进文章")
    MORE = later("收在末尾。没有叫这个名字的专题就新建一个。")
    EXAMPLES = (
        (
            later("reader dossier add 渡口 tze25a2vmsg5zpia"),
            later("收进一篇；可写几篇，或用 - 从标准输入读"),
        ),
        (
            later("reader search 板车 --jsonl | reader dossier add 渡口 -"),
            later("把搜到的都收进去"),
        ),
    )
    name: Annotated[str, _NAME]
    keys: Keys
    library: LibraryPlace = None
    path: InFile = None
    quote: Annotated[str | None, Option("只收文中的这段话；同样的话有几处时收第一处", metavar="TEXT")] = None

    def run(self) -> int:
        with ready(self.library) as library:

            def held(name: str) -> tuple[int, Passage | None]:
                stored = article_named(library, name, self.path)
                if not stored.id:
                    title = stored.article.title()
                    raise CommandError(say("资料库里已没有“{title}”，收不进去。", title=title))
                if self.quote is None:
                    quoted = None
                else:
                    quoted = library.notebook.quote(stored.id, self.quote)
                return stored.id, quoted

            def add() -> DossierRow:
                dossiers = dossiers_of(library)
                row = dossiers.named(self.name) or dossiers.add(self.name)
                dossiers.add_articles(row.uuid, articles)
                return row

            articles, status = done_for_each(self.keys, held)
            if articles:
                row = _act(library, add, lambda dossier: say("加进专题“{name}”", name=dossier.name))
                added = count(len(articles), "{n} 篇")
                _tell(say("已收进“{name}”：{articles}", name=row.name, articles=added))
            return status


class Write(Arguments, frozen=True):
    SHORT = later("写进自己的话")
    MORE = later("写在末尾。没有叫这个名字的专题就新建一个。")
    EXAMPLES = (
        (later("reader dossier write 渡口 待查：长凳是哪年添的"), later("写一段")),
        (later("reader dossier write 渡口 - < 前言.txt"), later("从标准输入读")),
    )
    name: Annotated[str, _NAME]
    words: Annotated[tuple[str, ...], Argument("TEXT", "要写的话；- 是从标准输入读", whole)]
    library: LibraryPlace = None

    def run(self) -> int:
        from_input = self.words == (STANDARD_INPUT,)
        if from_input:
            text = "\n".join(lines_of(STANDARD_INPUT))
        else:
            text = " ".join(self.words)
        if not text.strip():
            raise WrongArguments(say("没有要写的话。"))
        with opened(self.library) as library:

            def write() -> DossierRow:
                dossiers = dossiers_of(library)
                row = dossiers.named(self.name) or dossiers.add(self.name)
                dossiers.add_note(row.uuid, text.strip())
                return row

            row = _act(library, write, lambda dossier: say("在专题“{name}”里写的话", name=dossier.name))
        _tell(say("已写进“{name}”", name=row.name))
        return 0


class Join(Arguments, frozen=True):
    SHORT = later("把同名的几个合并成一个")
    MORE = later("两台电脑上各做了一个同名的，合到先做的那个里：各条都在，一样的只留一条。可以一步撤销。")
    EXAMPLES = ((later("reader dossier join 渡口"), later("合并几个叫“渡口”的")),)
    name: Annotated[str, Argument("NAME", "它们的名字", whole)]
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:

            def join() -> DossierRow:
                dossiers = dossiers_of(library)
                stays = dossiers.join_namesakes(self.name)
                return next(row for row in dossiers.all() if row.uuid == stays)

            row = _act(library, join, lambda dossier: say("合并几个“{name}”", name=dossier.name))
        entries = count(row.count, "{n} 条")
        _tell(say("已把几个“{name}”合并成一个：{entries}", name=row.name, entries=entries))
        return 0


class Undo(UndoLast, frozen=True):
    EXAMPLES = (("reader dossier undo", later("撤销最近的一次")),)
    KINDS = ("dossier",)


def _act(library: Library, work: Callable[[], DossierRow], words: Callable[[DossierRow], str]) -> DossierRow:
    """Change a dossier, an act with these words. Return its row."""
    return library.user_data.act("dossier", work, words)


def _tell(summary: str) -> None:
    """Print what was done, and how it is undone."""
    print(summary)
    print(say("要撤销：reader dossier undo"))


def _target_help() -> str:
    return say("存到哪里：{endings}；不写则打印 Markdown", endings=endings_in_words(DossierFormat))


class Export(Arguments, frozen=True):
    SHORT = later("写成 Markdown、Word 或 PDF，引文在脚注里")
    MORE = later("脚注按 GB/T 7714，是设置里的版本；批注也在脚注里。已有的文件不会盖掉。")
    EXAMPLES = (
        (later("reader dossier export 渡口 渡口.docx"), later("Word、LibreOffice 能接着写，脚注是真脚注")),
        (later("reader dossier export 渡口 > 渡口.md"), later("不写文件名，打印 Markdown")),
    )
    name: Annotated[str, _NAME]
    wording: WithNotesOrNot = Wording.WITH_NOTES
    has_marks: Annotated[bool, Option("不带标记和批注", "--no-marks")] = True
    target: Annotated[Path | None, Argument("FILE", _target_help)] = None
    library: LibraryPlace = None

    def run(self) -> int:
        with ready(self.library) as library:
            target = self.target
            dossiers = dossiers_of(library)
            row = _named(dossiers, self.name)
            usual = DossierFormat.MARKDOWN
            if target:
                form = DossierFormat.named(ending_of(target, usual.suffix))
            else:
                form = usual
            if form is None:
                endings = say("、").join(DossierFormat.endings())
                raise WrongArguments(say("专题存成 {endings}，{path} 不是。", endings=endings, path=target))
            if target is not None:
                check_target(target)
            text = dossier_text(
                row.name,
                dossiers.entries(row.uuid),
                citation_style(),
                dossiers.story_of,
                self.wording,
                library.notebook.as_printed if self.has_marks else no_bookmarks,
            )
            if form is not DossierFormat.PDF:
                write_or_print(form.writer(text), target)
                return 0
            start_drawing()
            from reader.features.dossiers.ui.dossier_printout import DossierPrintout
            from reader.ui.sheets import pdf_of_printout

            printout = DossierPrintout(text)
            data = answering(pdf_of_printout, all_plugs())(printout, printout.about())
            if data is None:
                raise CommandError(say("这个程序没有打印的部分，存不成 PDF。"))
            write_or_print(data, target)
        return 0


class Dossier(Arguments, frozen=True):
    MORE = later(
        "与收藏存在一起，连同当时的文字；原文找不到了，专题里的还在。\n"
        "排顺序、改名、删掉和找回都在窗口里（Ctrl+5）；这里新建、收进文章、写、撤销、列出、导出。"
    )
    EXAMPLES = (
        (later("reader dossier show 渡口"), later("按顺序列出")),
        (later("reader dossier export 渡口 渡口.docx"), later("写成 Word 文件，引文在脚注里")),
    )
    ACTIONS = (List, Show, New, Add, Write, Join, Undo, Export)
