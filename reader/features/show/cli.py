"""`reader show` and `reader cite`: an article, or its citation."""

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal

from msgspec.structs import asdict

from reader.cli.errors import CommandError
from reader.cli.hits import note_lines
from reader.cli.libraries import ready
from reader.cli.named_articles import article_named, articles_of_arguments, names_given, printing_names
from reader.cli.options import (
    Arguments,
    CorrectedOrRecognised,
    InFile,
    Keys,
    LibraryPlace,
    Option,
    WrongArguments,
)
from reader.cli.terminal import print_json, print_warning
from reader.cli.written_files import start_drawing, write_or_print
from reader.export.article_text import as_html, as_markdown, as_text, day_in_words, local_day
from reader.export.citation import author_fact, cite, cite_issue
from reader.export.forms import Style, Wording
from reader.export.readings import worded
from reader.export.records import with_unique_ids
from reader.i18n import later, say
from reader.library.library import Library
from reader.library.page_pictures import PageScan
from reader.library.stories import Tie
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.json_format import stored_to_json
from reader.newspaper.passage import passage_to_json
from reader.newspaper.printing import link_to
from reader.plugs import all_plugs, answering
from reader.stitching.pairing import for_and_against
from reader.storage.user_data import UserDataError

RULE = "\n" + "─" * 40 + "\n\n"
_SETTERS = {"text": as_text, "markdown": as_markdown, "html": as_html}
"""The functions that write articles in each format but JSON and PDF."""


class Show(Arguments, frozen=True):
    MORE = later(
        "转到别版的文章接成一篇（json 只有这一部分，并写明前后部分的编号）。\n"
        "文件不见了的、只在收藏里还有的，也能显示。"
    )
    EXAMPLES = (
        ("reader show tze25a2vmsg5zpia", later("排好的文字")),
        (
            later("reader show tze25a2vmsg5zpia --pdf 整版.pdf --whole-page --paper a3"),
            later("它所在的整版，排在一张 A3 上"),
        ),
    )
    ANSWERS = ("reader.features.show.schemas:Shown",)
    keys: Keys
    library: LibraryPlace = None
    path: InFile = None
    format: Annotated[
        Literal["text", "markdown", "html", "json"], Option("text（默认）、markdown、html、json")
    ] = "text"
    wording: CorrectedOrRecognised = Wording.CORRECTED
    source: Annotated[
        int | None,
        Option("它的第 N 种来源里的文字，次序如 reader sources 所列", metavar="N"),
    ] = None
    pdf: Annotated[Path | None, Option("排好存成 PDF 文件；已有的文件不会盖掉", metavar="FILE")] = None
    is_whole_page: Annotated[bool, Option("PDF：整版，不只这一篇", "--whole-page")] = False
    paper: Annotated[Literal["a4", "a3"], Option("PDF：a4（默认）、a3")] = "a4"
    orientation: Annotated[
        Literal["auto", "portrait", "landscape"],
        Option("PDF：auto（默认，怎样放得下怎样来）、portrait 纵向、landscape 横向"),
    ] = "auto"
    has_notes: Annotated[bool, Option("PDF：不印标记和批注", "--no-notes")] = True

    def __post_init__(self) -> None:
        if self.wording is Wording.WITH_NOTES and (self.pdf is not None or self.format == "json"):
            raise WrongArguments(say("--corrected 不能与 --pdf 或 --format json 同用"))
        if self.source is not None and (self.wording is Wording.WITH_NOTES or self.pdf is not None):
            raise WrongArguments(say("--source 不能与 --corrected 或 --pdf 同用"))

    def is_for_programs(self) -> bool:
        return self.format == "json"

    def run(self) -> int:
        if self.pdf is not None:
            return _save_pdf(self, self.pdf)
        if self.source is not None:
            with ready(self.library) as library:
                article = library.sources.text(
                    article_named(library, _only_key(self), self.path).id, self.source
                )
            if self.format == "json":
                print_json(_as_json(_left(article, self.wording)))
            else:
                print(_SETTERS[self.format](article, wording=self.wording), end="")
            return 0
        with ready(self.library) as library:
            articles, status = articles_of_arguments(library, self.keys, self.path)
            for number, stored in enumerate(articles):
                print(RULE if number and self.format != "json" else "", end="")
                _show_one(library, stored, self)
        return status


