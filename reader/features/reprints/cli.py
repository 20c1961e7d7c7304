"""`reader similar`: other printings of an article, how they differ, and the series it is a part of."""

from collections.abc import Sequence
from typing import Annotated

from reader.cli.libraries import ready
from reader.cli.named_articles import article_named, done_for_each, printing_names
from reader.cli.options import Arguments, AsJson, InFile, Keys, LibraryPlace, Option, Quiet, WrongArguments
from reader.cli.terminal import bold, faint, print_json, print_warning
from reader.comparison.differences import Difference, as_marked_text, part_to_json, witnesses
from reader.export.article_text import day_of_issue
from reader.features.reprints.same_texts import FoundTexts
from reader.i18n import count, later, say
from reader.library.answers import Series
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, all_so_far, analysis_to_json, none_so_far
from reader.newspaper.article import page_in_words
from reader.newspaper.facts import with_remark
from reader.newspaper.holdings import StoredArticle


class Similar(Arguments, frozen=True):
    MORE = later(
        "转载、重登、节录：错几个字、缺头少尾也找得到。不写 KEY 就列出所有登过不止一次的。\n"
        "天天都登的固定文字（报头、天气、启事）不列。"
    )
    EXAMPLES = (
        ("reader similar tze25a2vmsg5zpia --diff", later("这一篇还登在哪里，逐字比较")),
        ("reader similar --series", later("所有的连载，各部分依次列出")),
    )
    JSON = later(
        "每篇一行：key newspaper date page headline path likeness share whole_share is_whole，of 是哪一篇的；\n"
        "--diff 时还有 parts witnesses；"
        "不写 KEY 时每组一行：articles；--series 时每个连载一行：parts。还没有都比过时另有 analysed_share"
    )
    ANSWERS = (
        "reader.features.reprints.schemas:OtherPrinting",
        "reader.features.reprints.schemas:Group",
        "reader.features.reprints.schemas:Series",
    )
    keys: Keys = ()
    library: LibraryPlace = None
    as_json: AsJson = False
    diff: Annotated[bool, Option("逐字比较：[甲→乙]、[-删去-]、[+添上+]")] = False
    series: Annotated[bool, Option("连载：这一篇所在的，不写 KEY 时是所有的")] = False
    path: InFile = None
    is_quiet: Quiet = False

    def __post_init__(self) -> None:
        if self.diff and (not self.keys or self.series):
            raise WrongArguments(say("--diff 要有 KEY，不能与 --series 同用"))

    def run(self) -> int:
        with ready(self.library) as library:
            read = _read(library)
            if read.is_read and (words := all_so_far(read)):
                print_warning(words)
            if self.keys:
                if self.series:
                    print_one = _print_series
                else:
                    print_one = _print_printings
                had, code = done_for_each(
                    self.keys, lambda name: print_one(library, article_named(library, name, self.path), self)
                )
                return code or self.status(has_found=any(had))
            if self.series:
                every = map(FoundTexts(library.derived).read, FoundTexts(library.derived).all_series())
                return self.status(has_found=_print_all_series(library, list(filter(None, every)), self))
            groups = FoundTexts(library.derived).all_groups()
            if not groups and not self.as_json:
                none = say("没有登过不止一次的文章。")
                print_warning(none_so_far(_read(library), none, say("目前还没有登过不止一次的文章。")))
            for ids in groups:
                stored = list(filter(None, map(library.articles.article, ids)))
                if self.as_json:
                    articles = [_article_to_json(library, article) for article in stored]
                    print_json({"articles": articles, **analysis_to_json(_read(library).analysed)})
                elif stored:
                    print(bold(stored[0].article.title()) + "  " + count(len(stored), "登了 {n} 处"))
                    print(
                        "\n".join(
                            "  " + "\t".join([*_where(article), article.article.key]) for article in stored
                        )
                    )
            return self.status(has_found=bool(groups))


def _read(library: Library) -> ReadSoFar:
    """Return from how much of the library other printings are known."""
    return library.read.of_analysis(FoundTexts(library.derived).analysed())


