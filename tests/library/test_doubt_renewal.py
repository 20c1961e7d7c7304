"""What is stored of doubts is what a look finds without it, whatever changes, and whoever changes it."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from reader import do_nothing
from reader.library import doubt_sources
from reader.library.corrections import IssueCorrectionOutcome, KnownCorrection
from reader.library.derived_data import only_writer
from reader.library.doubt_renewal import renew_few_doubts
from reader.library.doubts import Doubt, DoubtKind
from reader.library.files_beside import Originals
from reader.library.library import Library
from reader.newspaper.article import SourceText
from reader.newspaper.correction import Claim, CorrectionKind
from reader.storage import doubt_table
from reader.storage.file_table import FileTable
from tests import doubtful_library
from tests.many_issues import multiply

RULES = Path(__file__).parent / "doubt_rules.txt"
"""What is stored of a library with one thing of each kind, below the version of the rules by which it is stored."""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(doubtful_library.write(tmp_path / "旧报"))
    yield library
    library.close()


def listed(library: Library) -> dict[DoubtKind, list[tuple[str, str, str]]]:
    kinds = doubt_sources.look(library, with_apart=True).kinds
    for found in kinds:
        assert found.number == len(found.doubts)
        assert sum(found.rows.of_papers.values()) == found.number
        papers = [doubt.newspaper for doubt in found.doubts]
        assert papers == sorted(papers)
    return {found.kind: [*map(in_words, found.doubts)] for found in kinds if found.doubts}


def in_words(doubt: Doubt) -> tuple[str, str, str]:
    return doubt.words, doubt.why, doubt.path


def looked_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> dict[DoubtKind, list[tuple[str, str, str]]]:
    """Return what is found where nothing is stored."""
    with monkeypatch.context() as patch:
        patch.setattr(FileTable, "doubts", lambda _: None)
        return listed(library)


def _add(library: Library) -> None:
    (library.root / "又一份.txt").write_text("# 木桥修好了\n\n河上的木桥昨天修好了。\n", encoding="utf-8")
    library.sync()


def _change(library: Library) -> None:
    path = library.root / "无名.txt"
    path.write_text(
        path.read_text(encoding="utf-8").replace("雁桥日报", "雁桥日报\n1987年6月24日"), encoding="utf-8"
    )
    library.sync()


def _rename(library: Library) -> None:
    (library.root / "无名.txt").rename(library.root / "有名.txt")
    library.sync()


def _delete(library: Library) -> None:
    (library.root / "无名.txt").unlink()
    library.sync(accept_missing=True)


def _forget(library: Library) -> None:
    _delete(library)
    library.forget_missing(["无名.txt"])


def _lend_title(library: Library) -> None:
    (library.root / "拾零" / "19870610.txt").write_text(
        "江城晚报\n1987年6月10日\n\n# 桥头新开一家茶馆\n\n茶馆昨天开张，来客很多。\n", encoding="utf-8"
    )
    library.sync()


def _correct(library: Library) -> None:
    library.corrections.correct_issue(["无名.txt"], [Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 23))])


def _correct_and_undo(library: Library) -> None:
    outcome = library.corrections.correct_issue(
        ["拾零/旧闻.txt"], [Claim(CorrectionKind.TITLE, title="江城晚报")]
    )
    library.corrections.undo_step(outcome.corrections[0].uuid)


CHANGES: list[Callable[[Library], None]] = [
    _add,
    _change,
    _rename,
    _delete,
    _forget,
    _lend_title,
    _correct,
    _correct_and_undo,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_stored_is_what_is_found_without_it(
    library: Library, monkeypatch: pytest.MonkeyPatch, change: Callable[[Library], None]
) -> None:
    before = listed(library)
    assert before == looked_for(library, monkeypatch)
    change(library)
    after = listed(library)
    assert after == looked_for(library, monkeypatch)
    assert change is _correct_and_undo or after != before
    assert _stale(library) == []


@pytest.mark.parametrize("change", [_change, _delete, _correct], ids=lambda change: change.__name__)
def test_what_has_changed_is_looked_for_until_it_is_stored(
    library: Library, monkeypatch: pytest.MonkeyPatch, change: Callable[[Library], None]
) -> None:
    monkeypatch.setattr("reader.library.sync.renew_doubts", do_nothing)
    monkeypatch.setattr("reader.library.sync.renew_few_doubts", do_nothing)
    change(library)
    assert _stale(library)
    assert listed(library) == looked_for(library, monkeypatch)


def _stale(library: Library) -> list[int]:
    table = library.local.catalogue.files.doubts()
    assert table is not None
    return table.stale(dt.date.today())


def test_a_day_that_is_past_at_last_is_told_no_more(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(dt.date):
        @classmethod
        def today(cls) -> Self:
            return cls(2187, 6, 5)

    assert DoubtKind.FUTURE_DAY in listed(library)
    monkeypatch.setattr(dt, "date", Later)
    after = listed(library)
    assert DoubtKind.FUTURE_DAY not in after
    assert after == looked_for(library, monkeypatch)
    renew_few_doubts(library.local.catalogue)
    assert listed(library) == after


def test_tables_of_other_rules_are_made_anew(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = listed(library)
    monkeypatch.setattr(doubt_table, "RULES", doubt_table.RULES + 1)
    assert library.local.catalogue.files.doubts() is None
    assert listed(library) == before
    library.sync()
    assert library.local.catalogue.files.doubts() is not None
    assert listed(library) == before


def test_what_is_stored_is_another_only_by_rules_of_another_version(
    library: Library, update_golden: bool
) -> None:
    """Else libraries that were read in by the former rules keep what these have stored."""
    table = library.local.catalogue.files.doubts()
    assert table is not None
    version = f"RULES {doubt_table.RULES}"
    stored = [version]
    for kind in DoubtKind:
        for row in table.page(kind.value, ("", ""), 1000):
            stored.append(" · ".join([kind, row.newspaper, row.path, str(row.number)]))
    known = RULES.read_text(encoding="utf-8").splitlines()
    if update_golden and known[0] != version:
        RULES.write_text("\n".join([*stored, ""]), encoding="utf-8")
        return
    assert stored == known, "raise RULES in storage/doubt_table.py, then --update-golden"


def test_tables_whose_changes_nothing_notes_are_made_anew(library: Library) -> None:
    before = listed(library)
    with only_writer(library.local.lock), library.local.catalogue.writing() as writer:
        writer.connection.execute("DROP TRIGGER doubt_file_told")
    assert library.local.catalogue.files.doubts() is None
    assert listed(library) == before
    _change(library)
    assert library.local.catalogue.files.doubts() is not None
    assert listed(library) != before
    assert _stale(library) == []


def test_numbers_are_of_one_moment_though_a_sync_stores_others(library: Library) -> None:
    """What is void is subtracted from what it was counted in, never from what was there before it was stored."""
    catalogue = library.local.catalogue
    table = catalogue.files.doubts()
    assert table is not None
    statements: list[str] = []

    def noted(sql: str, *values: object) -> list[object]:
        statements.append(sql)
        return table._rows(sql, *values)

    issue_ids = sorted(catalogue.tree.by_id(range(1, 100)))
    watched = doubt_table.DoubtTable(noted, table._stamp)
    assert (watched.numbers(issue_ids), len(statements)) == ({}, 1)
    assert watched.numbers([]) == watched.numbers([10**6]) != {}


def test_what_a_person_has_proofread_is_told_no_more(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert DoubtKind.LOW_QUALITY in listed(library)
    ids = frozenset(id for id, *_ in library.local.catalogue.files.articles_of_file("1987-06-21.xml"))
    readings = type(library.local.catalogue.readings)
    monkeypatch.setattr(readings, "proofread_whole", lambda _: ids)
    assert DoubtKind.LOW_QUALITY not in listed(library)
    assert listed(library) == looked_for(library, monkeypatch)


def test_many_are_made_a_page_at_a_time_as_far_as_they_are_looked_at(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    multiply(library, 2000)
    asked: list[int] = []
    at = FileTable.at

    def counted(table: FileTable, paths: list[str]) -> list[object]:
        asked.append(len(paths))
        return at(table, paths)  # type: ignore[return-value]

    monkeypatch.setattr(FileTable, "at", counted)
    found = doubt_sources.look(library).of(DoubtKind.UNDATED)
    assert (found.number, asked) == (2001, [])
    pages = found.rows.pages()
    first = next(pages)
    assert (len(first), asked) == (100, [100])
    rest = [doubt for page in pages for doubt in page]
    paths = [doubt.path for doubt in (*first, *rest)]
    assert len(set(paths)) == 2001
    assert paths == sorted(paths)


def test_what_is_said_of_very_many_files_is_recorded_at_once_and_applied_by_a_sync(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.acts.APPLIED_AT_ONCE", 1)
    claims = (Claim(CorrectionKind.TITLE, title="江城晚报"),)
    paths = ("无名.txt", "拾零/旧闻.txt")

    def correct() -> IssueCorrectionOutcome:
        return library.corrections.correct_issues([(path, claims) for path in paths], at_once=1)

    before = listed(library)
    outcome, turn = library.acts.carried_out(correct)
    assert turn is not None
    assert (len(outcome.corrections), outcome.is_applied) == (2, False)
    assert listed(library) == before
    library.sync()
    corrected = listed(library)
    assert corrected[DoubtKind.UNDATED] == [("江城晚报（经更正） 无名.txt", "", "无名.txt")]
    assert not turn().is_applied
    assert listed(library) == corrected
    library.sync()
    assert listed(library) == before


def _lost(library: Library) -> list[KnownCorrection]:
    """Return the corrections without their place, as all that are known have it; `lost` reads fewer files for it."""
    lost = library.corrections.lost()
    assert lost == [known for known in library.corrections.known() if known.effect.is_lost]
    return lost


def test_corrections_without_their_place_are_found_without_reading_what_tells_of_them(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _lost(library)
    assert before
    claims = [
        Claim(CorrectionKind.TITLE, title="江城晚报"),
        Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 23)),
        Claim(CorrectionKind.NUMBER, number=7),
        Claim(CorrectionKind.PAGE, page="2"),
        Claim(CorrectionKind.ENCODING, encoding="utf-8"),
    ]
    library.corrections.correct_issue(["无名.txt"], claims)
    assert _lost(library) == before
    read_paths: list[str] = []
    source = Originals.source

    def noted(originals: Originals, path: str) -> SourceText:
        read_paths.append(path)
        return source(originals, path)

    with monkeypatch.context() as patch:
        patch.setattr(Originals, "source", noted)
        assert library.corrections.lost() == before
    assert read_paths
    assert "无名.txt" not in read_paths
    (library.root / "无名.txt").write_text("# 木桥修好了\n\n河上的木桥昨天修好了。\n", encoding="utf-8")
    library.sync()
    assert len(_lost(library)) == len(before) + len(claims) - 1, "but for the encoding, which is of any line"
    (library.root / "无名.txt").unlink()
    library.sync(accept_missing=True)
    assert len(_lost(library)) == len(before) + len(claims)
