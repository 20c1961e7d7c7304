"""Characters that a reader has corrected: found in both forms, shown and quoted corrected, undone without a trace."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.export import article_text
from reader.language.forms import search_form
from reader.library.acts import Turn
from reader.library.character_places import CharacterPlace, changes
from reader.library.derived_data import only_writer
from reader.library.integrity import unfound
from reader.library.library import Library, LibraryError
from reader.newspaper.article import CharacterReading, Where, with_characters
from reader.newspaper.holdings import StoredArticle
from reader.search.answering.ladder import Rung
from reader.search.terms import fields
from tests import homes
from tests.laws import examples
from tests.shelf import articles_of
from tests.ui import synced_once

FERRY = "本报讯（记者 何渡牛）州头镇的渡口今天加开一班船，票价不变，首班船提前到五点二十分开出，末班船照旧。"
FARES = "逢集日另加两班，月票照旧。洲头镇的老人说，州头镇的名字是从江心的沙洲来的，洲上早先只有三户人家。"
LAMPS = "旧街的路灯今晚一齐亮了，修灯的何渡生说，灯杆还是民国年间立的，换过三回灯泡，杆子从没有倒过。"
HEAD = "雁桥日报\n1987年6月{day}日 星期五\n第01版"
NAMES = ("1987/06/19870612.txt", "1987/06/19870613.txt")
EARLIER, LATER = "渡口加开一班船", "旧街路灯今晚亮了"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "旧报"
    page = "\n\n".join([HEAD, f"## {EARLIER}", FERRY, FARES, f"## {LATER}", LAMPS, ""])
    for day, name in zip((12, 13), NAMES, strict=True):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(page.format(day=day), encoding="utf-8")
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with synced_once.opened(root) as opened:
        yield opened


def found(library: Library, typed: str) -> list[int]:
    return sorted(library.searcher.search(f'"{typed}"', exact=True, limit=99).ids)


def days(library: Library, typed: str) -> list[int]:
    stored = [library.articles.article(i) for i in found(library, typed)]
    return sorted(each.issue.date.day for each in stored if each and each.issue.date)


def article(library: Library, headline: str = EARLIER, day: int = 12) -> StoredArticle:
    (one,) = (
        each
        for each in articles_of(library)
        if each.article.headline == headline and each.issue.date and each.issue.date.day == day
    )
    return one


def place(stored: StoredArticle, text: str, at: int = 0) -> CharacterPlace:
    """The character `at` of the first place where a text stands in the article's body."""
    for index, block in enumerate(stored.article.blocks):
        if text in block.text:
            return CharacterPlace(Where.BLOCK, index, block.text.index(text) + at)
    raise ValueError(text)


def contents_of(library: Library) -> list[tuple[object, ...]]:
    """All that a library shows and finds, but for the ids."""
    return sorted(
        (
            each.issue.date.isoformat() if each.issue.date else "",
            each.article.key,
            repr(each.article),
            each.sources,
        )
        for each in articles_of(library)
    )


def test_a_corrected_character_is_found_in_both_forms_and_keeps_the_recognised_text(
    library: Library, root: Path
) -> None:
    before = {name: (root / name).read_bytes() for name in NAMES}
    stored = article(library)
    assert days(library, "州头镇的渡口") == [12, 13]
    assert days(library, "洲头镇的渡口") == []
    outcome = library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    assert outcome.is_applied
    assert days(library, "州头镇的渡口") == [12, 13]
    assert days(library, "洲头镇的渡口") == [12]
    now = library.articles.article(outcome.article_id or 0)
    assert now is not None
    assert now.article.key == stored.article.key
    assert replace(now.article, readings=()) == stored.article
    assert {name: (root / name).read_bytes() for name in NAMES} == before
    assert library.problems() == []
    assert unfound(library.local.catalogue, library.local.engine, 300) == []