def _print_printings(library: Library, stored: StoredArticle, options: Similar) -> bool:
    """Return whether there are other printings."""
    printings = FoundTexts(library.derived).of(stored.id)
    article_name = _name_of(library, stored)
    if not options.as_json and printings.others and (len(options.keys) > 1 or "-" in options.keys):
        print(f"{bold(stored.article.title())}  {article_name}")
    if printings.is_standing:
        print_warning(say("“{title}”是常登的固定文字，不再逐条列出。", title=stored.article.title()))
    elif not printings.others and not options.as_json:
        none = say("没有找到“{title}”的其他刊登。", title=stored.article.title())
        unfinished = say("目前还没有“{title}”的其他刊登。", title=stored.article.title())
        print_warning(none_so_far(_read(library), none, unfinished))
    if printings.first and not options.as_json:
        print(faint(printings.first))
    for printing in printings.others:
        if options.diff:
            difference = FoundTexts(library.derived).difference(stored.id, printing.stored.id)
        else:
            difference = None
        if options.as_json:
            print_json(
                (
                    _article_to_json(library, printing.stored)
                    | {
                        "of": article_name,
                        "likeness": round(printing.likeness, 3),
                        "share": round(printing.share, 3),
                        "whole_share": round(printing.whole_share, 3),
                        "is_whole": printing.is_whole,
                        **analysis_to_json(printings.analysed),
                    }
                )
                | (_difference_to_json(difference) if difference else {})
            )
            continue
        print("\t".join([*_where(printing.stored), printing.alike, printing.stored.article.key]))
        if difference is not None:
            print(as_marked_text(difference.text, difference.other_text, difference.parts) + "\n")
    return bool(printings.others)


def _print_series(library: Library, stored: StoredArticle, options: Similar) -> bool:
    series = FoundTexts(library.derived).series_of(stored.id)
    return _print_all_series(library, [] if series is None else [series], options)


def _print_all_series(library: Library, series: Sequence[Series], options: Similar) -> bool:
    """Return whether there are any."""
    if not series and not options.as_json:
        print_warning(none_so_far(_read(library), say("没有找到连载。"), say("目前还没有连载。")))
    for serial in series:
        if options.as_json:
            parts = [
                _article_to_json(library, stored) | {"number": number}
                for stored, number in zip(serial.parts, serial.numbers, strict=True)
            ]
            print_json({"parts": parts, **analysis_to_json(_read(library).analysed)})
            continue
        print(bold(serial.parts[0].article.title()) + "  " + count(len(serial.parts), "{n} 篇"))
        for stored, number in zip(serial.parts, serial.numbers, strict=True):
            print("  " + "\t".join([str(number or "·"), *_where(stored), stored.article.key]))
    return bool(series)


def _where(stored: StoredArticle) -> list[str]:
    """Return paper, day, page ("" if unknown) and headline of an article, in words."""
    issue = stored.issue
    page = stored.article.page
    day = issue.with_edition(day_of_issue(issue.date, issue.month_day, issue.label))
    return [
        with_remark(issue.newspaper, issue.facts.title),
        with_remark(day, issue.facts.day),
        with_remark(say("{page}版", page=page_in_words(page)) if page else "", stored.page_fact),
        stored.article.title(),
    ]


def _name_of(library: Library, stored: StoredArticle) -> str:
    """Return the name by which this printing alone is found."""
    return printing_names(library, [stored.article.key]).get(stored.id, stored.article.key)


def _article_to_json(library: Library, stored: StoredArticle) -> dict[str, object]:
    return {
        "key": stored.article.key,
        "printing": _name_of(library, stored),
        "newspaper": stored.issue.newspaper,
        "date": stored.issue.date.isoformat() if stored.issue.date else None,
        "edition": stored.issue.edition,
        "page": stored.article.page,
        "facts": stored.facts_as_json(),
        "headline": stored.article.corrected().headline,
        "path": stored.sources[0].path,
    }


def _difference_to_json(difference: Difference) -> dict[str, object]:
    text = difference.text
    other = difference.other_text
    parts = [part_to_json(part, text, other) for part in difference.parts]
    return {
        "parts": parts,
        "witnesses": [
            {
                "at": witness.at,
                "other_at": witness.other_at,
                "character": witness.character,
                "other": witness.other,
            }
            for witness in witnesses(text, other)
        ],
    }
