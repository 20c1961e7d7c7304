"""What it costs, and what it finds, that words without quotation marks count in all shapes of their characters.

    uv run python -m tools.benchmarks.bench_shapes [--articles 20000] [--strings 200]

An invented archive, every `--every`-th article of it in traditional characters. Strings of two to five characters are
cut out of the articles; each is asked once in quotation marks and once without, in turns. Prints of both ways how many
answers are complete (by a walk over all texts), and of the time to the first page the mean, the median and the 95th
percentile, with their ratio.
"""

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from reader.language.forms import search_form
from reader.language.scripts import Script, in_script
from reader.search.answering.ladder import with_shapes
from reader.search.documents import Order
from reader.search.query import Query, parse_query
from tests.search.test_ladder import Shelf
from tools.benchmarks.searching.archive import Archive


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--articles", type=int, default=20_000)
    arguments.add_argument("--strings", type=int, default=200)
    arguments.add_argument("--every", type=int, default=3)
    given = arguments.parse_args()
    chance, every = random.Random(36), given.every
    bodies = [
        in_script(body, Script.TRADITIONAL) if number % every == 2 else body
        for number, body in enumerate(_bodies(given.articles))
    ]
    with tempfile.TemporaryDirectory() as folder:
        _measure(Shelf(Path(folder), bodies), bodies, _cut(chance, bodies, given.strings))


def _bodies(articles: int) -> list[str]:
    parts = Archive(articles).issues()
    return ["\n".join(block.text for block in each.blocks) for part in parts for each in part.articles]


def _cut(chance: random.Random, bodies: list[str], number: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        body = chance.choice(bodies)
        at = chance.randrange(len(body) - 5)
        string = body[at : at + chance.randint(2, 5)]
        if string.isalpha():
            found[string] = None
    return [*found]


def _measure(shelf: Shelf, bodies: list[str], strings: list[str]) -> None:
    forms = {string: {search_form(in_script(string, script)) for script in Script} for string in strings}
    texts = {n: "\n".join(map(search_form, body.split("\n"))) for n, body in enumerate(bodies, 1)}
    times: dict[str, list[float]] = {"as printed": [], "in all shapes": []}
    whole = dict.fromkeys(times, 0)
    for string in strings[:3]:  # loads the tables of shapes and the dictionary
        _first_page(shelf, parse_query(string))
    for string in strings:
        exact = {number for number, text in texts.items() if search_form(string) in text}
        together = {number for number, text in texts.items() if any(form in text for form in forms[string])}
        ways = [("as printed", f'"{string}"', exact), ("in all shapes", string, together)]
        for way, typed, truth in ways if len(times["as printed"]) % 2 else ways[::-1]:
            query = parse_query(typed)
            took = _first_page(shelf, query)
            found = set(shelf.engine.matches(with_shapes(query, shelf)).tolist())
            times[way].append(took)
            whole[way] += found >= truth if way == "in all shapes" else found == truth
    for way, of_way in times.items():
        middle, late = statistics.median(of_way) * 1000, statistics.quantiles(of_way, n=20)[-1] * 1000
        mean = statistics.fmean(of_way) * 1000
        print(f"{way:14}{whole[way]:5} of {len(strings)} complete{mean:9.2f}{middle:9.2f}{late:9.2f} ms")
    by_string = zip(*times.values(), strict=True)
    print(f"in all: {sum(times['in all shapes']) / sum(times['as printed']):.2f} x;", end=" ")
    print(f"of a string: {statistics.median(new / old for old, new in by_string):.2f} x")


def _first_page(shelf: Shelf, query: Query) -> float:
    """The time, in seconds, to find the shapes and the first page."""
    begin = time.perf_counter()
    shelf.engine.search(with_shapes(query, shelf), Order.RELEVANCE, limit=50)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