def test_snippets_show_what_is_printed_and_marks_the_recognised_place(library: Library) -> None:
    from reader.search.answering import snippets

    stored = article(library)
    outcome = library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    (hit,) = library.searcher.hits([outcome.article_id or 0], library.searcher.understand('"洲头镇的渡口"'))
    assert snippets.to_html(hit.snippet).startswith("本报讯（记者 何渡牛）<mark>洲头镇的渡口</mark>今天")
    assert hit.snippet.matches == 1
    now = library.articles.article(outcome.article_id or 0)
    assert now is not None
    (marked,) = snippets.marks(now.article, ["洲头镇的渡口"])
    (span,) = marked.spans
    assert marked.field.text[slice(*span)] == "州头镇的渡口"
    # 州头镇 stands printed twice in this article, 洲头镇 once; read as corrected, 洲头镇 stands there twice.
    (hit,) = library.searcher.hits([now.id], library.searcher.understand('"洲头镇"'))
    assert hit.snippet.matches == 2
    (hit,) = library.searcher.hits([now.id], library.searcher.understand('"头镇"'))
    assert hit.snippet.matches == 3


def test_undone_everything_is_as_before_and_redone_as_after(library: Library) -> None:
    before = contents_of(library)
    stored = article(library)
    outcome, undo = library.acts.carried_out(
        lambda: library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    )
    after = contents_of(library)
    assert after != before
    assert undo is not None
    redo = undo().back
    assert contents_of(library) == before
    assert days(library, "洲头镇的渡口") == []
    assert library.characters.known() == []
    undone = library.characters.outcome_of(outcome.decisions)
    assert undone.article_id == article(library).id
    assert all(each.undone for each in undone.decisions)
    assert redo is not None
    redo()
    assert contents_of(library) == after
    assert days(library, "洲头镇的渡口") == [12]


def test_a_rebuilt_library_has_the_same_corrections(library: Library, root: Path) -> None:
    stored = article(library)
    library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    after = contents_of(library)
    library.rebuild()
    assert contents_of(library) == after
    assert days(library, "洲头镇的渡口") == [12]
    assert library.problems() == []
    library.repair(whole_index=True)
    assert days(library, "洲头镇的渡口") == [12]


def test_a_correction_in_a_credit_is_found_under_the_name(library: Library) -> None:
    stored = article(library)
    library.characters.correct(stored.id, place(stored, "何渡牛", 2), "生")
    assert len(library.searcher.search("记者:何渡生", exact=True).ids) == 1
    assert len(library.searcher.search("记者:何渡牛", exact=True).ids) == 2


def test_a_headline_is_corrected_and_found_by_its_field(library: Library) -> None:
    stored = article(library, LATER)
    library.characters.correct(stored.id, CharacterPlace(Where.HEADLINE, 0, 3), "打")
    assert len(library.searcher.search("标题:路打今晚", exact=True).ids) == 1
    assert len(library.searcher.search("标题:路灯今晚", exact=True).ids) == 2
    now = article(library, LATER)
    assert now.article.headline == LATER
    assert now.article.title() == "旧街路打今晚亮了"
    assert [row.title for row in library.contents.articles(now.issue.id)] == [EARLIER, "旧街路打今晚亮了"]
    (hit,) = library.searcher.hits([now.id], library.searcher.understand("标题:路灯今晚"))
    assert (hit.headline, hit.article.title) == ("旧街路打今晚亮了", "旧街路打今晚亮了")
    assert hit.title_marks == ((2, 6),)
    library.characters.correct(now.id, place(now, "旧街的", 1), "桥")
    now = article(library, LATER)
    asked = library.searcher.understand("路灯今晚一齐")
    for is_recognised, begins in ((False, "旧桥的路灯"), (True, "旧街的路灯")):
        (record,) = library.searcher.records([now.id], asked, is_recognised=is_recognised)
        assert record.snippet.startswith(begins)


def test_it_survives_edits_of_other_lines_new_names_and_another_parse(library: Library, root: Path) -> None:
    stored = article(library)
    library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    file = root / NAMES[0]
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("逢集日另加两班", "逢集日加三班").replace("旧街的", "老街的"), encoding="utf-8"
    )
    library.sync(accept_missing=True)
    assert days(library, "洲头镇的渡口") == [12]
    file.rename(root / "另一个名字.txt")
    library.sync(accept_missing=True)
    assert days(library, "洲头镇的渡口") == [12]
    # the beginning of the text, by which the article is known, is another
    moved = root / "另一个名字.txt"
    text = moved.read_text(encoding="utf-8")
    moved.write_text(text.replace("本报讯（记者 何渡牛）", "据渡口消息，"), encoding="utf-8")
    library.sync(accept_missing=True)
    assert article(library).article.key != stored.article.key
    assert days(library, "洲头镇的渡口") == [12]


