"""`reader bookmark`: bookmarks and notes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated

from msgspec import to_builtins

from reader.cli.errors import CommandError
from reader.cli.hits import note_lines
from reader.cli.libraries import UndoLast, opened, ready
from reader.cli.named_articles import (
    PrintingNames,
    ambiguity_message,
    article_named,
    done_for_each,
    printing_names,
    unambiguous_names,
)
from reader.cli.options import (
    STDOUT,
    Argument,
    Arguments,
    AsJson,
    CorrectedOrRecognised,
    Headings,
    InFile,
    Keys,
    LibraryPlace,
    Option,
    TableHeadings,
    WrongArguments,
    key_or_link,
    whole,
)
from reader.cli.terminal import faint, print_json, print_result, print_warning
from reader.cli.written_files import citation_style, endings_in_words, write_or_print
from reader.export.article_text import day_of_issue
from reader.export.forms import NoteFormat, RecordFormat, Wording, bookmark_formats
from reader.export.notes import in_context, matching, quoted, records, written_out
from reader.export.records import written
from reader.i18n import later, say
from reader.language.forms import escaped_in_json, on_one_line, without_controls
from reader.library.article_values import values_of
from reader.library.change_summary import (
    changes_in_words,
    nothing_differs,
    plan_in_words,
    version_in_words,
)
from reader.library.library import Library
from reader.newspaper.article import page_in_words
from reader.newspaper.decision import Decision
from reader.newspaper.facts import with_remark
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.json_format import printed_to_json
from reader.newspaper.passage import Passage, passage_to_json
from reader.storage.act_recording import Change
from reader.storage.disk_errors import LibraryError


def _offered(bookmark: Bookmark, passages: Sequence[Passage]) -> Iterator[str]:
    for number, passage in enumerate(passages, 1):
        yield f"    {number}  {in_context(passage)}"
    if passages:
        yield say("    是其中的第几处，就写几：reader bookmark place {uuid} 1", uuid=bookmark.uuid)
    else:
        yield say("    没有像的地方")


def _exported(library: Library, options: "Export") -> str | Iterator[str | bytes]:
    bookmarks = matching(library.notebook.bookmarks(), options.sought or "", options.tag)
    form = options.form
    if form == "json":
        if options.sought is None and options.tag is None:
            return escaped_in_json(library.notebook.export_notes())
        return escaped_in_json(library.notebook.export_notes({bookmark.uuid for bookmark in bookmarks}))
    style = citation_style()
    article_of = library.notebook.article_of
    if form in set(NoteFormat):
        return written_out(bookmarks, NoteFormat(form), style, article_of, options.wording)
    entries = records(bookmarks, article_of, values_of)
    return written(entries, RecordFormat(form), style, wording=options.wording)


def _bookmark(library: Library, stored: StoredArticle, options: "Add") -> None:
    if not stored.id:
        raise CommandError(say("这篇文章只在收藏里还有，不用再收藏。"))
    if options.quote is not None:
        passage = library.notebook.quote(stored.id, options.quote)
    else:
        passage = None
    bookmark = library.notebook.bookmark(stored.id, options.note, options.tags, passage)
    title = bookmark.article.title()
    versions = library.user_data.versions_of(bookmark.uuid)
    if versions and versions[0].stored == bookmark.modified:
        print_warning(
            say(
                "原来的批注没有丢：{words}。看和换回：reader bookmark versions {uuid}",
                words=version_in_words(versions[0].bookmark),
                uuid=bookmark.uuid,
            )
        )
    if passage is None:
        print(say("已收藏：{title}", title=title))
    else:
        print(say("已在“{title}”里标出：{words}", title=title, words=quoted(bookmark)))


def _named(library: Library, name: str, among: Sequence[Bookmark]) -> Bookmark:
    """Return the bookmark in `among` that has this UUID, or is on the article of this name.

    Of several on one article, the bookmark of the whole article comes before those of passages. Raises CommandError if
    there is none, or if the name fits several articles.
    """
    uuids = {candidate.uuid for candidate in among}
    bookmarks = [candidate for candidate in library.notebook.named(name) if candidate.uuid in uuids]
    if not bookmarks:
        raise CommandError(say("没有这条收藏：{key}。reader bookmark list 列出全部收藏。", key=name))
    if len({candidate.anchor for candidate in bookmarks}) > 1:
        ids = {bookmark.article_id for bookmark in bookmarks}
        articles = [article for article in library.articles.find(name) if article.id in ids]
        gone = {bookmark.uuid for bookmark in bookmarks if not bookmark.article_id}
        raise CommandError(ambiguity_message(name, {*unambiguous_names(library, name, articles), *gone}))
    return bookmarks[0]


def bookmark_to_json(bookmark: Bookmark, names: PrintingNames) -> dict[str, object]:
    date = bookmark.date.isoformat() if bookmark.date else None
    passage = passage_to_json(bookmark.passage) if bookmark.passage else None
    return {
        "uuid": bookmark.uuid,
        "key": bookmark.key,
        "printing": names.get(bookmark.article_id, bookmark.printing.name),
        "newspaper": bookmark.newspaper,
        "date": date,
        "month_day": bookmark.month_day,
        "number": bookmark.number,
        "page": bookmark.page,
        "facts": bookmark.facts_as_json(),
        "path": bookmark.path,
        "headline": bookmark.article.corrected().headline,
        "note": bookmark.note,
        "tags": list(bookmark.tags),
        "created": bookmark.created.isoformat(),
        "modified": bookmark.modified.isoformat(),
        "passage": passage,
        "deleted": bookmark.deleted.isoformat() if bookmark.deleted else None,
        "is_orphan": bookmark.is_orphan,
        "is_passage_lost": bookmark.is_passage_lost,
        "article": printed_to_json(bookmark.article),
    }


def _former_to_json(former: Bookmark | None) -> dict[str, object] | None:
    """Return what a merge has replaced of a bookmark, and nobody has looked at since; None for nothing."""
    if former is None:
        return None
    return {"note": former.note, "tags": list(former.tags), "modified": former.modified.isoformat()}


def _with_places(bookmarks: Sequence[Bookmark], library: Library) -> Iterator[dict[str, object]]:
    """Yield bookmarks with where their passage is, or, if it is lost, may be; null while a server does not say."""
    names = printing_names(library, {bookmark.key for bookmark in bookmarks})
    former = {version.bookmark.uuid: version.bookmark for version in library.user_data.replaced()}
    for bookmark in bookmarks:
        replaced = _former_to_json(former.get(bookmark.uuid))
        fields = bookmark_to_json(bookmark, names) | {"replaced": replaced}
        try:
            places = library.notebook.places(bookmark)
            if bookmark.is_passage_lost:
                likeliest = library.notebook.likeliest(bookmark)
            else:
                likeliest = []
        except LibraryError:
            yield fields | {"places": None, "likeliest": None}
            continue
        likeliest_rows = []
        for passage, passage_places in likeliest:
            likeliest_rows.append({"words": passage.exact, "places": list(map(to_builtins, passage_places))})
        yield fields | {"places": list(map(to_builtins, places)), "likeliest": likeliest_rows}


def _listed(bookmarks: Sequence[Bookmark], library: Library) -> Iterator[str]:
    names_newspapers = library.contents.has_several_newspapers()
    replaced = library.user_data.machine.replaced()
    yield say("{count} 条收藏", count=len(bookmarks))
    for bookmark in bookmarks:
        yield ""
        if bookmark.date:
            date = bookmark.date.isoformat()
        else:
            date = bookmark.month_day or say("日期不详")
        if bookmark.page:
            page = say("{page}版", page=page_in_words(bookmark.page))
        else:
            page = ""
        key = faint(bookmark.key)
        if names_newspapers:
            newspaper = with_remark(bookmark.newspaper, bookmark.title_fact)
        else:
            newspaper = ""
        date = with_remark(date, bookmark.day_fact)
        page = with_remark(page, bookmark.page_fact)
        yield " · ".join(filter(None, [newspaper, date, page, bookmark.article.title(), key]))
        yield from note_lines(bookmark)
        if bookmark.uuid in replaced:
            yield "    " + say("合并时换过，原来的话：reader bookmark versions {uuid}", uuid=bookmark.uuid)
        if bookmark.is_passage_lost:
            yield from _offered(bookmark, [passage for passage, _ in library.notebook.likeliest(bookmark)])


_KEYS_OR_UUIDS = Argument(
    "KEY|UUID", "文章的编号，或收藏的 UUID；可写几个，- 是从标准输入读，一行一个", key_or_link
)
_UUID = Argument("UUID", "收藏的 UUID")


class Add(Arguments, frozen=True):
    SHORT = later("收藏一篇文章")
    MORE = later("已收藏的，批注换成新的，标签加上去。加 --quote 则只标出其中的一段话。")
    EXAMPLES = (
        (later("reader bookmark add tze25a2vmsg5zpia --tag 渡口 --tag 1987"), later("收藏它，带两个标签")),
        (
            later('reader bookmark add tze25a2vmsg5zpia --quote "{words}" --note 待核', words="一辆板车"),
            later("标出这几个字，写上批注"),
        ),
    )
    keys: Keys
    library: LibraryPlace = None
    path: InFile = None
    quote: Annotated[str | None, Option("标出文中的这段话；同样的话有几处时标第一处", metavar="TEXT")] = None
    note: Annotated[str, Option("批注的文字", metavar="TEXT", parse=whole)] = ""
    tags: Annotated[tuple[str, ...], Option("标签，可写多次", "--tag", "TAG", whole)] = ()

    def run(self) -> int:
        with ready(self.library) as library:

            def bookmark(name: str) -> None:
                _bookmark(library, article_named(library, name, self.path), self)

            _, status = done_for_each(self.keys, bookmark)
            return status


class Remove(Arguments, frozen=True):
    SHORT = later("取消收藏")
    MORE = later("批注和标签还留着，restore 可以找回。")
    EXAMPLES = (
        ("reader bookmark remove tze25a2vmsg5zpia", later("按文章的编号")),
        ("reader bookmark remove 3f1c9a52-…", later("按收藏的 UUID（list --json 里有）")),
    )
    keys: Annotated[tuple[str, ...], _KEYS_OR_UUIDS]
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:

            def remove(name: str) -> None:
                stored_bookmark = _named(library, name, library.notebook.bookmarks())
                bookmark = library.user_data.remove_bookmarks([stored_bookmark.uuid])[0]
                print(say("已取消收藏：{title}", title=bookmark.article.title()))
                print(say("要找回它：reader bookmark restore {uuid}", uuid=bookmark.uuid))

            return done_for_each(self.keys, remove)[1]


class Restore(Arguments, frozen=True):
    SHORT = later("找回取消了的收藏")
    MORE = later("批注和标签与取消前一样。")
    EXAMPLES = (
        ("reader bookmark restore tze25a2vmsg5zpia", later("按文章的编号")),
        ("reader bookmark restore 3f1c9a52-…", later("按收藏的 UUID")),
    )
    keys: Annotated[tuple[str, ...], _KEYS_OR_UUIDS]
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:

            def restore(name: str) -> None:
                removed_bookmark = _named(library, name, library.notebook.removed_bookmarks())
                bookmark = library.user_data.restore_bookmarks([removed_bookmark.uuid])[0]
                print(say("已找回收藏：{title}", title=bookmark.article.title()))

            return done_for_each(self.keys, restore)[1]


class Attach(Arguments, frozen=True):
    """Attaches a bookmark to the printing that KEY names, of several with its text.

    Raises CommandError if the bookmark's printing is known already, or the one named has another text.
    """

    SHORT = later("指定一条收藏标的是哪一处印本")
    MORE = later("同样的文字印在几处、收藏却没有记下是哪一处时用；bookmark list 会注明。")
    EXAMPLES = (("reader bookmark attach 3f1c9a52-… tze25a2vmsg5zpia@1987-06-12", later("标的是这一天的")),)
    uuid: Annotated[str, _UUID]
    key: Annotated[str, Argument("KEY", "文章的编号，写明是哪一处", key_or_link)]
    library: LibraryPlace = None

    def run(self) -> int:
        with ready(self.library) as library:
            bookmark = _named(library, self.uuid, library.notebook.bookmarks())
            stored = article_named(library, self.key)
            if stored.id not in {each.id for each in library.notebook.elsewhere(bookmark)}:
                raise CommandError(say("这条收藏不用指定，或者那一处的文字不同。"))
            library.notebook.attach(bookmark, stored.id)
            issue = stored.issue
            day = issue.day_as_told(day_of_issue(issue.date, issue.month_day, issue.label))
            print(say("已指定：{title}（{day}）", title=stored.article.title(), day=day))
        return 0


class Place(Arguments, frozen=True):
    """Lists the likeliest places of a lost highlight, or moves it to one of them.

    Raises CommandError if there is no such place, or the highlight is not lost.
    """

    SHORT = later("把找不到了的标记移到它像在的一处")
    MORE = later("标的字改了、没有了，标记就留着原话，不移到别处；bookmark list 会注明，并列出像的地方。")
    EXAMPLES = (
        ("reader bookmark place 3f1c9a52-…", later("列出像的地方，最像的在前")),
        ("reader bookmark place 3f1c9a52-… 1", later("移到第一处；原话留作以前的版本")),
    )
    uuid: Annotated[str, _UUID]
    number: Annotated[int | None, Argument("N", "第几处；不写则列出")] = None
    library: LibraryPlace = None

    def run(self) -> int:
        with ready(self.library) as library:
            bookmark = _named(library, self.uuid, library.notebook.bookmarks())
            if not bookmark.is_passage_lost:
                raise CommandError(say("这条标记没有丢，不用移。"))
            passages = [passage for passage, _ in library.notebook.likeliest(bookmark)]
            if self.number is None:
                print("\n".join(_offered(bookmark, passages)))
                return 0
            if not 0 < self.number <= len(passages):
                raise CommandError(say("没有第 {number} 处。", number=self.number))
            moved = library.notebook.move_passage(bookmark, passages[self.number - 1])
            print(say("已移到“{words}”", words=quoted(moved)))
            print(say("要移回：reader bookmark versions {uuid} --use 1", uuid=moved.uuid))
        return 0


class List(Arguments, frozen=True):
    SHORT = later("列出收藏")
    MORE = later("新的在前。库里已找不到的文章会注明，存下的文字用 export 看。")
    EXAMPLES = (
        ("reader bookmark list", later("日期、标题、批注、标签")),
        ("reader bookmark list --json", later("打印一个数组，每条收藏一个对象，含存下的全文")),
    )
    JSON = later("打印一个数组，含存下的全文；places 是标记在哪一段的哪几个字")
    ANSWERS = ("reader.features.bookmark.schemas:Bookmarks",)
    library: LibraryPlace = None
    removed: Annotated[bool, Option("列出删除了的，最近删除的在前；restore 可以找回")] = False
    as_json: AsJson = False

    def run(self) -> int:
        with ready(self.library) as library:
            notebook = library.notebook
            if self.removed:
                bookmarks = notebook.removed_bookmarks()
            else:
                bookmarks = notebook.bookmarks()
            return print_result(
                _listed(bookmarks, library),
                lambda: list(_with_places(bookmarks, library)),
                as_json=self.as_json,
            )


_ALL = "json"
"""The format that another library imports."""
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    **{form.value: form.suffixes for form in NoteFormat},
    _ALL: (".json",),
    **{form.value: form.suffixes for form in bookmark_formats()},
}
"""The formats of `bookmark export`, with the file suffixes of each."""


def _formats_help() -> str:
    data = [form for form in bookmark_formats() if isinstance(form, RecordFormat)]
    references = say("、").join(form for form in data if form.suffix == ".txt")
    endings = endings_in_words(form for form in bookmark_formats() if form.suffix != ".json")
    return say(
        "{notes}，或 json；作数据用的 {data}，每条收藏一条；\n"
        "{references} 是编了号的参考文献表，一篇一条。\n"
        "不写则看 FILE 的扩展名：{endings}；没有 FILE 是 markdown",
        notes=" ".join(NoteFormat),
        data=" ".join(data),
        references=references,
        endings=endings,
    )


class Export(Arguments, frozen=True):
    SHORT = later("导出收藏、标记与批注，连同存下的文字")
    MORE = later(
        "读的格式带引文（GB/T 7714，按设置里的版本）。json 是全部资料，含删除了的和更正，别的资料库可以整个读入；\n"
        "写了 --tag 或 --query 则只有选出的收藏。"
    )
    EXAMPLES = (
        (later("reader bookmark export 收藏.md --tag 家史"), later("把带“家史”标签的存成 Markdown")),
        (later("reader bookmark export 全部.json --format json"), later("存下全部，以备搬家")),
    )
    target: Annotated[Path | None, Argument("FILE", "存到哪里；不写则打印到标准输出")] = None
    library: LibraryPlace = None
    format: Annotated[str | None, Option(_formats_help, choices=tuple(_ENDINGS))] = None
    wording: CorrectedOrRecognised = Wording.CORRECTED
    headings: TableHeadings = Headings.NAMES
    tag: Annotated[str | None, Option("只要带这个标签的", metavar="TAG")] = None
    sought: Annotated[
        str | None,
        Option("只要标题、引的话、批注、标签或出处里有这些词的", "--query", "WORDS"),
    ] = None

    def __post_init__(self) -> None:
        _ = self.form

    @property
    def form(self) -> str:
        """The format given, else that of the file's suffix.

        Raises WrongArguments if the suffix belongs to another format, to none, or is .json, which two formats share.
        """
        target = self.target
        chosen_form = self.format
        ending = target.suffix.lower() if target else ""
        fitting = [form for form, endings in _ENDINGS.items() if ending in endings]
        if target in (None, STDOUT) or chosen_form in fitting or (chosen_form and not fitting):
            return chosen_form or "markdown"
        if chosen_form or not fitting:
            endings = (
                _ENDINGS[chosen_form]
                if chosen_form
                else dict.fromkeys(chain.from_iterable(_ENDINGS.values()))
            )
            message = say(
                "{path} 的扩展名不对，这里能写的是 {endings}", path=target, endings=" ".join(endings)
            )
            raise WrongArguments(message)
        if ending == ".json":
            raise WrongArguments(
                say(".json 有两种，请用 --format 指明：json（全部资料）或 csl-json（引文数据）")
            )
        return fitting[0]

    def run(self) -> int:
        with ready(self.library) as library:
            write_or_print(_exported(library, self), self.target)
        return 0


class Import(Arguments, frozen=True, kw_only=True):
    SHORT = later("读入 export --format json 存成的文件")
    MORE = later(
        "与已有的合在一起；同一条两边都改过的，后改的有效，另一边的文字留作以前的版本。"
        "会先说明要换掉什么，读入后可以撤销（undo）。读多少次都一样。"
    )
    EXAMPLES = (
        (later("reader bookmark import 全部.json"), later("读入，并说明来了多少条")),
        (later("reader bookmark import 全部.json --library ~/旧报"), later("读入另一个资料库")),
    )
    JSON = later("打印一个对象：bookmarks corrections，各来了多少条")
    ANSWERS = ("reader.features.bookmark.schemas:Imported",)
    is_rehearsal: Annotated[bool, Option("只说会改变什么，不作任何改动", "--dry-run")] = False
    file: Annotated[Path, Argument("FILE", "export --format json 存成的文件")]
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with ready(self.library) as library:
            plan = library.notebook.plan_import(self.file)
            if not self.as_json:
                print("\n".join(plan_in_words(plan)))
            if not self.is_rehearsal:
                plan = library.notebook.import_notes(self.file)
            if self.as_json:
                print_json(
                    {
                        "bookmarks": len(plan.bookmarks),
                        "corrections": len(plan.corrections),
                        "decisions": len(plan.decisions),
                    }
                )
                if plan.remark:
                    print_warning(plan.remark)
                if plan.unreadable:
                    print_warning(say("{count} 条记录无法解析，会原样另外保存", count=len(plan.unreadable)))
            elif not self.is_rehearsal:
                print(
                    say("读入了：{changes}", changes=changes_in_words(plan))
                    if plan.size
                    else nothing_differs()
                )
                if plan.size:
                    print(say("要撤销：reader bookmark undo"))
        return 0


class Undo(UndoLast, frozen=True):
    SHORT = later("撤销最近一次读入，或恢复备份")
    MORE = later("读入的收藏移到“最近删除”，换掉的文字换回来；后来又改过的不动。")
    EXAMPLES = (("reader bookmark undo", later("撤销最近的一次")),)
    NOTHING = later("没有可以撤销的读入、恢复或改标签。")


class Versions(Arguments, frozen=True):
    SHORT = later("一条收藏以前的版本")
    MORE = later("两台电脑上都改过的，没有用上的文字留在这里；--use 换回其中一条，现在的文字也会留下。")
    EXAMPLES = (
        ("reader bookmark versions tze25a2vmsg5zpia", later("列出，编上号")),
        ("reader bookmark versions tze25a2vmsg5zpia --use 1", later("换回第一条")),
    )
    key: Annotated[str, Argument("KEY|UUID", "文章的编号，或收藏的 UUID", key_or_link)]
    library: LibraryPlace = None
    number: Annotated[int | None, Option("换回第几条", "--use", "N")] = None

    def run(self) -> int:
        with opened(self.library) as library:
            change = next(
                (each for each in library.user_data.replaced_decisions() if each.after.uuid == self.key), None
            )
            if change is not None:
                return self._of_decision(library, change)
            every = [*library.notebook.bookmarks(), *library.notebook.removed_bookmarks()]
            versions = library.user_data.look_at_versions(_named(library, self.key, every).uuid)
            if self.number is None:
                print(say("{count} 条以前的版本", count=len(versions)))
                for number, version in enumerate(versions, 1):
                    print(f"{number}  {version.bookmark.modified.astimezone():%Y-%m-%d %H:%M}")
                    print("    " + version_in_words(version.bookmark))
                return 0
            if not 0 < self.number <= len(versions):
                raise CommandError(say("没有第 {number} 条以前的版本。", number=self.number))
            brought = library.user_data.restore_version(versions[self.number - 1])
            print(say("已换回：{words}", words=version_in_words(brought)))
        return 0

    def _of_decision(self, library: Library, change: Change[Decision]) -> int:
        """Show the former words of a note in a dossier, or of something named, or bring them back."""
        if self.number not in (None, 1):
            raise CommandError(say("没有第 {number} 条以前的版本。", number=self.number))
        if self.number is None:
            assert change.before is not None
            print(say("{count} 条以前的版本", count=1))
            print(f"1  {change.before.modified.astimezone():%Y-%m-%d %H:%M}")
            print("    " + on_one_line(change.before.content.own_words))
            library.user_data.machine.forget_replaced(change.after.uuid)
        else:
            brought = library.user_data.bring_back(change)
            print(say("已换回：{words}", words=on_one_line(brought.content.own_words)))
        return 0


class Tags(Arguments, frozen=True):
    SHORT = later("列出全部标签")
    MORE = later("用得多的在前，各有几条收藏。")
    EXAMPLES = (("reader bookmark tags --json", later("打印一个数组：tag bookmarks")),)
    JSON = later("打印一个数组：tag bookmarks")
    ANSWERS = ("reader.features.bookmark.schemas:Tags",)
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with opened(self.library) as library:
            tags = library.notebook.tags()
        if self.as_json:
            print_json([{"tag": tag, "bookmarks": number} for tag, number in tags])
            return 0
        print(say("{count} 个标签", count=len(tags)))
        for tag, number in tags:
            print(f"    {tag}  {number}")
        return 0


class Retag(Arguments, frozen=True, kw_only=True):
    SHORT = later("给标签改名，或把几个并成一个")
    MORE = later("所有收藏一起改，算一步，undo 撤销。已有新名字的，就并到一起。")
    EXAMPLES = (
        (later("reader bookmark retag 渡口 --to 柳川渡口"), later("改名")),
        (later('reader bookmark retag "land reform" 土改 --to 土地改革'), later("两个并成一个")),
    )
    tags: Annotated[tuple[str, ...], Argument("TAG", "现在的标签；有空格的加引号", whole)]
    to: Annotated[str, Option("改成什么", metavar="TAG", parse=whole)]
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:
            count_by_tag = dict(library.notebook.tags())
            missing = [tag for tag in self.tags if tag not in count_by_tag]
            if missing:
                raise CommandError(
                    say(
                        "没有这个标签：{tag}。reader bookmark tags 列出全部标签。",
                        tag=say("、").join(missing),
                    )
                )
            to = without_controls(self.to).strip()
            if not to:
                raise WrongArguments(say("新的标签不能是空的。"))
            changed = library.user_data.change_tags(self.tags, to)
            print(say("{count} 条收藏的标签改为：{tag}", count=len(changed), tag=to))
            if changed:
                print(say("要撤销：reader bookmark undo"))
        return 0


class BookmarkCommand(Arguments, frozen=True):
    MORE = later("收藏时连全文一起存下：文件改名、移走、不见了，收藏都在。")
    EXAMPLES = (
        (
            later("reader bookmark add tze25a2vmsg5zpia --note 外婆 --tag 家史"),
            later("收藏，带批注和标签"),
        ),
        (later("reader bookmark export > 收藏.md"), later("全部收藏连同文字存成一个文件")),
    )
    ACTIONS = (
        Add,
        Remove,
        Restore,
        Attach,
        Place,
        List,
        Export,
        Import,
        Undo,
        Versions,
        Tags,
        Retag,
    )
