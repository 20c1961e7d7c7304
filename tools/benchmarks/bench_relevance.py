"""Do articles come in an order that a person agrees with?

    uv run python -m tools.benchmarks.bench_relevance [--worst 10] [--vary]

Prints NDCG@10 on the judged queries of `tests/search/judgements/` for our order, plain BM25 over jieba's words, newest
and oldest first: by kind of query, for the half that the ranking's constants were chosen on and for the half that was
held out; then the worst queries with the points of their first articles. `--vary` prints what other constants would
do: each halved, doubled and left out.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from msgspec.structs import fields, replace

from reader.search.ranking import CONSTANTS, Constants, points
from tests.search.relevance import Bm25, Judgement, by_bm25, by_relevance, judgements, newest, oldest, sought

Order = Callable[[Judgement], Sequence[int]]
SHOWN = 6


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--worst", type=int, default=10)
    arguments.add_argument("--vary", action="store_true")
    given = arguments.parse_args()
    judged = judgements()
    bm25 = {id(each.shelf): Bm25(each.shelf.documents) for each in judged}
    orders: dict[str, Order] = {
        "ours": by_relevance,
        "BM25": lambda each: by_bm25(each, bm25[id(each.shelf)]),
        "newest": newest,
        "oldest": oldest,
    }
    print_table(judged, orders)
    for each in sorted(judged, key=lambda each: each.ndcg(by_relevance(each)))[: given.worst]:
        print_query(each)
    if given.vary:
        print_variations(judged)


def groups(judged: Sequence[Judgement]) -> Mapping[str, Sequence[Judgement]]:
    kinds = dict.fromkeys(each.kind for each in judged)
    return {kind: [each for each in judged if each.kind == kind] for kind in kinds} | {
        "chosen on": [each for each in judged if not each.is_held_out],
        "held out": [each for each in judged if each.is_held_out],
        "all": judged,
    }


def print_table(judged: Sequence[Judgement], orders: Mapping[str, Order]) -> None:
    print(f"{'NDCG@10':12}{'queries':>8}" + "".join(f"{name:>8}" for name in orders))
    for name, group in groups(judged).items():
        row = [fmean(each.ndcg(order(each)) for each in group) for order in orders.values()]
        print(f"{name:12}{len(group):8}" + "".join(f"{value:8.3f}" for value in row))


def print_query(judgement: Judgement) -> None:
    """The first articles as they come, the grade of each beside the one that would suit there."""
    order = by_relevance(judgement)
    best = sorted(judgement.grades.values(), reverse=True)
    half = "held out" if judgement.is_held_out else "chosen on"
    print(f"\n{judgement.text}   {judgement.ndcg(order):.3f} ({judgement.kind}, {half})")
    documents = {document.id: document for document in judgement.shelf.documents}
    wanted = sought(judgement)
    for place, id in enumerate(order[:SHOWN]):
        parts = points(documents[id], wanted)
        reasons = "  ".join(f"{name} {value:.2f}" for name, value in parts._asdict().items() if value)
        ideal = best[place] if place < len(best) else 0
        print(
            f"  {judgement.grades.get(id, 0)}/{ideal} {judgement.shelf.titles[id][:20]:20} {sum(parts):.2f} = {reasons}"
        )


def print_variations(judged: Sequence[Judgement]) -> None:
    print(f"\n{'constant':16}{'value':>8}" + "".join(f"{name:>18}" for name in ("0", "half", "double")))
    halves = [group for name, group in groups(judged).items() if name in ("chosen on", "held out")]

    def told(constants: Constants) -> str:
        means = (fmean(each.ndcg(by_relevance(each, constants)) for each in half) for half in halves)
        return " / ".join(f"{mean:.3f}" for mean in means)

    print(f"{'as they are':24}{told(CONSTANTS):>18}")
    for field in fields(Constants):
        value = getattr(CONSTANTS, field.name)
        others = [told(replace(CONSTANTS, **{field.name: value * factor})) for factor in (0, 0.5, 2)]
        print(f"{field.name:16}{value:8.2f}" + "".join(f"{other:>18}" for other in others))


if __name__ == "__main__":
    main()
