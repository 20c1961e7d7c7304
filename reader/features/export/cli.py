"""`reader export`: many articles in one EPUB file, or in a new folder of Markdown or TEI files."""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

from reader.cli.errors import CommandError, WrongArguments
from reader.cli.libraries import ready, with_repair
from reader.cli.named_articles import articles_of_arguments
from reader.cli.options import (
    STDOUT,
    Argument,
    Arguments,
    AsJson,
    AsPrinted,
    LibraryPlace,
    Option,
    Recognised,
    Shapes,
    target_option,
)
from reader.cli.queries import asked, warn_of
from reader.cli.terminal import print_json, print_warning
from reader.cli.written_files import STANDARD_INPUT, new_target, print_saved
from reader.export.collection import MARKDOWN, CollectedIssue, export_forms
from reader.export.forms import Wording
from reader.i18n import count, later, say
from reader.language.patterns import pattern
from reader.library import collecting
from reader.library.article_set import ArticleSet
from reader.library.library import Library
from reader.library.read_share import so_far
from reader.newspaper.printing import is_link
from reader.plugs import ExportForm
from reader.search.query import Period
from reader.storage.disk_errors import explain


class Export(Arguments, frozen=True, kw_only=True):
    MORE = later(
        "一期、一段时间、一次搜索的全部结果，或整个资料库。EPUB 是一个文件，Markdown 和 TEI 是一个新建的文件夹。\n"
        "导出的 Markdown 放回资料库，读出来还是同样的文章。已有的文件和文件夹不会盖掉。"
    )
    EXAMPLES = (
        (later("reader export 日期:1987-06 -o 一九八七年六月.epub"), later("这个月的报纸，做成一本电子书")),
        (
            later("reader export --all --format markdown -o 导出"),
            later("整个资料库，一篇一个 Markdown 文件"),
        ),
    )
    JSON = later("打印一个对象：path format issues articles")
    ANSWERS = ("reader.features.export.schemas:Exported",)
    query: Annotated[
        tuple[str, ...],
        Argument(
            "QUERY",
            "写法同 reader search，导出的就是它找到的；只写日期而没有一篇有这几个字，就是那时的报纸。\n"
            "也可写几篇文章的编号，- 是从标准输入读，一行一个",
        ),
    ] = ()
    is_whole: Annotated[bool, Option("整个资料库，不写 QUERY", "--all")] = False
    target: Annotated[Path, target_option("存到哪里：名字是 .epub 就做电子书，否则是要新建的文件夹", "PATH")]
    form: Annotated[
        str | None,
        Option(
            "格式；不写则看名字：.epub 是电子书，别的是 Markdown",
            "--format",
            choices=tuple(form.name for form in export_forms()),
        ),
    ] = None
    wording: Recognised = Wording.CORRECTED
    as_printed: AsPrinted = False
    shapes: Shapes = False
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        if self.is_whole == bool(self.query):
            raise WrongArguments(say("写出要导出什么：日期、报纸、要找的字；整个资料库用 --all。"))
        target = new_target(self.target)
        form = _form(self.form, target)
        if target == STDOUT and not form.suffix:
            raise WrongArguments(say("只有一个文件的才能写到标准输出：--format epub。"))
        with ready(self.library) as library:
            title, article_ids, status = _selection(library, self)
            counts = {"issues": 0, "articles": 0}
            issues = _counted(collecting.collected(library, article_ids, wording=self.wording), counts)
            try:
                _write(target, form, title, issues)
            except OSError as error:
                raise CommandError(explain(error, target)) from error
        if target == STDOUT:
            return status
        if self.as_json:
            print_json({"path": str(target), "format": form.name, **counts, **library.read.to_json()})
            return status
        print_saved(target)
        summary = say(
            "{issues}，{articles}",
            issues=count(counts["issues"], "{n} 期"),
            articles=count(counts["articles"], "{n} 篇"),
        )
        print(so_far(library.read, summary))
        return status


def _write(target: Path, form: ExportForm, title: str, issues: Iterator[CollectedIssue]) -> None:
    """Write the collection to a new file or folder, or to standard output. Raises OSError."""
    if target != STDOUT:
        collecting.write_collection(target, form, title, issues, replaces=False)
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "collection"
        collecting.write_collection(path, form, title, issues, replaces=False)
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


def _form(form_name: str | None, target: Path) -> ExportForm:
    """Return the format given, else the one of the file's suffix; Markdown for a folder's name.

    Raises WrongArguments for the suffix of another kind of file.
    """
    forms = export_forms()
    if form_name is not None:
        return next(form for form in forms if form.name == form_name)
    suffix = target.suffix.lower()
    suffix_form = next((form for form in forms if form.suffix and suffix == form.suffix), None)
    if suffix_form is None and re.fullmatch(r"\.[A-Za-z]\w{1,4}", target.suffix):
        raise WrongArguments(
            say("成批导出存不成 {suffix}：名字用 .epub，或写一个要新建的文件夹。", suffix=target.suffix)
        )
    return suffix_form or MARKDOWN


def _selection(library: Library, options: Export) -> tuple[str, Sequence[int] | None, int]:
    """Return the title of the collection, the ids of its articles (None: all of the library), and the exit status.

    Raises CommandError if there is no article.
    """
    total = library.contents.counts().articles
    status = 0
    ids: Sequence[int] | None
    if options.is_whole:
        title = library.name
        ids = None
    elif _are_names(library, options.query):
        picked_articles, status = articles_of_arguments(library, options.query)
        ids = [stored.id for stored in picked_articles if stored.id]
        if len(picked_articles) == 1:
            title = picked_articles[0].article.title()
        else:
            title = count(len(picked_articles), "{n} 篇")
    else:
        text = " ".join(options.query)
        articles, ids = with_repair(library, partial(_found, library, text, options))
        title = articles.in_words() or text
        warn_of(library, articles, len(ids))
    if not (total if ids is None else ids):
        raise CommandError(say("没有可以导出的文章，未写入任何内容。"))
    return title, ids, status


_KEY = pattern("[a-z2-7]{16}(?:-[1-9][0-9]*)?(?:@.*)?", re.S)


def _are_names(library: Library, words: Sequence[str]) -> bool:
    """Return whether the words are names of articles, or “-”, which is not a query."""
    if list(words) == [STANDARD_INPUT]:
        return True
    are_shaped = all(_KEY.fullmatch(word) or is_link(word) for word in words)
    return are_shaped and any(library.articles.find(word) for word in words)


def _found(library: Library, text: str, options: Export) -> tuple[ArticleSet, Sequence[int]]:
    """Return what a search finds; the papers of a date if the text is nothing else, and stands in no article."""
    articles = asked(library, text, options)
    ids = library.sets.ids(articles)
    of_days = library.sets.of_text(f"date:{text}")
    is_date = isinstance(of_days.typed.root, Period) and not of_days.remarks
    if ids or not is_date:
        return articles, ids
    print_warning(
        say("没有一篇有“{text}”这几个字；那时的报纸是 {query}。", text=text, query=of_days.in_words())
    )
    return of_days, library.sets.ids(of_days)


def _counted(issues: Iterator[CollectedIssue], counts: dict[str, int]) -> Iterator[CollectedIssue]:
    for issue in issues:
        counts["issues"] += 1
        counts["articles"] += len(issue.articles)
        yield issue
