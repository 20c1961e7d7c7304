"""`reader keyness`: the words that one set of articles uses more often, or less, than another."""

from collections.abc import Iterator, Sequence
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
    numbers_of,
    remarks_on,
    table_of,
)
from reader.i18n import later, say
from reader.language.dates.calendar import Days
from reader.library.article_set import ArticleSet
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, so_far
from reader.search.query import understood_as


class KeynessCommand(Arguments, frozen=True):
    MORE = later(
        "这边是 QUERY 找到的文章，另一边是 --against 找到的，不写就是其余所有的文章。词是结巴切的，标点和数目字不算；\n"
        "只列两个字以上、至少见于三篇的词。第一次要数一遍这些文章的词（十万篇约一分钟），数过的留在缓存里。\n"
        "对数似然比 G²（Dunning 1993，四格，同 AntConc）：有多确定不是碰巧；大于 10.83，碰巧的机会不到千分之一。\n"
        "log ratio（Hardie 2014）：这边的频率是另一边的 2 的几次方；没见到的算半次。"
    )
    EXAMPLES = (
        ("reader keyness 渡口", later("写到渡口的文章，比其余的多用哪些词")),
        (later("reader keyness 日期:1987 --against 日期:1990..1999"), later("两段日子相比")),
        (
            later("reader keyness 报:晚报 --against 报:日报 --from 1987 -o words.xlsx"),
            later("两种报相比，存成表格"),
        ),
    )
    JSON = later(
        "打印一个对象：query understood_as against against_understood_as（其余的文章是 null）\n"
        "articles（here there in_both）counted（here there）words（here there）rows missing_dates；每行的 word\n"
        "direction（more、less）log_likelihood log_ratio here there articles_here articles_there，按 log_likelihood 排"
    )
    ANSWERS = ("reader.features.keyness.schemas:Keyness",)
    query: Annotated[tuple[str, ...], Argument("QUERY", "这边的文章，写法同 search")]
    library: LibraryPlace = None
    as_json: AsJson = False
    as_printed: AsPrinted = False
    shapes: Shapes = False
    against: Annotated[
        str | None, Option("另一边的文章，写法同 search；不写就是其余所有的", "--against", "QUERY")
    ] = None
    first: Annotated[Days | None, Option("两边都只算从这一天起的报", "--from", "DATE", days)] = None
    last: Annotated[Days | None, Option("两边都只算到这一天止的报", "--to", "DATE", days)] = None
    limit: Annotated[int, Option("多的、少的各打印几个，默认 30", "--limit", "N", one_or_more)] = 30
    output: TableFile = None
    headings: TableHeadings = Headings.NAMES

    def __post_init__(self) -> None:
        table_only(self.output, as_json=self.as_json)

    def run(self) -> int:
        if self.output is not None:
            check_target(self.output)
        with ready(self.library) as library:
            here, there, found = with_repair(library, lambda: self._ask(library))
            sides = [(here, found.articles[0])]
            if there is not None:
                sides.append((there, found.articles[1]))
            for side, total in sides:
                warn_of(library, side, total)
            said = _joined([to_json(library, side, total) for side, total in sides])
            read = library.read
            lacked = library.lacked()
        if self.as_json:
            print_json(
                {
                    "query": " ".join(self.query),
                    "understood_as": _understood_as(here),
                    "against": self.against,
                    "against_understood_as": _understood_as(there) if there is not None else None,
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

    def _ask(self, library: Library) -> tuple[ArticleSet, ArticleSet | None, Keyness]:
        first = self.first.first if self.first else None
        last = self.last.last if self.last else None

        def side(text: str) -> ArticleSet:
            return library.sets.narrowed(asked(library, text, self), first=first, last=last)

        here = side(" ".join(self.query))
        if self.against is not None:
            there = side(self.against)
        else:
            there = None
        rest = library.sets.narrowed(library.sets.whole(), first=first, last=last)
        return here, there, keyness(library, here, there, rest)


def _understood_as(articles: ArticleSet) -> str:
    return understood_as(articles.typed)


def _joined(said: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what is said of both sides as of one."""
    return {
        "remarks": [words for each in said for words in each["remarks"]],
        "suggestions": [words for each in said for words in each["suggestions"]],
        "undated": sum(each["undated"] for each in said),
    }


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
        yield faint(say("G²：多肯定不是碰巧，10.83 起很肯定；log ratio：1 是两倍，−1 是一半"))


def _line(first: str, numbers: Sequence[str]) -> str:
    cells = (" " * max(_WIDTH - cells_of(number), 1) + number for number in numbers)
    return first + " " * (_FIRST_WIDTH - cells_of(first)) + "".join(cells)


_FIRST_WIDTH = 14
_WIDTH = 12


def _sizes_to_json(found: Keyness) -> dict[str, object]:
    pairs = {"articles": found.articles, "counted": found.counted, "words": found.sizes}
    counts: dict[str, dict[str, int]] = {
        name: {"here": here, "there": there} for name, (here, there) in pairs.items()
    }
    counts["articles"]["in_both"] = found.in_both
    return dict(counts)


def _to_json(each: KeyWord) -> dict[str, object]:
    return {
        "word": each.word,
        "direction": "more" if each.is_more else "less",
        "log_likelihood": each.log_likelihood,
        "log_ratio": each.log_ratio,
        "here": each.here,
        "there": each.there,
        "articles_here": each.articles_here,
        "articles_there": each.articles_there,
    }