def test_the_text_of_a_missing_file_is_corrected_too(library: Library, root: Path) -> None:
    (root / NAMES[0]).unlink()
    library.sync(accept_missing=True)
    stored = article(library)
    outcome = library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    assert days(library, "洲头镇的渡口") == [12]
    library.characters.undo(outcome.decisions[0].uuid)
    assert days(library, "洲头镇的渡口") == []


def test_what_another_computer_decided_is_there_after_the_next_sync(library: Library, root: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "副本"
        shutil.copytree(root, copy)
        other = Library.open(copy)
        other.sync()
        stored = article(other)
        other.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
        exported = Path(folder) / "notes.jsonl"
        exported.write_text(other.notebook.export_notes(), encoding="utf-8")
        other.close()
        library.notebook.import_notes(exported)
    assert days(library, "洲头镇的渡口") == [12]
    library.notebook.undo_last_step()
    assert days(library, "洲头镇的渡口") == []


@pytest.mark.parametrize("cut", ["put_readings", "publish"])
def test_a_cut_in_between_is_made_good_by_the_next_sync(
    library: Library, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    class Cut(Exception):
        pass

    def cut_off(*_: object) -> None:
        raise Cut

    stored = article(library)
    owner = {
        "put_readings": "reader.storage.catalogue_writer.CatalogueWriter",
        "publish": "reader.library.sync_storing.IndexUpdater",
    }[cut]
    with monkeypatch.context() as patch:
        patch.setattr(f"{owner}.{cut}", cut_off)
        with pytest.raises(Cut):
            library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    library.sync()
    assert days(library, "洲头镇的渡口") == [12]
    assert days(library, "州头镇的渡口") == [12, 13]
    assert library.problems() == []


def test_while_another_process_syncs_it_is_kept_for_the_next_sync(library: Library) -> None:
    stored = article(library)
    with only_writer(library.local.lock):
        outcome = library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    assert not outcome.is_applied
    assert days(library, "洲头镇的渡口") == []
    library.sync()
    assert days(library, "洲头镇的渡口") == [12]


@pytest.fixture
def crowd(library: Library, root: Path) -> Library:
    """A library where 何渡生 stands so often that 何渡牛 is rare beside it."""
    for day in range(1, 12):
        page = "\n\n".join([HEAD.format(day=day).replace("6月", "7月"), f"## {LATER}", LAMPS, ""])
        (root / f"198707{day:02}.txt").write_text(page, encoding="utf-8")
    library.sync()
    return library


def rung(library: Library, typed: str) -> list[int]:
    """The days on the rung of misreadings."""
    query = library.searcher.understand(f'"{typed}"')
    (one,) = (each for each in library.searcher.ladder(query) if each.rung is Rung.MISREAD)
    stored = [library.articles.article(i) for i in one.results.ids]
    return sorted(each.issue.date.day for each in stored if each and each.issue.date)


def test_what_is_dismissed_stands_on_the_rung_no_more_for_that_reading(crowd: Library) -> None:
    assert rung(crowd, "何渡生") == [12, 13]
    stored = article(crowd)
    outcome = crowd.characters.dismiss(stored.id, place(stored, "何渡牛", 2), "生")
    assert outcome.article_id == stored.id  # nothing that is searched has changed
    assert rung(crowd, "何渡生") == [13]
    assert days(crowd, "何渡牛") == [12, 13]
    crowd.sync()
    crowd.rebuild()
    assert rung(crowd, "何渡生") == [13]
    crowd.characters.undo(outcome.decisions[0].uuid)
    assert rung(crowd, "何渡生") == [12, 13]


def test_what_is_corrected_is_no_misreading_any_more(crowd: Library) -> None:
    stored = article(crowd)
    crowd.characters.correct(stored.id, place(stored, "何渡牛", 2), "生")
    assert rung(crowd, "何渡生") == [13]


def test_of_two_decisions_about_a_character_the_later_holds(library: Library) -> None:
    stored = article(library)
    first = library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    second = library.characters.correct(first.article_id or 0, place(stored, "州头镇的渡口"), "川")
    assert days(library, "洲头镇的渡口") == []
    assert days(library, "川头镇的渡口") == [12]
    assert [each.uuid for each in library.characters.at(article(library), place(stored, "州头镇的渡口"))] == [
        second.decisions[0].uuid,
        first.decisions[0].uuid,
    ]
    library.characters.undo(second.decisions[0].uuid)
    assert days(library, "洲头镇的渡口") == [12]
    library.characters.dismiss(article(library).id, place(stored, "州头镇的渡口"), "洲")
    assert days(library, "洲头镇的渡口") == []


def test_what_is_no_character_is_refused(library: Library) -> None:
    stored = article(library)
    for at, read_as in [(0, "州"), (999, "洲"), (0, "")]:
        begin = place(stored, "州头镇的渡口")
        with pytest.raises(LibraryError):
            library.characters.correct(stored.id, replace(begin, at=begin.at + at), read_as)
    with pytest.raises(LibraryError):
        library.characters.correct(10**6, place(stored, "州头镇的渡口"), "洲")


def test_a_bookmark_keeps_the_article_as_printed(library: Library) -> None:
    stored = article(library)
    outcome = library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    kept = library.notebook.bookmark(outcome.article_id or 0)
    assert kept.article == stored.article


CHOICE = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 200), st.sampled_from("洲州川牛生渡某")),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CHOICE, st.data())
def test_law_found_is_what_stands_in_the_printed_or_the_corrected_text(
    library: Library, choice: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    before = contents_of(library)
    made: list[str] = []
    for which, at, read_as in choice:
        stored = articles_of(library)[which % len(articles_of(library))]
        texts = fields(replace(stored.article, readings=()))
        field = texts[at % len(texts)]
        try:
            outcome = library.characters.correct(
                stored.id, CharacterPlace(field.where, field.index, at % len(field.text)), read_as
            )
        except LibraryError:
            continue
        made += [each.uuid for each in outcome.decisions]
    counts: Counter[str] = Counter()
    for stored in articles_of(library):
        forms = brute_forms(stored)
        at = data.draw(st.integers(0, 60))
        for form in forms:
            needle = form[at : at + data.draw(st.integers(1, 5))].strip()
            if needle and '"' not in needle and "?" not in needle:
                counts[needle] += 0
    for needle in counts:
        wanted = sorted(
            each.id for each in articles_of(library) if any(needle in form for form in brute_forms(each))
        )
        assert found(library, needle) == wanted, needle
    if made:
        library.characters.undo(*made)
    assert contents_of(library) == before


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["correct", "correct", "dismiss"]),
            st.integers(0, 3),
            st.integers(0, 80),
            st.integers(1, 3),
            st.text("洲州川牛生渡某", max_size=4),
        ),
        st.tuples(st.just("undo"), st.integers(0, 9)),
        st.tuples(st.just("redo"), st.integers(0, 9)),
        st.tuples(st.sampled_from(["sync", "rebuild"])),
    ),
    min_size=2,
    max_size=9,
)
Change = tuple[str, str, int, str]
"""Article, printed text, offset in it, what the character is read as."""


