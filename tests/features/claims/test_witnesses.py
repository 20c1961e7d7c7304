"""The witnesses of sentences in a library: planted events, true ones and changed ones; paraphrases written by hand."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.features.claims.sentences import sentences_of
from reader.features.claims.weighing import Outcome
from reader.features.claims.witnesses import Checked, Checker, check
from reader.library.library import Library
from reader.search.documents import SearchCancelled
from tests import rotation
from tests.features.claims.planted import FOLDER, Planted, papers

DAYS = 7
PARAPHRASES = [
    tuple(line.split(" | "))
    for line in (FOLDER / "paraphrases.txt").read_text(encoding="utf-8").splitlines()[1:]
]


def checked(checker: Checker, claim: str) -> Checked:
    """What becomes of the longest sentence of a claim."""
    return checker.checked(max(sentences_of(claim), key=lambda sentence: len(sentence.text)))


def planted_library(root: Path, *, held_out: bool) -> list[Planted]:
    events: list[Planted] = []
    for path, text, of_issue in papers(11, DAYS, held_out=held_out):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        events += of_issue
    return events


def gazetteer() -> tuple[dict[dt.date, list[str]], list[tuple[str, list[str]]]]:
    """What papers print by their days, and the sentences of a gazetteer with what may become of each."""
    printed: dict[dt.date, list[str]] = {}
    claims: list[tuple[str, list[str]]] = []
    for line in (FOLDER / "gazetteer.txt").read_text(encoding="utf-8").splitlines()[1:]:
        day, words, claim, allowed = (part.strip() for part in line.split("|"))
        if day:
            printed.setdefault(dt.date.fromisoformat(day), []).append(words)
        claims.append((claim, allowed.split(", ")))
    return printed, claims


def test_of_a_gazetteer_what_happened_is_told_apart_from_what_only_is_alike(tmp_path: Path) -> None:
    """Other figures, people and days of one event are told otherwise; of another event of the kind nothing is."""
    printed, claims = gazetteer()
    for day, reports in printed.items():
        lines = ["沁阳日报", f"{day.year}年{day.month}月{day.day}日"]
        for report in reports:
            lines += ["", "本埠消息", "", f"本报讯　{report}"]
        (tmp_path / f"{day:%Y%m%d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        checker = Checker(library)
        outcomes = {claim: checker.checked([*sentences_of(claim)][-1]).outcome.value for claim, _ in claims}
    assert {claim: outcomes[claim] for claim, allowed in claims if outcomes[claim] not in allowed} == {}


@pytest.mark.parametrize("held_out", rotation.in_turn([False, True]))
def test_of_planted_events_true_sentences_are_borne_out_and_changed_ones_are_not(
    tmp_path: Path, held_out: bool
) -> None:
    """Recall is at least .9 of the true ones; of those with something changed, or of papers not held, none."""
    events = planted_library(tmp_path / "library", held_out=held_out)
    with closing(Library.open(tmp_path / "library")) as library:
        library.sync()
        checker = Checker(library)
        true = Counter(checked(checker, event.true).outcome for event in events)
        changed: Counter[Outcome] = Counter()
        for event in events[::3]:
            changed.update(checked(checker, claim).outcome for claim in event.changed.values())
        not_held = [
            event for *_, of_issue in papers(12, DAYS, held_out=held_out, every=4) for event in of_issue
        ]
        strange = Counter(checked(checker, event.true).outcome for event in not_held)
    assert true[Outcome.BORNE_OUT] >= 0.9 * len(events), true
    assert changed[Outcome.BORNE_OUT] <= 0.01 * changed.total(), changed
    assert strange[Outcome.BORNE_OUT] == 0
    assert strange[Outcome.OTHERWISE] <= 0.05 * strange.total(), strange


@pytest.fixture
def old_papers(tmp_path: Path) -> Iterator[Library]:
    for number, (day, printed, _) in enumerate(PARAPHRASES):
        date = dt.date.fromisoformat(day)
        head = f"白渡日报\n{date.year}年{date.month}月{date.day}日\n\n"
        others = "".join(other for _, other, _ in PARAPHRASES[number - 4 : number - 1])
        file = tmp_path / "library" / f"{date:%Y%m%d}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{head}本地新闻\n\n{printed}\n\n旧闻重温\n\n往事：{others}\n", encoding="utf-8")
    with closing(Library.open(tmp_path / "library")) as library:
        library.sync()
        yield library


def test_the_witness_of_a_paraphrase_is_among_the_first_three(old_papers: Library) -> None:
    """Of forty, at least 34; and other words than the paper's are never called borne out."""
    checker = Checker(old_papers)
    right = 0
    for day, printed, paraphrase in PARAPHRASES:
        row = checked(checker, paraphrase)
        days = [witness.source.printing.date for witness in row.witnesses[:3]]
        right += dt.date.fromisoformat(day) in days
        assert row.outcome is not Outcome.BORNE_OUT or paraphrase in printed
    assert right >= 0.85 * len(PARAPHRASES)


def a_library(root: Path, **pages: str) -> Library:
    root.mkdir()
    for name, text in pages.items():
        (root / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library.open(root)
    library.sync()
    return library


FIRE = "白渡日报\n1987年6月13日\n\n西街失火\n\n昨晚西街粮库失火，烧毁仓房{n}间，无人伤亡。\n"


def test_contradicting_witnesses_are_both_shown_the_oldest_first(tmp_path: Path) -> None:
    later = (
        FIRE.format(n=15).replace("13日", "15日").replace("昨晚", "12日晚").replace("白渡日报", "江城晚报")
    )
    with closing(a_library(tmp_path / "library", a=FIRE.format(n=12), b=later)) as library:
        (row,) = check(library, "1987年6月12日晚，西街粮库失火，烧毁仓房12间。")
    assert [witness.outcome for witness in row.witnesses] == [Outcome.BORNE_OUT, Outcome.OTHERWISE]
    (difference,) = row.witnesses[1].differences
    assert (difference.stated, difference.printed) == ("12间", "15间")


def test_reprints_are_one_witness(tmp_path: Path) -> None:
    other = FIRE.format(n=12).replace("白渡日报", "江城晚报")
    with closing(a_library(tmp_path / "library", a=FIRE.format(n=12), b=other)) as library:
        (row,) = check(library, "1987年6月12日晚，西街粮库失火，烧毁仓房12间。")
    (witness,) = row.witnesses
    assert len(witness.reprints) == 1


def test_what_is_not_found_tells_how_many_of_those_days_are_held(tmp_path: Path) -> None:
    with closing(a_library(tmp_path / "library", a=FIRE.format(n=12))) as library:
        rows = list(check(library, "1987年6月10日，雁桥造船厂爆炸。1987年，江城博物馆开馆。"))
    assert [row.outcome for row in rows] == [Outcome.NOT_FOUND] * 2
    assert [(row.held.days, row.held.all_days) for row in rows if row.held] == [(1, 8), (1, 365)]


def test_checking_ends_at_once_when_it_is_cancelled(tmp_path: Path) -> None:
    with (
        closing(a_library(tmp_path / "library", a=FIRE.format(n=12))) as library,
        pytest.raises(SearchCancelled),
    ):
        list(check(library, "1987年6月12日晚，西街粮库失火。", cancelled=lambda: True))
