"""`reader keyness`: the words that one set of articles uses more often, or less, than another."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Annotated, Any

from reader.cli.libraries import ready, with_repair
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    AsPrinted,
    Headings,
    LibraryPlace,
    Option,
    Shapes,
    TableFile,
    TableHeadings,
    WrongArguments,
    days,
    one_or_more,
    table_only,
)
from reader.cli.queries import asked, missing_dates_to_json, to_json, warn_of
from reader.cli.terminal import bold, cells_of, faint, print_json, print_warning
from reader.cli.written_files import check_target, write_table
from reader.features.keyness.keyness import (
    Keyness,
    KeyWord,
    headings,
    in_words,
    keyness,
    measures_in_words,
    numbers_of,
    remarks_on,
    table_of,
)
from reader.features.keyness.ngrams import LENGTHS, NGrams, ngrams
from reader.features.keyness.ngrams import headings as headings_of_ngrams
from reader.features.keyness.ngrams import numbers_of as numbers_of_ngram
from reader.features.keyness.ngrams import size_in_words as size_of_ngrams
from reader.features.keyness.ngrams import table_of as table_of_ngrams
from reader.features.keyness.ngrams import to_json as ngram_to_json
from reader.i18n import later, say
from reader.language.dates.calendar import Days
from reader.library.article_set import ArticleSet
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, none_so_far, so_far
from reader.search.answering.dispersion import spread_in_words
from reader.search.query import Unknown, understood_as


def _length(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number not in LENGTHS:
        raise WrongArguments(say("词串要写 2 到 6 个词"))
    return number


class KeynessCommand(Arguments, frozen=True):
    MORE = later(
        "这边是 QUERY 找到的文章，另一边是 --against 找到的，不写就是其余所有的文章。词是结巴切的，标点和数目字不算；\n"
        "只列两个字以上、至少见于三篇的词。第一次要数一遍这些文章的词（十万篇约一分钟），数过的留在缓存里。\n"
        "对数似然比 G²（Dunning 1993，四格，同 AntConc）：有多确定不是碰巧；大于 10.83，碰巧的机会不到千分之一。\n"
        "log ratio（Hardie 2014）：这边的频率是另一边的 2 的几次方；没见到的算半次。\n"
        "DP（Gries 2008）、D（Juilland 1970）：在用得多的那边，这个词在各期分布得匀不匀；DP 近 0、D 近 1 是匀，\n"
        "DP 近 1、D 近 0 是只在少数几期。只有一期时没有 D。"
    )
    EXAMPLES = (
        ("reader keyness 渡口", later("写到渡口的文章，比其余的多用哪些词")),
        (later("reader keyness 日期:1987 --against 日期:1990..1999"), later("两段日子相比")),
        ("reader keyness --ngrams 3 -o ngrams.csv", later("整个资料库里最常连着的三个词，存成表格")),
        (
            later("reader keyness 报:晚报 --against 报:日报 --from 1987 -o words.xlsx"),
            later("两种报相比，存成表格"),
        ),
    )
    JSON = later(
        "打印一个对象：query understood_as against against_understood_as（其余的文章是 null）\n"
        "articles（here there in_both）counted（here there）words（here there）rows missing_dates；每行的 word\n"
        "direction（more、less）log_likelihood log_ratio here there articles_here articles_there，\n"
        "issues_ dp_ juilland_d_ 各有 here there，按 log_likelihood 排；\n"
        "用 --ngrams 时是 query understood_as ngrams articles words total rows，每行的\n"
        "words frequency articles issues dp juilland_d"
    )
    ANSWERS = ("reader.features.keyness.schemas:Keyness", "reader.features.keyness.schemas:NGrams")
    query: Annotated[
        tuple[str, ...], Argument("QUERY", "这边的文章，写法同 search；用 --ngrams 时不写是整个资料库")
    ] = ()
    library: LibraryPlace = None
    as_json: AsJson = False
    as_printed: AsPrinted = False
    shapes: Shapes = False
    against: Annotated[
        str | None, Option("另一边的文章，写法同 search；不写就是其余所有的", "--against", "QUERY")
    ] = None
    first: Annotated[Days | None, Option("两边都只算从这一天起的报", "--from", "DATE", days)] = None
    last: Annotated[Days | None, Option("两边都只算到这一天止的报", "--to", "DATE", days)] = None
    ngrams: Annotated[
        int | None,
        Option(
            "不比，只数这边的词串：几个词连着，2 到 6；按次数排，各有篇数、期数、DP、D",
            metavar="N",
            parse=_length,
        ),
    ] = None
    limit: Annotated[int, Option("多的、少的各打印几个，默认 30", "--limit", "N", one_or_more)] = 30
    output: TableFile = None
    headings: TableHeadings = Headings.NAMES

    def __post_init__(self) -> None:
        table_only(self.output, as_json=self.as_json)
        if self.ngrams is None and not self.query:
            raise WrongArguments(say("要写这边的文章：reader keyness QUERY"))
        if self.ngrams is not None and self.against is not None:
            raise WrongArguments(say("--ngrams 不能与 --against 同用"))

    def run(self) -> int:
        if self.output is not None:
            check_target(self.output)
        if self.ngrams is not None:
            return self._list_ngrams(self.ngrams)
        with ready(self.library) as library:
            here, there, found = with_repair(library, partial(self._ask, library))
            sides = [(here, found.articles[0])]
            if there is not None:
                sides.append((there, found.articles[1]))
            for side, total in sides:
                warn_of(library, side, total)
            said = _joined([to_json(library, side, total) for side, total in sides])
            read = library.read
            lacked = library.lacked()
        if self.as_json:
            against_understood_as = _understood_as(there) if there is not None else None
            print_json(
                {
                    "query": " ".join(self.query),
                    "understood_as": _understood_as(here),
                    "against": self.against,
                    "against_understood_as": against_understood_as,
                    **read.to_json(),
                    **_sizes_to_json(found),
                    "rows": [_to_json(word) for word in found.words],
                    **said,
                    "missing_dates": missing_dates_to_json(lacked),
                }
            )
        elif self.output is not None:
            for sentence in remarks_on(found, read):
                print_warning(sentence)
            write_table(table_of(found.words), self.output)
        else:
            print("\n".join(_lines(found, read, self.limit)))
        return 0

    def _list_ngrams(self, length: int) -> int:
        """Print or save the sequences of this number of words. Return the exit status."""
        with ready(self.library) as library:
            if self.query:
                articles = asked(library, " ".join(self.query), self)
            else:
                articles = library.sets.whole()
            articles = self._of_days(library, articles)
            found = with_repair(library, partial(ngrams, library, articles, length))
            warn_of(library, articles, found.articles)
            said = to_json(library, articles, found.articles)
            read = library.read
            lacked = library.lacked()
        if self.as_json:
            print_json(
                {
                    "query": " ".join(self.query),
                    "understood_as": _understood_as(articles),
                    "ngrams": length,
                    **read.to_json(),
                    "articles": found.articles,
                    "words": found.words,
                    "total": found.total,
                    "rows": [ngram_to_json(row) for row in found.found],
                    **said,
                    "missing_dates": missing_dates_to_json(lacked),
                }
            )
        elif self.output is not None:
            write_table(table_of_ngrams(found.found), self.output)
        else:
            print("\n".join(_lines_of_ngrams(found, read, self.limit)))
        return 0

    def _of_days(self, library: Library, articles: ArticleSet) -> ArticleSet:
        first = self.first.first if self.first else None
        last = self.last.last if self.last else None
        return library.sets.narrowed(articles, first=first, last=last)

    def _ask(self, library: Library) -> tuple[ArticleSet, ArticleSet | None, Keyness]:
        here = self._of_days(library, asked(library, " ".join(self.query), self))
        if self.against is not None:
            there = self._of_days(library, asked(library, self.against, self))
        else:
            there = None
        rest = self._of_days(library, library.sets.whole())
        return here, there, keyness(library, here, there, rest)


def _understood_as(articles: ArticleSet) -> str:
    return understood_as(articles.typed)


def _joined(sides: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what is said of both sides as of one."""
    joined: dict[str, Any] = {}
    for name in ("remarks", "suggestions"):
        joined[name] = list(chain.from_iterable(side[name] for side in sides))
    for unknown in Unknown:
        joined[unknown.value] = sum(side[unknown.value] for side in sides)
    return joined