def _as_json(stored: StoredArticle) -> dict[str, object]:
    return stored_to_json(stored, {"author": author_fact(stored)})


def _show_one(library: Library, stored: StoredArticle, options: Show) -> None:
    story = library.articles.chain(stored.id) or (stored,)
    ties = library.articles.ties(story)
    repairs = library.contents.repairs
    suggestions = repairs.of(stored.issue.id)
    explanation = repairs.explanation(stored.issue.id)
    notes = _notes_of(library, stored)
    if options.format == "json":
        scan = library.pictures.scan(stored.id)
        extra_fields = {
            "printing": printing_names(library, [stored.article.key]).get(stored.id, stored.printing.name),
            "picture": _picture_to_json(scan, stored.id) if scan else None,
            "stitches": [_stitch_to_json(tie) for tie in ties],
            "proofread": asdict(stored.proofread) if stored.proofread else None,
            "date_reason": explanation.words if explanation else None,
            "suggestions": [suggestion.as_json for suggestion in suggestions],
            "notes": None if notes is None else list(map(_note_to_json, notes)),
        }
        keys = [None, *(part.article.key for part in story), None]
        at = [part.id for part in story].index(stored.id) + 1
        print_json(
            _as_json(_left(stored, options.wording))
            | {"continued_by": keys[at + 1], "continues": keys[at - 1]}
            | extra_fields
        )
        return
    print(_SETTERS[options.format](*story, wording=options.wording), end="")
    if notes and options.format == "text":
        print(RULE + "\n".join(_noted(notes)))
    for tie in ties:
        if not tie.stitch.is_made:
            first = tie.first.article
            second = tie.second.article
            print_warning(
                say(
                    "“{first}”的下文也许是“{second}”。是的话：reader correct together {key} {other}",
                    first=first.title(),
                    second=second.title(),
                    key=first.key,
                    other=second.key,
                )
            )
    if explanation and not any(suggestion.date == stored.issue.date for suggestion in suggestions):
        print_warning(explanation.words)
    for suggestion in suggestions:
        print_warning(suggestion.words)


def _notes_of(library: Library, stored: StoredArticle) -> list[Bookmark] | None:
    """Return the bookmarks of an article; None, with a warning, where they can't be read: the article can."""
    try:
        return library.notebook.bookmarks_of(stored)
    except UserDataError as error:
        print_warning(say("这篇的批注没有列出：{reason}", reason=error))
        return None


def _note_to_json(bookmark: Bookmark) -> dict[str, object]:
    return {
        "uuid": bookmark.uuid,
        "note": bookmark.note,
        "tags": list(bookmark.tags),
        "passage": passage_to_json(bookmark.passage) if bookmark.passage else None,
        "is_passage_lost": bookmark.is_passage_lost,
        "created": bookmark.created.isoformat(),
        "modified": bookmark.modified.isoformat(),
    }


def _only_key(options: Show) -> str:
    """Return the only name given. Raises CommandError if there are several."""
    names = [name for name, _ in names_given(options.keys)]
    if len(names) != 1:
        raise WrongArguments(say("--source 和 --pdf 一次只要一篇。"))
    return names[0]


def _left(stored: StoredArticle, wording: Wording) -> StoredArticle:
    if wording is Wording.RECOGNISED:
        return worded(stored, wording)
    return stored


def pdf_of_articles(
    library: Library,
    parts: Sequence[StoredArticle],
    *,
    is_whole_page: bool,
    paper: str,
    orientation: str,
    has_notes: bool,
) -> bytes | None:
    """Return a story (`parts`), or the page on which its first part is printed, as a PDF file.

    None if nothing here can typeset it. `paper` is a4 or a3; `orientation` is auto, portrait or landscape. Qt was
    started before.
    """
    return None


