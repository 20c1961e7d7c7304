"""What a person does, undone and redone: any acts in any order, whatever records they change; what others do stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.features.dossiers.dossiers import dossiers_of
from reader.features.people.people import people_of
from reader.features.saved_searches.saved_searches import searches_of
from reader.library.acts import Turn
from reader.library.character_places import CharacterPlace
from reader.library.library import Library, LibraryError
from reader.newspaper.article import Where
from reader.newspaper.correction import Claim, CorrectedRole, CorrectionKind
from reader.newspaper.passage import MarkColor
from reader.storage.act_recording import Recording
from reader.storage.user_data import UserDataError
from tests import homes
from tests.acts import state_of
from tests.laws import examples

TEXTS = (
    "渡口的灯亮到后半夜，船工何渡生说江上有雾，夜里过江的人都在棚子里等着天亮。",
    "米市清早开秤，头一船糙米从上游来，脚夫们排到了石阶底下，何渡生也在其中。",
    "学堂的钟坏了三日，先生祝水芹敲着铜盆上课，河对岸都听得见。",
)
NAME = "19900305.txt"


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        yield


@contextmanager
def papers(root: Path) -> Iterator[Library]:
    """A library of an issue with three articles."""
    lines = ["柳川晚报", "1990年3月5日 第5期"]
    for number, text in enumerate(TEXTS, 1):
        lines += ["", f"## 第{number}件事", "", f"本报讯（记者 温如岚）{text}"]
    (root / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with closing(Library.open(root)) as opened:
        opened.sync()
        yield opened


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    root = tmp_path / "柳川"
    root.mkdir()
    with papers(root) as opened:
        yield opened


def articles(library: Library) -> list[int]:
    (paper,) = library.contents.newspapers()
    return [
        row.id
        for each in library.contents.issues(paper.title, 1990, 3)
        for row in library.contents.articles(each.id)
    ]


Act = Callable[[Library, int], object]


def one(found: list[str], number: int) -> str:
    """One of what there is; an act without anything to act on fails, as it does in a window."""
    if not found:
        raise LibraryError("nothing there")
    return found[number % len(found)]


def bookmark(library: Library, number: int) -> object:
    ids = articles(library)
    return library.notebook.bookmark(ids[number % len(ids)], note="" if number % 2 else "记一笔", tags=["灯"])


def mark(library: Library, number: int) -> object:
    ids = articles(library)
    article_id = ids[number % len(ids)]
    stored = library.articles.article(article_id)
    assert stored is not None
    if not stored.article.blocks:  # joined to the text below it
        return None
    words = stored.article.blocks[0].text[4 : 8 + number % 3]
    return library.notebook.bookmark(article_id, passage=library.notebook.quote(article_id, words))


def bookmarks(library: Library) -> list[str]:
    return sorted(each.uuid for each in library.notebook.bookmarks())


def tag(library: Library, number: int) -> object:
    """Change the tags and nothing else."""
    wanted = one(bookmarks(library), number)
    note = next(each.note for each in library.notebook.bookmarks() if each.uuid == wanted)
    return library.user_data.edit_bookmark(wanted, note, [f"签 {number}"])


def color(library: Library, number: int) -> object:
    marks = [each for each in library.notebook.bookmarks() if each.passage]
    wanted = one(sorted(each.uuid for each in marks), number)
    passage = next(each.passage for each in marks if each.uuid == wanted)
    assert passage is not None
    return library.user_data.color_passage(
        wanted, replace(passage, color=list(MarkColor)[number % len(MarkColor)])
    )


def dossiers(library: Library) -> list[str]:
    return sorted(each.uuid for each in dossiers_of(library).all())


def entries(library: Library, number: int) -> tuple[str, list[str]]:
    dossier = one(dossiers(library), number)
    return dossier, [each.uuid for each in dossiers_of(library).entries(dossier)]


def collect(library: Library, number: int) -> object:
    shelf, ids = dossiers_of(library), articles(library)
    known = dossiers(library)
    to = one(known, number) if known and number % 3 else shelf.add(shelf.free_name("我的专题")).uuid
    shelf.add_note(to, f"自己的话 {number}")
    return shelf.add_articles(to, [(ids[number % len(ids)], None)])


def move(library: Library, number: int) -> object:
    dossier, held = entries(library, number)
    return dossiers_of(library).move(dossier, [one(held, number)], None)


def save(library: Library, number: int) -> object:
    return searches_of(library).add(searches_of(library).free_name("江上"), f"江上 {number}")


def searches(library: Library) -> list[str]:
    return sorted(each.uuid for each in searches_of(library).all())


def correct(library: Library, number: int) -> object:
    claim = Claim(CorrectionKind.ROLE, list(CorrectedRole)[number % 3])
    return library.corrections.correct_line(NAME, 6 + 4 * (number % 2), claim)


def correct_character(library: Library, number: int) -> object:
    return library.characters.correct(
        articles(library)[0], CharacterPlace(Where.BLOCK, 0, 12), "艾汶泯吠"[number % 4]
    )


def import_notes(library: Library, number: int) -> object:
    """Read in what this library has exported, changed later elsewhere."""
    path = library.root.parent / f"{library.root.name}-{number}.json"
    kept = json.loads(library.notebook.export_notes())
    for each in kept["bookmarks"]:
        each["note"], each["modified"] = f"别处写的 {number}", f"2090-01-01T00:00:{number:02}+00:00"
    path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    return library.notebook.import_notes(path)


ACTS: dict[str, Act] = {
    "bookmark": bookmark,
    "mark": mark,
    "color": color,
    "annotate": lambda library, n: library.user_data.edit_bookmark(
        one(bookmarks(library), n), f"第 {n} 笔", ["渡口"]
    ),
    "tag": tag,
    "remove": lambda library, n: library.user_data.remove_bookmarks(bookmarks(library)[: 1 + n % 3]),
    "collect": collect,
    "move": move,
    "rename": lambda library, n: dossiers_of(library).rename(one(dossiers(library), n), f"专题 {n}"),
    "take out": lambda library, n: dossiers_of(library).remove_entries(entries(library, n)[1][: 1 + n % 2]),
    "drop": lambda library, n: dossiers_of(library).remove(one(dossiers(library), n)),
    "save": save,
    "rename search": lambda library, n: searches_of(library).rename(one(searches(library), n), f"搜索 {n}"),
    "remove search": lambda library, n: searches_of(library).remove(one(searches(library), n)),
    "read": lambda library, n: library.read_marks.mark(articles(library)[: 1 + n % 3], is_read=n % 2 == 0),
    "strike out": lambda library, n: people_of(library).strike_out(("何渡生", "祝水芹")[n % 2]),
    "merge": lambda library, n: people_of(library).merge("祝水芹", f"祝水{n}"),
    "split": lambda library, n: people_of(library).split("何渡生", f"脚夫 {n}", articles(library)[1:2]),
    "correct": correct,
    "take back": lambda library, n: library.corrections.undo(
        one([each.correction.uuid for each in library.corrections.known()], n)
    ),
    "character": correct_character,
    "import": import_notes,
}


def looks(library: Library) -> object:
    """What is shown of the library: articles with their characters as corrected, and what is marked on each."""
    found = {
        each.id: each.article for i in articles(library) if (each := library.articles.article(i)) is not None
    }
    read = library.read_marks.ids()
    return (
        [(each.key, each.title(), each.readings, i in read) for i, each in found.items()],
        sorted((each.uuid, each.printing.name) for each in library.notebook.bookmarks()),
        [
            (each.uuid, each.text, each.bookmark and each.bookmark.printing.name)
            for row in dossiers_of(library).all()
            for each in dossiers_of(library).entries(row.uuid)
        ],
    )


Acts = list[tuple[str, int]]
ANY_ACTS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 11)), max_size=10)


def carry_out(library: Library, acts: Acts) -> list[Turn]:
    """Carry out acts; return what undoes each that has changed anything. One that fails has changed nothing."""
    done = []
    for name, number in acts:
        was = state_of(library)
        try:
            _, turn = library.acts.carried_out(lambda name=name, number=number: ACTS[name](library, number))  # type: ignore[misc]
        except (LibraryError, UserDataError):
            assert state_of(library) == was
        else:
            done += [turn] if turn is not None else []
    return done


def turned(turns: list[Turn]) -> list[Turn]:
    """Turn the last act first; return what turns each again."""
    done = [turn() for turn in reversed(turns)]
    assert [each.changed_since for each in done] == [0] * len(done)
    back = [each.back for each in done if each.back is not None]
    assert len(back) == len(done)
    return back


@pytest.mark.slow
@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(marks=ANY_ACTS, acts=ANY_ACTS)
@example(marks=[("bookmark", 0)], acts=[("tag", 0)])
@example(marks=[("read", 0)], acts=[("correct", 0)])
@example(marks=[("split", 0)], acts=[("correct", 0)])
@example(marks=[("split", 0)], acts=[("correct", 3), ("correct", 0)])
@example(marks=[("mark", 1)], acts=[("correct", 0)])
@example(marks=[], acts=[("correct", 0), ("correct", 1), ("mark", 0)])
@example(marks=[], acts=[("read", 0), ("correct", 0), ("take back", 0), ("read", 0)])
def test_undoing_all_gives_the_former_state_and_redoing_all_the_later_one(
    tmp_path_factory: pytest.TempPathFactory, marks: Acts, acts: Acts
) -> None:
    """Whatever was marked before: marks are on the same articles then, too."""
    with papers(tmp_path_factory.mktemp("柳川")) as library:
        carry_out(library, marks)
        before = state_of(library), looks(library)
        done = carry_out(library, acts)
        after = state_of(library), looks(library)
        for wanted in (before, after, before):
            done = turned(done)
            assert (state_of(library), looks(library)) == wanted


MADE = [name for name in ACTS if name not in ("correct", "take back", "character", "import")]
"""An act of each kind that is quick, the later ones on what the former have made."""


def exported_and_imported(tmp_path_factory: pytest.TempPathFactory, acts: Acts) -> None:
    with papers(tmp_path_factory.mktemp("柳川")) as library, papers(tmp_path_factory.mktemp("别处")) as other:
        carry_out(library, acts)
        file = library.root.parent / "export.json"
        file.write_text(library.notebook.export_notes(), encoding="utf-8")
        before = state_of(other), looks(other)
        other.notebook.import_notes(file)
        assert (state_of(other), looks(other)) == (state_of(library), looks(library))
        assert other.notebook.plan_import(file).size == 0
        if state_of(library):
            assert other.notebook.undo_last_step() is not None
        assert (state_of(other), looks(other)) == before


def test_what_every_act_has_made_is_exported_and_imported_as_it_is(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    twice = ("bookmark", "mark", "collect", "save")
    exported_and_imported(tmp_path_factory, [*((name, 3) for name in twice), *((name, 1) for name in MADE)])


@pytest.mark.slow
@settings(max_examples=examples(66), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=ANY_ACTS)
def test_whatever_was_made_is_exported_and_imported_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, acts: Acts
) -> None:
    exported_and_imported(tmp_path_factory, acts)


def undo(turn: Turn | None) -> Turn | None:
    assert turn is not None
    return turn().back


def test_what_another_has_changed_since_is_left_alone_and_counted(library: Library) -> None:
    first, second, _ = articles(library)
    made, turn = library.acts.carried_out(
        lambda: [library.notebook.bookmark(each) for each in (first, second)]
    )
    library.user_data.edit_bookmark(made[1].uuid, "后来写的", ())
    assert turn is not None
    turned = turn()
    assert turned.changed_since == 1
    assert [each.note for each in library.notebook.bookmarks()] == ["后来写的"]
    assert turned.back is not None
    turned.back()
    assert len(library.notebook.bookmarks()) == 2
    library.user_data.remove_bookmarks(bookmarks(library))
    assert turn().back is None


def test_an_act_that_fails_half_way_has_changed_nothing(library: Library) -> None:
    state = state_of(library)

    def act() -> None:
        dossiers_of(library).add("半途")
        raise LibraryError("the article is gone")

    with pytest.raises(LibraryError, match="gone"):
        library.acts.carried_out(act)
    assert state_of(library) == state


def test_what_changes_nothing_can_not_be_undone(library: Library) -> None:
    assert library.acts.carried_out(lambda: library.read_marks.mark([], is_read=True))[1] is None


def test_what_changes_no_article_is_undone_at_once_however_much_it_is(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.acts.APPLIED_AT_ONCE", 1)

    def mark_all() -> None:
        for article_id in articles(library):
            library.notebook.bookmark(article_id)

    _, turn = library.acts.carried_out(mark_all)
    assert turn is not None
    undone = turn()
    assert (library.notebook.bookmarks(), undone.is_applied) == ([], True)


def test_an_act_in_several_parts_is_undone_as_one(library: Library) -> None:
    state, parts = state_of(library), Recording()
    dossier = dossiers_of(library).add("几次写成").uuid
    before = state_of(library)
    entry, _ = library.acts.carried_out(lambda: dossiers_of(library).add_note(dossier, "写"), parts)
    library.acts.carried_out(lambda: dossiers_of(library).write_note(entry, "写了一半"), parts)
    _, turn = library.acts.carried_out(lambda: dossiers_of(library).write_note(entry, "写完了"), parts)
    assert undo(turn) is not None
    assert state_of(library) == before != state


def test_an_import_undone_here_is_not_undone_again_elsewhere(library: Library) -> None:
    library.notebook.bookmark(articles(library)[0])
    _, turn = library.acts.carried_out(lambda: import_notes(library, 1))
    again = undo(turn)
    assert library.user_data.last_step() is None
    undo(again)
    step = library.notebook.undo_last_step()
    assert step is not None
    assert step[1].changed_since == 0
    assert [each.note for each in library.notebook.bookmarks()] == [""]
    library.user_data.remove_bookmarks(bookmarks(library))


def test_notes_that_come_back_from_this_machine_are_no_part_of_an_act(
    library: Library, tmp_path: Path
) -> None:
    """A file that was replaced by an older one gets back what it lacks with the first write; that is not undone."""
    path = library.user_data.path
    library.user_data.library_uuid()
    older = path.read_bytes()
    kept = library.notebook.bookmark(articles(library)[1])
    path.write_bytes(older)
    _, turn = library.acts.carried_out(lambda: library.notebook.bookmark(articles(library)[0]))
    assert len(library.notebook.bookmarks()) == 2
    undo(turn)
    assert [each.uuid for each in library.notebook.bookmarks()] == [kept.uuid]
    library.user_data.remove_bookmarks([kept.uuid])[0]