@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_law_the_text_is_what_the_file_says_plus_what_remains(
    library: Library, steps: list[tuple[Any, ...]]
) -> None:
    """Corrections of any lengths, of places that may overlap, undone and redone in any order, over syncs."""
    before = contents_of(library)
    remaining: dict[int, tuple[str, list[Change]]] = {}
    undone: dict[int, tuple[str, list[Change]]] = {}
    turns: dict[int, Turn] = {}
    for number, (kind, *rest) in enumerate(steps):
        if kind in ("sync", "rebuild"):
            getattr(library, kind)()
        elif kind in ("undo", "redo"):
            source, target = (remaining, undone) if kind == "undo" else (undone, remaining)
            if source:
                which = sorted(source)[rest[0] % len(source)]
                turned = turns[which]()
                assert turned.back is not None
                assert not turned.changed_since
                target[which], turns[which] = source.pop(which), turned.back
        elif (made := step_of(library, kind, *rest)) is not None:
            remaining[number], turns[number] = made
        assert read_texts(library) == expected_texts(library, remaining)
    for which in sorted(remaining, reverse=bool(len(steps) % 2)):
        turns[which]()
    assert contents_of(library) == before


def step_of(
    library: Library, kind: str, which: int, at: int, length: int, read_as: str
) -> tuple[tuple[str, list[Change]], Turn] | None:
    """Decide about a stretch of an article's body; return what that changes, and how it is turned back."""
    stored = articles_of(library)[which % len(articles_of(library))]
    index = at % len(stored.article.blocks)
    text = stored.article.blocks[index].text
    at %= len(text) - length
    decide = library.characters.correct if kind == "correct" else library.characters.dismiss
    try:
        _, turn = library.acts.carried_out(
            lambda: decide(stored.id, CharacterPlace(Where.BLOCK, index, at), read_as, length)
        )
    except LibraryError:
        return None
    assert turn is not None
    cells = changes(text[at : at + length], read_as)
    assert "".join(dict(cells).get(n, one) for n, one in enumerate(text[at : at + length])) == read_as
    return (kind, [(name_of(stored), text, at + n, cell) for n, cell in cells]), turn


