"""A program without the feature, in the same library: what was corrected is shown, found, listed and taken back."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader import plugs
from reader.features.misread.everywhere import MisreadEverywhere
from reader.features.misread.likely import LikelyMisreadings
from reader.library.answers import Misread, NoEstimate
from reader.library.library import Library
from reader.search.answering.ladder import Rung
from reader.search.noisy_channel import USUAL_RATE
from tests import homes
from tests.shelf import articles_of

TEXT = "何渡{}修图{}馆的灯，灯杆还是民国年间立的，换过三回灯泡。"


def write(root: Path, day: int, printed: str) -> None:
    root.mkdir(exist_ok=True)
    text = f"雁桥日报\n1987年6月{day}日\n第01版\n## 修灯第{day}天\n本报讯　{TEXT.format(*printed)}\n"
    (root / f"198706{day:02}.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    homes.use(monkeypatch, tmp_path / "home")
    for day in range(1, 12):
        write(tmp_path / "报", day, "牛节" if day == 3 else "生书")
    return tmp_path / "报"


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with closing(Library.open(root)) as library:
        library.sync()
        yield library


def found(library: Library, words: str) -> int:
    return library.searcher.search(f'"{words}"', exact=True).total


def test_what_a_rung_shows_is_told_place_by_place(library: Library) -> None:
    query = library.searcher.understand('"何渡生"')
    (rung,) = (each for each in library.searcher.ladder(query) if each.rung is Rung.MISREAD)
    (article_id,) = rung.results.ids
    likely = LikelyMisreadings(library.characters.derived, library.same_texts)
    (misreading,) = likely.found(article_id, rung.results.query)
    assert (misreading.printed, misreading.read_as) == ("牛", "生")
    assert (misreading.form, misreading.meant) == ("何渡牛", "何渡生")
    assert (misreading.before[-3:], misreading.after[:3]) == ("　何渡", "修图节")


def test_without_it_corrections_stay_and_nothing_is_guessed(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everywhere = MisreadEverywhere(library.characters)
    ((place, _),) = everywhere.places("图节", "图书")
    everywhere.correct([place], rule=("图节", "图书"))
    with monkeypatch.context() as absent:
        absent.setattr(plugs, "FEATURES", tuple(name for name in plugs.FEATURES if name != "misread"))
        write(root, 12, "牛节")
        with closing(Library.open(root)) as other:
            other.sync()
            assert [len(stored.article.readings) for stored in articles_of(other)].count(1) == 1
            assert (found(other, "图书馆"), found(other, "图节馆")) == (11, 2)
            assert len(other.characters.rules()) == len(other.characters.known()) == 1
            answers = Misread(other.derived)
            assert (answers.rate(), answers.forms("图书馆")) == (USUAL_RATE, {})
            results = other.searcher.search("何渡生", exact=True)
            assert other.searcher.estimate(results.query, results) is NoEstimate.FEW_MEASURED
    library.sync()  # the rule holds for what has been read in since
    assert (found(library, "图书馆"), found(library, "图节馆")) == (12, 2)
    (rule,) = library.characters.rules()
    library.characters.undo(rule.uuid)
    assert found(library, "图书馆") == 11
