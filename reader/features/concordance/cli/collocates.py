"""`reader collocates`: the pairs of characters, and words, that are unusually frequent near a query's matches."""

from typing import Annotated

from msgspec import to_builtins

from reader.cli.libraries import ready
from reader.cli.options import (
    Arguments,
    AsJson,
    AsPrinted,
    LibraryPlace,
    QueryWords,
    Shapes,
    characters,
)
from reader.cli.queries import missing_dates_to_json, to_json, understood, warn_of_query, without_words
from reader.cli.terminal import bold, cells_of, faint, print_json, print_warning
from reader.features.concordance.collocates import Collocates as Found
from reader.features.concordance.concordance import collocates
from reader.i18n import later, say
from reader.library.read_share import ReadSoFar, none_so_far, so_far
from reader.search.query import needles, understood_as

LISTED = 30


class Collocates(Arguments, frozen=True):
    MORE = later(
        "数每一处左右几个字之内的相邻两字，和结巴分词切出的词（词是结巴切的，不是报上分的），\n"
        "与它们在整个资料库里的次数相比；与找到的字重叠的不算，出了段不算。\n"
        "要读全库：十万篇各五百来字的文章，数相邻两字约五十秒，数词约五分钟。\n"
        "对数似然比 G²（Dunning 1993）：有多确定不是碰巧；大于 10.83，碰巧的机会不到千分之一。\n"
        "logDice（Rychlý 2008）：有多相属，与资料库大小无关；14 是形影不离，低 1 是弱一半。"
    )
    EXAMPLES = (
        ("reader collocates 渡口", later("左右各五个字")),
        ("reader collocates 渡口 --window 10 --json", later("左右各十个字，全部，给程序用")),
    )
    JSON = later(
        "打印一个对象：query understood_as places window pairs words missing_dates；\n"
        "pairs 是相邻两字，words 是结巴切的词，\n"
        "每个的 unit beside total log_likelihood log_dice，按 log_likelihood 排"
    )
    query: QueryWords
    library: LibraryPlace = None
    as_json: AsJson = False
    as_printed: AsPrinted = False
    shapes: Shapes = False
    window: Annotated[int, characters("左右各几个字，默认 5，最多 200")] = 5

    def run(self) -> int:
        with ready(self.library) as library:
            query = understood(library, " ".join(self.query), self)
            if not needles(query):
                print_warning(without_words(query))
            pairs, words = (
                collocates(library.derived, library.person_names, query, self.window, by_words=by_words)
                for by_words in (False, True)
            )
            warn_of_query(library, query, pairs.places)
            said = to_json(library, query, pairs.places)
        if self.as_json:
            print_json(
                {
                    "query": " ".join(self.query),
                    "understood_as": understood_as(query),
                    "places": pairs.places,
                    **library.read.to_json(),
                    "window": self.window,
                    "pairs": [to_builtins(each) for each in pairs.found],
                    "words": [to_builtins(each) for each in words.found],
                    **said,
                    "missing_dates": missing_dates_to_json(library.lacked()),
                }
            )
            return 0
        if not needles(query):
            return 0
        told = say("{n} 处，左右各 {window} 个字之内：", n=pairs.places, window=self.window)
        print(so_far(library.read, told))
        _print(say("词（结巴分词切的）"), words, library.read)
        _print(say("相邻两字"), pairs, library.read)
        print(faint(say("G²：多肯定不是碰巧，10.83 起很肯定；logDice：多相属，最高 14")))
        return 0


def _print(name: str, collocates: Found, read: ReadSoFar) -> None:
    print(bold(f"\n{name}{' ' * (24 - cells_of(name))}{say('旁边'):>6}{say('全部'):>6}      G²  logDice"))
    for each in collocates.found[:LISTED]:
        print(
            f"{each.unit}{each.beside:>{32 - cells_of(each.unit)}}{each.total:>8}"
            f"{each.log_likelihood:>8.1f}{each.log_dice:>9.2f}"
        )
    if not collocates.found:
        print(none_so_far(read, say("没有特别常见的。"), say("到此没有特别常见的。")))