def _save_pdf(options: Show, target: Path) -> int:
    """Save the article, or its page, as a PDF file. Return the exit status.

    Raises CommandError if the file exists, or this machine can't draw.
    """
    with ready(options.library) as library:
        stored = article_named(library, _only_key(options), options.path)
        story = library.articles.chain(stored.id) or (stored,)
        start_drawing()
        data = answering(pdf_of_articles, all_plugs())(
            library,
            [_left(part, options.wording) for part in story],
            is_whole_page=options.is_whole_page,
            paper=options.paper,
            orientation=options.orientation,
            has_notes=options.has_notes,
        )
    if data is None:
        raise CommandError(say("这个程序没有打印的部分，存不成 PDF。"))
    write_or_print(data, target)
    return 0


def _noted(bookmarks: Sequence[Bookmark]) -> Iterator[str]:
    for bookmark in bookmarks:
        day = day_in_words(local_day(bookmark.created))
        yield say("{day}标出", day=day) if bookmark.passage else say("{day}收藏", day=day)
        yield from note_lines(bookmark)


def _picture_to_json(scan: PageScan, article_id: int) -> dict[str, object]:
    """Return the picture of the article's page, and the article's boxes and corners on it in pixels, if known."""
    boxes = []
    corners: Sequence[Sequence[float]] = ()
    for article in scan.articles:
        if article.id == article_id:
            boxes = [region.box for region in article.regions]
            corners = article.corners
    width = scan.page.width if scan.page else None
    height = scan.page.height if scan.page else None
    return {
        "path": scan.picture.path,
        "page": (scan.picture.page or 0) + 1,
        "width": width,
        "height": height,
        "boxes": [[box.left, box.top, box.right, box.bottom] for box in boxes],
        "corners": list(map(list, corners)),
    }


def _stitch_to_json(tie: Tie) -> dict[str, object]:
    """Return the join of two articles, made or suggested, with the reasons for and against it."""
    speaks_for, against = for_and_against(tie.stitch)
    return {
        "key": tie.first.article.key,
        "continued_by": tie.second.article.key,
        "is_made": tie.stitch.is_made,
        "is_told": tie.stitch.is_by_reader,
        "confidence": round(tie.stitch.confidence, 3),
        "for": speaks_for,
        "against": against,
    }


class Cite(Arguments, frozen=True):
    MORE = later("推定的日期、据文件名的日期都照规矩注明。")
    EXAMPLES = (
        (later("reader cite tze25a2vmsg5zpia --style bibtex >> 参考文献.bib"), later("加进 BibTeX 文件")),
        (
            later("reader search 渡口 --json | jq -r '.hits[].printing' | reader cite -"),
            later("把搜到的都引出来：- 是从标准输入读编号"),
        ),
    )
    ANSWERS = ("reader.features.show.schemas:Citations",)
    keys: Keys
    library: LibraryPlace = None
    path: InFile = None
    style: Annotated[Style, Option("默认 gb2015")] = Style.GB2015
    as_link: Annotated[bool, Option("不写引文，写出这篇文章的链接", "--link")] = False
    of_issue: Annotated[bool, Option("引整期，不引这一篇", "--issue")] = False
    wording: CorrectedOrRecognised = Wording.CORRECTED

    def __post_init__(self) -> None:
        if self.as_link and self.of_issue:
            raise WrongArguments(say("--link 不能与 --issue 同用"))

    def run(self) -> int:
        with ready(self.library) as library:
            articles, status = articles_of_arguments(library, self.keys, self.path)
        if self.as_link:
            print("\n".join(link_to(article.printing) for article in articles))
            return status
        if self.of_issue:
            cited = list(dict.fromkeys(cite_issue(stored.issue, self.style) for stored in articles))
        else:
            cited = [
                cite(stored, self.style, more, self.wording) for stored, more in with_unique_ids(articles)
            ]
        if self.style is Style.CSL_JSON:
            print_json(list(chain.from_iterable(json.loads(citation) for citation in cited)), indent=2)
        else:
            if self.style is self.style.as_reference:
                between = "\n"
            else:
                between = "\n\n"
            print(between.join(citation.removesuffix("\n") for citation in cited))
        return status