def _lines(found: Keyness, read: ReadSoFar, limit: int) -> Iterator[str]:
    yield from remarks_on(found, read)
    if all(found.articles):
        own, others = in_words(found)
        yield so_far(read, say("这边 {own}；另一边 {others}", own=own, others=others))
    for name, is_more in ((say("这边用得多"), True), (say("这边用得少"), False)):
        words = [word for word in found.words if word.is_more is is_more][:limit]
        if words:
            yield "\n" + bold(_line(name, headings()))
        yield from (_line(each.word, numbers_of(each)) for each in words)
    if found.words:
        yield faint(measures_in_words())


def _lines_of_ngrams(found: NGrams, read: ReadSoFar, limit: int) -> Iterator[str]:
    yield so_far(read, size_of_ngrams(found))
    if found.found:
        yield "\n" + bold(_line(say("词串"), headings_of_ngrams()))
    for row in found.found[:limit]:
        yield _line(row.text, numbers_of_ngram(row))
    if found.total > limit:
        yield faint(say("共 {total} 种；--limit 多列一些，-o 存成表格", total=f"{found.total:,}"))
    if found.found:
        yield faint(spread_in_words())
    else:
        none = say("没有至少见于三篇的词串。")
        yield none_so_far(read, none, say("目前还没有至少见于三篇的词串。"))


def _line(first: str, numbers: Sequence[str]) -> str:
    cells = (" " * max(_WIDTH - cells_of(number), 1) + number for number in numbers)
    return first + " " * (_FIRST_WIDTH - cells_of(first)) + "".join(cells)


_FIRST_WIDTH = 14
_WIDTH = 12


def _sizes_to_json(comparison: Keyness) -> dict[str, object]:
    pairs = {"articles": comparison.articles, "counted": comparison.counted, "words": comparison.sizes}
    counts: dict[str, dict[str, int]] = {
        name: {"here": first_count, "there": second_count}
        for name, (first_count, second_count) in pairs.items()
    }
    counts["articles"]["in_both"] = comparison.in_both
    return dict(counts)


def _to_json(word: KeyWord) -> dict[str, object]:
    fields: dict[str, object] = {
        "word": word.word,
        "direction": "more" if word.is_more else "less",
        "log_likelihood": word.log_likelihood,
        "log_ratio": word.log_ratio,
        "here": word.here,
        "there": word.there,
        "articles_here": word.articles_here,
        "articles_there": word.articles_there,
    }
    for side, spread in (("here", word.spread_here), ("there", word.spread_there)):
        for name, value in spread.as_json().items():
            fields[f"{name}_{side}"] = value
    return fields
