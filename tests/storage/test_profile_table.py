"""What files tell is counted by issues, whatever is stored, stored again, moved and removed; and files are due if what
they are told may have changed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.newspaper.issue import DateOrigin, IssuePart, Masthead, Told, Trait, TraitKind, decided, teller
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile, digest_of
from tests.growth import instructions
from tests.laws import examples
from tests.storage.stocked import an_article, texts

COLUMN, _, FURNITURE, BARE, ITEM, OTHER = TraitKind
PAPERS = ("雁桥日报", "江城晚报")
Content = tuple[str, int, frozenset[Trait]]
"""What a file tells: its newspaper, its day, its traits."""
TRAITS = st.builds(
    Trait, st.sampled_from(["渡口茶话", "渡口荼话", "社址南门外", "◘"]), st.sampled_from(TraitKind)
)
CONTENTS = st.tuples(st.sampled_from(PAPERS), st.integers(1, 4), st.frozensets(TRAITS, max_size=3))


def store(catalogue: Catalogue, path: str, content: Content, told: Told | None = None) -> None:
    title, day, traits = content
    masthead = Masthead(title=title, date=dt.date(1987, 6, day), date_origin=DateOrigin.PRINTED)
    articles = (an_article(path),)
    part = IssuePart(
        path, "utf-8", 9, masthead, articles, traits=tuple(sorted(traits, key=str)), told=told or {}
    )
    with catalogue.writing() as writer:
        digest = digest_of(repr(content).encode())
        writer.store(FoundFile(path, 10, 20), digest, 1, part, texts(articles))


def remove(catalogue: Catalogue, path: str) -> None:
    with catalogue.writing() as writer:
        writer.mark_missing([path])
        writer.remove_missing([path])


def recounted(files: Mapping[str, Content]) -> dict[str, dict[str, TraitKind]]:
    """What the issues of each newspaper agree on, counted anew."""
    days: dict[tuple[str, str], dict[TraitKind, set[int]]] = defaultdict(lambda: defaultdict(set))
    for title, day, traits in files.values():
        for trait in traits:
            days[title, trait.text][trait.kind].add(day)
    found: dict[str, dict[str, TraitKind]] = {title: {} for title in PAPERS}
    for (title, text), kinds in days.items():
        kind = decided({kind: len(held) for kind, held in kinds.items()})
        if kind is not None:
            found[title][text] = kind
    return found


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.none() | CONTENTS), max_size=24))
@settings(max_examples=examples(100))
def test_the_counts_are_those_of_the_files_that_there_are(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[tuple[str, Content | None]]
) -> None:
    files: dict[str, Content] = {}
    with closing(Catalogue(tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite")) as catalogue:
        for name, content in steps:
            if content is None:
                files.pop(name, None)
                remove(catalogue, name)
            else:
                files[name] = content
                store(catalogue, name, content)
            expected = recounted(files)
            for title in PAPERS:
                assert catalogue.profiles.all_told().get(title, {}) == expected[title]
        assert catalogue.problems() == []


_LINES = st.text("渡口茶荼话\0", min_size=1, max_size=6)


@given(st.lists(_LINES, max_size=8), st.lists(_LINES, max_size=6), st.sets(st.sampled_from(["", "渡口茶话"])))
@settings(max_examples=examples(100))
def test_looked_up_for_a_file_alone_it_is_told_the_same(
    tmp_path_factory: pytest.TempPathFactory, known: Sequence[str], asked: Sequence[str], refused: set[str]
) -> None:
    known = [line for line in known if "\0" not in line]
    with closing(Catalogue(tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite")) as catalogue:
        for day in (1, 2, 3):
            traits = frozenset(Trait(line, COLUMN) for line in [*known, "渡口茶话"])
            store(catalogue, str(day), (PAPERS[0], day, traits))
        not_told = {(PAPERS[0], text) for text in refused}
        traits_asked = [Trait(line, OTHER) for line in ["渡口荼话", *asked]]
        for title in (*PAPERS, None):
            whole = teller(catalogue.profiles.all_told(not_told))(title, traits_asked)
            assert catalogue.profiles.tell(title, traits_asked, not_told) == whole
            assert bool(whole) or title != PAPERS[0] or bool(refused)


def due(catalogue: Catalogue) -> set[str]:
    return {path for _, path, *_ in catalogue.profiles.due()}


def settle(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        writer.profiles.settle([source_id for source_id, *_ in catalogue.profiles.due()])


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """Two issues that agree on a column, one that misreads it, and one that does not have it."""
    made = Catalogue(tmp_path / "catalogue.sqlite")
    for name, day, text in (
        ("a", 1, "渡口茶话"),
        ("b", 2, "渡口茶话"),
        ("c", 3, "渡口荼话"),
        ("d", 4, "晒书"),
    ):
        store(made, name, (PAPERS[0], day, frozenset({Trait(text, COLUMN)})))
    store(made, "e", (PAPERS[1], 1, frozenset({Trait("渡口茶话", COLUMN)})))
    return made


def test_files_are_due_if_their_newspaper_comes_to_agree_on_a_line_that_they_have_or_misread(
    catalogue: Catalogue,
) -> None:
    assert due(catalogue) == {"a", "b", "c", "d", "e"}
    settle(catalogue)
    assert due(catalogue) == set()
    store(catalogue, "f", (PAPERS[0], 2, frozenset({Trait("渡口茶话", COLUMN)})))
    assert due(catalogue) == {"f"}
    store(catalogue, "g", (PAPERS[0], 5, frozenset({Trait("渡口茶话", COLUMN)})))
    assert due(catalogue) == {"a", "b", "c", "f", "g"}
    settle(catalogue)
    remove(catalogue, "g")
    assert due(catalogue) == {"a", "b", "c", "f"}


def test_what_is_refused_tells_nothing_and_its_files_are_due(catalogue: Catalogue) -> None:
    paper = PAPERS[0]
    store(catalogue, "g", (paper, 5, frozenset({Trait("渡口茶话", COLUMN), Trait("◘", ITEM)})))
    settle(catalogue)
    assert catalogue.profiles.all_told().get(paper, {}) == {"渡口茶话": COLUMN}
    assert catalogue.profiles.all_told({(paper, "渡口茶话")}).get(paper, {}) == {}
    assert catalogue.profiles.all_told({(paper, "")}).get(paper, {}) == {}
    assert catalogue.profiles.all_told({(PAPERS[1], "渡口茶话")}).get(paper, {}) == {"渡口茶话": COLUMN}
    with catalogue.writing() as writer:
        writer.profiles.look_at_text(paper, "渡口茶话")
    assert due(catalogue) == {"a", "b", "c", "g"}
    with catalogue.writing() as writer:
        writer.profiles.look_at_text(PAPERS[1], "")
    assert due(catalogue) == {"a", "b", "c", "e", "g"}


def test_what_a_file_was_told_is_kept(catalogue: Catalogue) -> None:
    store(catalogue, "a", (PAPERS[0], 1, frozenset()), {"渡口茶话": COLUMN, "◘": ITEM})
    assert catalogue.profiles.told("a") == {"渡口茶话": COLUMN, "◘": ITEM}
    assert catalogue.profiles.told("b") == catalogue.profiles.told("z") == {}


def test_headings_without_a_text_are_listed_as_furniture(catalogue: Catalogue) -> None:
    for day, kind in enumerate((BARE, BARE, FURNITURE, OTHER), 1):
        store(catalogue, f"{day}", (PAPERS[1], day, frozenset({Trait("社址南门外", kind)})))
    (listed,) = catalogue.profiles.listed()
    assert (listed.newspaper, listed.text, listed.kind, listed.issues) == (
        PAPERS[1],
        "社址南门外",
        FURNITURE,
        3,
    )


def test_files_with_a_text_are_found_without_reading_the_other_texts_of_the_newspaper(tmp_path: Path) -> None:
    taken = []
    for others in (100, 2000):
        with closing(Catalogue(tmp_path / f"{others}.sqlite")) as catalogue:
            told = frozenset(Trait(f"{n:04}号渡船{n:04}", COLUMN) for n in range(others))
            store(catalogue, "1.txt", (PAPERS[0], 1, told | {Trait("渡口茶话", COLUMN)}))
            with catalogue.writing() as writer:
                profiles = writer.profiles
                look = partial(profiles.look_at_text, PAPERS[0], "渡口茶话")
                taken.append(instructions(profiles._connection, look))
    assert taken[1] < 2 * taken[0]
