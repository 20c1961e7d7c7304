"""`reader collocates`: what stands beside a query more often than elsewhere."""

import unicodedata
from dataclasses import asdict

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Parser, settle_query
from reader.cli.kwic import add_asked, add_characters
from reader.cli.libraries import ready
from reader.cli.missing_dates import to_json
from reader.cli.queries import understood, without_words
from reader.cli.terminal import bold, complain, print_json
from reader.i18n import say
from reader.search.concordance.collocates import Collocates
from reader.search.query import needles, understood_as

LISTED = 30


def add_collocates(parser: Parser) -> None:
    parser.set_defaults(settle=settle_query)
    parser.explain(
        say(
            "数每一处左右几个字之内的相邻两字，和结巴分词切出的词（词是结巴切的，不是报上分的），\n"
            "与它们在整个资料库里的次数相比；与找到的字重叠的不算，出了段不算。\n"
            "要读全库：十万篇各五百来字的文章，数相邻两字约五十秒，数词约五分钟。\n"
            "对数似然比 G²（Dunning 1993）：有多确定不是碰巧；大于 10.83，碰巧的机会不到千分之一。\n"
            "logDice（Rychlý 2008）：有多相属，与资料库大小无关；14 是形影不离，低 1 是弱一半。"
        ),
        [
            (say("reader collocates 渡口"), say("左右各五个字")),
            (say("reader collocates 渡口 --window 10 --json"), say("左右各十个字，全部，给程序用")),
        ],
    )
    add_asked(
        parser,
        say(
            "打印一个对象：query understood_as places window pairs words missing_dates；\n"
            "pairs 是相邻两字，words 是结巴切的词，\n"
            "每个的 unit beside total log_likelihood log_dice，按 log_likelihood 排"
        ),
    )
    add_characters(parser, "--window", 5, say("左右各几个字，默认 5，最多 200"))


def run(options: Options) -> int:
    with ready(options.library) as library:
        query = understood(library, " ".join(options.query), options)
        if not needles(query):
            complain(without_words(query))
        pairs, words = (
            library.searcher.collocates(query, options.window, by_words=by_words)
            for by_words in (False, True)
        )
    if options.as_json:
        print_json(
            {
                "query": " ".join(options.query),
                "understood_as": understood_as(query),
                "places": pairs.places,
                "window": options.window,
                "pairs": [asdict(each) for each in pairs.found],
                "words": [asdict(each) for each in words.found],
                "missing_dates": to_json(library.lacked()),
            }
        )
        return 0
    if not needles(query):
        return 0
    print(say("{n} 处，左右各 {window} 个字之内：", n=pairs.places, window=options.window))
    _print(say("相邻两字"), pairs)
    _print(say("词（结巴分词切的）"), words)
    return 0


def _print(name: str, collocates: Collocates) -> None:
    print()
    print(bold(f"{_wide(name, 20)}{say('旁边'):>6}{say('全部'):>6}      G²  logDice"))
    for each in collocates.found[:LISTED]:
        print(
            f"{_wide(each.unit, 20)}{each.beside:>8}{each.total:>8}"
            f"{each.log_likelihood:>8.1f}{each.log_dice:>9.2f}"
        )
    if not collocates.found:
        print(say("没有特别常见的。"))


def _wide(text: str, cells: int) -> str:
    return text + " " * (cells - sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text))
