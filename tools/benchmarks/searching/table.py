"""What came out, beside what was asked for."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from tools.benchmarks.searching.others import OTHERS
from tools.benchmarks.searching.shelf import Written
from tools.benchmarks.searching.steps import FTS5, IN, OURS, RIPGREP, Asked, Measure

MEGABYTE = 1 << 20
LARGE = 1_000_000
CHINESE = {
    "first page, newest, worst class p95": "第一页，由新到旧（最慢一类的 p95）",
    "first page, relevance, worst class p95": "第一页，按相关（最慢一类的 p95）",
    "index, its headline field with it": "索引大小（连同标题一栏）",
    "build, one process, parsing apart": "建索引（一个进程，不算解析）",
    "… memory": "……占内存",
    "estimate and years, worst class p95": "约数与逐年篇数（最慢一类的 p95）",
    "exact counts, slowest class": "精确计数（最慢一类）",
    "open, cold": "冷启动打开",
    "open, warm": "打开",
    "… and a first page": "……到看见第一页",
    "words, once in a process": "词典（每个进程一次，按相关排时）",
    "memory of searching": "查找占内存（Python、Qt、numpy 之外）",
    "… by date alone": "……只按日期排时",
    "text store": "存下的文章",
    "all with a string, ripgrep": "找出全部：ripgrep",
    "all with a string, `in` over texts in memory": "找出全部：内存里逐篇 `in`",
    "Tantivy": "旁边的 tantivy",
    "Xapian": "旁边的 Xapian",
}
FEWEST_VERIFIED = 2000
"""Texts that a count has to look at for its speed to be told."""


class Built(Struct, frozen=True):
    """How an index was built, in a process of its own; its size."""

    articles_a_second: float
    peak_memory: int
    size: int


class Results(Struct, frozen=True):
    """All that was measured of one archive. Times in milliseconds, sizes and memory in bytes."""

    written: Written
    store_bytes: int
    ours: Built
    fts5: Built | None
    """None where it was not asked."""
    asked: tuple[Asked, ...]
    memory: dict[str, int]
    """Beyond Python, Qt and numpy, at most: with our modules; after all first pages by date; by relevance, too."""
    opened: float
    first_page: float
    """From the beginning of opening on."""
    is_cold: bool
    words_made: float
    """The dictionary that tells words, by the first process that wants it."""
    words_loaded: float
    """… and by every other."""
    others: Mapping[str, Built]
    """Those of `OTHERS` that are installed."""


class Row(Struct, frozen=True):
    """A number of the table; `bound` says what was asked for, "" for nothing."""

    what: str
    value: str
    bound: str = ""
    is_kept: bool = True

    def mark(self) -> str:
        return "" if not self.bound else "✓" if self.is_kept else "✗"


def rows(results: Results) -> list[Row]:
    is_large = results.written.articles >= LARGE
    text = results.written.text_bytes
    ours, fts5 = results.ours, results.fts5
    asked = (OURS, FTS5) if fts5 else (OURS,)
    newest = [worst_p95(results.asked, Measure.NEWEST, engine) for engine in asked]
    relevance = [worst_p95(results.asked, Measure.RELEVANCE, engine) for engine in asked]
    estimate = worst_p95(results.asked, Measure.ESTIMATE, OURS)
    speed = slowest_count(results.asked, OURS)
    memory = {name: taken / MEGABYTE for name, taken in results.memory.items()}
    size = ours.size / text
    store = results.store_bytes / text
    cold = "cold" if results.is_cold else "warm"
    return [
        _within("first page, newest, worst class p95", newest, 1.0, 10 if is_large else None),
        _within("first page, relevance, worst class p95", relevance, 0.5, 150 if is_large else None),
        _size(size, fts5.size / text if fts5 else None, is_large),
        _speed(ours.articles_a_second, fts5.articles_a_second if fts5 else None),
        _at_most("… memory", ours.peak_memory / MEGABYTE, 400, "MB"),
        _at_most("estimate and years, worst class p95", estimate, 50 if is_large else 10, "ms"),
        Row("exact counts, slowest class", f"{speed:,.0f} texts/s", "≥ 25,000", speed >= 25_000),
        _at_most(f"open, {cold}", results.opened, 60 if is_large else 30, "ms"),
        Row("… and a first page", f"{results.first_page:.1f} ms"),
        Row(
            "words, once in a process",
            f"{results.words_loaded:.1f} ms (made once for all: {results.words_made:.0f} ms)",
        ),
        _at_most("memory of searching", memory["peak"], 40 if is_large else 20, "MB"),
        Row("… by date alone", f"{memory['by date']:.0f} MB, {memory['modules']:.0f} of it modules"),
        Row("text store", f"{store:.2f} × text", "≤ 0.5", store <= 0.5),
        *_others(results.asked),
        *(_beside(name, results) for name in OTHERS),
    ]


def _within(what: str, times: Sequence[float], ratio: float, most: float | None) -> Row:
    ours, *others = times
    bounds = ([f"≤ {ratio}"] if others else []) + ([f"≤ {most:.0f} ms"] if most else [])
    is_kept = all(ours <= ratio * theirs for theirs in others) and (most is None or ours <= most)
    value = (
        f"{ours / others[0]:.2f} × FTS5 ({ours:.1f} ms, FTS5 {others[0]:.1f})" if others else f"{ours:.1f} ms"
    )
    return Row(what, value, ", ".join(bounds), is_kept)


def _size(ours: float, fts5: float | None, is_large: bool) -> Row:
    """Sizes as shares of the text."""
    what, ratio = "index, its headline field with it", 0.75 if is_large else 0.8
    bounds = ([f"≤ {ratio}"] if fts5 else []) + (["≤ 0.42 × text"] if is_large else [])
    is_kept = (not fts5 or ours <= ratio * fts5) and (not is_large or ours <= 0.42)
    value = f"{ours / fts5:.2f} × FTS5 ({ours:.2f} × text, FTS5 {fts5:.2f})" if fts5 else f"{ours:.2f} × text"
    return Row(what, value, ", ".join(bounds), is_kept)


def _speed(ours: float, fts5: float | None) -> Row:
    """Articles a second."""
    what = "build, one process, parsing apart"
    if not fts5:
        return Row(what, f"{ours:.0f} articles/s")
    value = f"{ours / fts5:.2f} × FTS5 ({ours:.0f} articles/s, FTS5 {fts5:.0f})"
    return Row(what, value, "≥ 2.5", ours >= 2.5 * fts5)


def _at_most(what: str, value: float, most: float, unit: str) -> Row:
    return Row(
        what,
        f"{value:.1f} {unit}" if unit == "ms" else f"{value:.0f} {unit}",
        f"≤ {most} {unit}",
        value <= most,
    )


def _others(asked: Sequence[Asked]) -> list[Row]:
    """How long the simplest ways take to find all articles with a string."""
    found = []
    for engine, name in (
        (RIPGREP, "all with a string, ripgrep"),
        (IN, "all with a string, `in` over texts in memory"),
    ):
        times = [
            each.milliseconds for each in asked if (each.engine, each.measure) == (engine, Measure.EXACT)
        ]
        found.append(Row(name, f"{p95(times):.0f} ms" if times else "not measured"))
    return found


def _beside(name: str, results: Results) -> Row:
    built = results.others.get(name)
    if not built:
        return Row(name, "not installed")
    return Row(
        name,
        f"first page, newest {worst_p95(results.asked, Measure.NEWEST, name):.1f} ms, "
        f"{built.size / results.written.text_bytes:.2f} × text, {built.articles_a_second:.0f} articles/s, "
        f"{built.peak_memory / MEGABYTE:.0f} MB",
    )


def worst_p95(asked: Sequence[Asked], measure: str, engine: str) -> float:
    return max(p95(times) for times in by_kind(asked, measure, engine).values())


def by_kind(asked: Sequence[Asked], measure: str, engine: str) -> dict[str, list[float]]:
    """Milliseconds of each class."""
    times: dict[str, list[float]] = {}
    for each in asked:
        if (each.measure, each.engine) == (measure, engine):
            times.setdefault(each.kind, []).append(each.milliseconds)
    return times


def slowest_count(asked: Sequence[Asked], engine: str) -> float:
    """Texts a second that were looked at for exact numbers, in the class where that went slowest."""
    seconds: dict[str, float] = {}
    verified: dict[str, int] = {}
    for each in asked:
        if (each.measure, each.engine) == (Measure.EXACT, engine) and each.verified >= FEWEST_VERIFIED:
            seconds[each.kind] = seconds.get(each.kind, 0.0) + each.milliseconds / 1000
            verified[each.kind] = verified.get(each.kind, 0) + each.verified
    return min((verified[kind] / seconds[kind] for kind in seconds), default=0.0)


def p95(times: Sequence[float]) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def differences(asked: Sequence[Asked]) -> list[str]:
    """Where engines do not agree, a sentence each. An estimate may be too high, but never too low; what is ordered by
    relevance need be the same only where all of it was scored.
    """
    found = []
    answers: dict[tuple[str, str], dict[str, Asked]] = {}
    for each in asked:
        answers.setdefault((each.measure, each.query), {})[each.engine] = each
    for (measure, query), of_engines in answers.items():
        exact = answers.get((Measure.EXACT, query), {})
        total = next((each.answer[0] for each in exact.values()), None)
        for engine, each in of_engines.items():
            if not _agree(measure, each, next(iter(of_engines.values())), total):
                found.append(f"{measure}: {query}: {engine} differs")
    return found


def _agree(measure: str, one: Asked, other: Asked, total: int | None) -> bool:
    match measure:
        case Measure.ESTIMATE:
            return total is None or one.answer[0] >= total
        case Measure.RELEVANCE:
            return total is None or total > 400 or one.answer == other.answer
        case _:
            return all(a == b for a, b in zip(one.answer, other.answer, strict=False))