def name_of(stored: StoredArticle) -> str:
    return f"{stored.issue.date} {stored.article.key}"


def expected_texts(
    library: Library, remaining: Mapping[int, tuple[str, list[Change]]]
) -> dict[tuple[str, str], str]:
    """What is printed in each block, read under what remains: of two decisions about a character the later holds."""
    read: dict[tuple[str, str], list[str]] = {
        (name_of(stored), block.text): list(block.text)
        for stored in articles_of(library)
        for block in stored.article.blocks
    }
    for kind, made in remaining.values():
        for name, text, at, cell in made:
            if kind == "correct":
                read[name, text][at] = cell
            elif read[name, text][at] == cell:
                read[name, text][at] = text[at]
    return {place: "".join(cells) for place, cells in read.items()}


def read_texts(library: Library) -> dict[tuple[str, str], str]:
    """Each block as printed, with the corrections that the article has."""
    return {
        (name_of(stored), block.text): with_characters(
            block.text,
            {
                each.at: each.read_as
                for each in stored.article.readings
                if (each.where, each.index) == (Where.BLOCK, index)
            },
        )
        for stored in articles_of(library)
        for index, block in enumerate(stored.article.blocks)
    }


def test_dropped_and_extra_characters_are_found_in_both_forms(library: Library) -> None:
    """In the paper's line a character is missing, and one stands twice."""
    stored = article(library)
    outcome = library.characters.correct(stored.id, place(stored, "今天加开"), "今天上午加开", 4)
    library.characters.correct(outcome.article_id or 0, place(stored, "末班船照旧"), "末班照旧", 5)
    assert days(library, "今天上午加开一班船") == [12]
    assert days(library, "末班照旧") == [12]
    assert days(library, "今天加开一班船") == days(library, "末班船照旧") == [12, 13]
    assert unfound(library.local.catalogue, library.local.engine, 300) == []
    now = article(library)
    assert replace(now.article, readings=()) == stored.article
    from reader.search.answering import snippets

    # a recognised character that stands for several is marked as a whole
    for typed, recognised in [
        ("天上午加", "天加"),
        ("班照", "班船照"),
        ("午加开一班船", "天加开一班船"),
    ]:
        (marked,) = snippets.marks(now.article, [typed])
        assert [marked.field.text[slice(*span)] for span in marked.spans] == [recognised]
    text = article_text.as_text(now)
    assert text.count("今天上午加开") == text.count("末班照旧") == 1
    library.characters.undo(*(each.decision.uuid for each in library.characters.known()))
    assert article(library).article == stored.article
    assert days(library, "今天上午加开一班船") == days(library, "末班照旧") == []


def brute_forms(stored: StoredArticle) -> list[str]:
    """The search forms of the texts of an article, as printed and with all its corrected characters."""
    forms = []
    for field in fields(replace(stored.article, readings=())):
        read = list(field.text)
        for each in stored.article.readings:
            if (each.where, each.index) == (field.where, field.index):
                assert isinstance(each, CharacterReading)
                read[each.at] = each.read_as
        forms += [search_form(field.text), search_form("".join(read))]
    return forms
