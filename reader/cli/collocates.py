"""`reader collocates`: the pairs of characters, and words, that are unusually frequent near a query's matches."""

from msgspec import to_builtins

from reader.cli.arguments.options import Options
from reader.cli.libraries import ready
from reader.cli.queries import missing_dates_to_json, to_json, understood, warn_of_query, without_words
from reader.cli.terminal import bold, cells_of, faint, print_json, print_warning
from reader.i18n import say
from reader.library.read_share import ReadSoFar, none_so_far, so_far
from reader.search.concordance.collocates import Collocates
from reader.search.query import needles, understood_as

LISTED = 30


def run(options: Options) -> int:
    with ready(options.library) as library:
        query = understood(library, " ".join(options.query), options)
        if not needles(query):
            print_warning(without_words(query))
        pairs, words = (
            library.searcher.collocates(query, options.window, by_words=by_words)
            for by_words in (False, True)
        )
        warn_of_query(library, query, pairs.places)
        said = to_json(library, query, pairs.places)
    if options.as_json:
        print_json(
            {
                "query": " ".join(options.query),
                "understood_as": understood_as(query),
                "places": pairs.places,
                **library.read.to_json(),
                "window": options.window,
                "pairs": [to_builtins(each) for each in pairs.found],
                "words": [to_builtins(each) for each in words.found],
                **said,
                "missing_dates": missing_dates_to_json(library.lacked()),
            }
        )
        return 0
    if not needles(query):
        return 0
    told = say("{n} 处，左右各 {window} 个字之内：", n=pairs.places, window=options.window)
    print(so_far(library.read, told))
    _print(say("词（结巴分词切的）"), words, library.read)
    _print(say("相邻两字"), pairs, library.read)
    print(faint(say("G²：多肯定不是碰巧，10.83 起很肯定；logDice：多相属，最高 14")))
    return 0


def _print(name: str, collocates: Collocates, read: ReadSoFar) -> None:
    print(bold(f"\n{name}{' ' * (24 - cells_of(name))}{say('旁边'):>6}{say('全部'):>6}      G²  logDice"))
    for each in collocates.found[:LISTED]:
        print(
            f"{each.unit}{each.beside:>{32 - cells_of(each.unit)}}{each.total:>8}"
            f"{each.log_likelihood:>8.1f}{each.log_dice:>9.2f}"
        )
    if not collocates.found:
        print(none_so_far(read, say("没有特别常见的。"), say("到此没有特别常见的。")))
