"""The names of a library follow its articles as they come and go."""

import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.features.people import name_table
from reader.features.people.name_table import CERTAINTIES, NameTable
from reader.features.people.name_writer import names_in
from reader.features.people.person import Certainty
from reader.language.equality import in_simplified
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role
from reader.newspaper.issue import IssuePart, Masthead
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile, digest_of


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite")


def an_article(headline: str, reporter: str = "闻小树", text: str = "渡口的灯亮到后半夜。") -> Article:
    lines = ((3, 3),)
    return Article(
        f"key-{headline}-{text}",
        ArticleKind.ARTICLE,
        "1",
        headline=headline,
        credits=(Credit(Role.REPORTER, (reporter,), f"记者 {reporter}"),),
        blocks=(Block(BlockKind.PARAGRAPH, text, lines),),
        source_lines=lines,
    )


def put(catalogue: Catalogue, path: str, *articles: Article) -> None:
    part = IssuePart(path, "utf-8", 9, Masthead(title="雁桥日报"), articles)
    with catalogue.writing() as writer, names_in(writer) as names:
        texts = [search_text(article) for article in articles]
        writer.store(FoundFile(path, 10, 20), digest_of(repr(articles).encode()), 1, part, texts)
        writer.settle()
        names.count_in(names.begin(1000))


def known(catalogue: Catalogue, typed: str) -> list[str]:
    return catalogue.table(NameTable).beginning_with(typed, 9)


def counted(path: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT text, articles FROM name ORDER BY form").fetchall()


def test_names_are_told_the_commonest_first(catalogue: Catalogue) -> None:
    put(
        catalogue,
        "12.txt",
        an_article("渡船停了半日"),
        an_article("渡口修好了", "闻大树"),
        an_article("渡口点灯", "闻大树"),
    )
    assert known(catalogue, "闻") == ["闻大树", "闻小树"]
    assert known(catalogue, "渡") == []
    assert known(catalogue, "") == []


def test_who_is_named_in_a_lead_is_known(catalogue: Catalogue) -> None:
    put(catalogue, "12.txt", an_article("渡口修好了", text="馆长闻砚秋说，一册一册地核对签条。"))
    assert known(catalogue, "闻砚") == ["闻砚秋"]


def test_what_is_typed_is_compared_as_a_search_is(catalogue: Catalogue) -> None:
    put(catalogue, "12.txt", an_article("渡口修好了", "Radio"))
    assert known(catalogue, "ｒａ") == ["Radio"]
    assert catalogue.table(NameTable).among(["RADIO", "渡口"]) == {"RADIO"}


def test_half_a_pair_of_surrogates_begins_no_name(catalogue: Catalogue) -> None:
    put(catalogue, "12.txt", an_article("渡口修好了"))
    assert known(catalogue, "\ud842") == []


def test_a_name_that_is_typed_whole_is_not_told(catalogue: Catalogue) -> None:
    put(catalogue, "12.txt", an_article("渡口修好了"))
    assert known(catalogue, "闻小树") == []


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("闻小叔", ["闻小树"]),
        ("温小树", ["闻小树"]),
        ("闻小树", []),
        ("闻小", []),
        ("渡囗", []),
        ("闻_树", []),
        ("闻小树" * 1000, []),
        ("", []),
    ],
)
def test_names_in_which_one_character_is_another(catalogue: Catalogue, typed: str, alike: list[str]) -> None:
    put(catalogue, "12.txt", an_article("渡口修好了"))
    assert catalogue.table(NameTable).alike(typed, 3) == alike


def test_names_go_with_their_articles(catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, "12.txt", an_article("渡口修好了"), an_article("渡船停了", "闻大树"))
    put(catalogue, "13.txt", an_article("渡船开了"))
    put(catalogue, "12.txt", an_article("渡口修好了"))
    assert known(catalogue, "闻") == ["闻小树"]
    with catalogue.writing() as writer:
        writer.mark_missing(["12.txt", "13.txt"])
        writer.remove_missing(["12.txt", "13.txt"])
    assert counted(tmp_path / "catalogue.sqlite") == []


def counts_after(tmp_path: Path, steps: Iterable[int]) -> list[tuple[str, int]]:
    """What is counted of ten articles that were there before the table, in these steps."""
    name = "-".join(map(str, steps))
    catalogue = Catalogue(tmp_path / name)
    part = [an_article(f"第{n}号渡船停了", f"闻小{'树叶'[n % 2]}", text=f"{n}日停航。") for n in range(10)]
    with catalogue.writing() as writer, names_in(writer) as names:
        texts = [search_text(article) for article in part]
        writer.store(
            FoundFile("12.txt", 1, 1),
            b"",
            1,
            IssuePart("12.txt", "utf-8", 9, Masthead(), tuple(part)),
            texts,
        )
    for step in steps:
        with catalogue.writing() as writer, names_in(writer) as names:
            names.count_in(names.begin(step))
    return counted(tmp_path / name)


def test_it_does_not_matter_in_what_steps_is_counted(tmp_path: Path) -> None:
    assert counts_after(tmp_path, [100]) == counts_after(tmp_path, [3, 3, 3, 3]) != []


def test_an_article_that_is_not_counted_yet_takes_nothing_away(tmp_path: Path, catalogue: Catalogue) -> None:
    put(catalogue, "12.txt", an_article("渡口修好了"))
    before = counted(tmp_path / "catalogue.sqlite")
    with catalogue.writing() as writer:
        article = an_article("渡口拆了")
        part = IssuePart("13.txt", "utf-8", 9, Masthead(), (article,))
        writer.store(FoundFile("13.txt", 1, 1), b"1", 1, part, [search_text(article)])
    with catalogue.writing() as writer:
        writer.mark_missing(["13.txt"])
        writer.remove_missing(["13.txt"])
    assert counted(tmp_path / "catalogue.sqlite") == before


def test_other_rules_count_everything_anew(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(catalogue, "12.txt", an_article("渡口修好了"))
    before = counted(tmp_path / "catalogue.sqlite")
    monkeypatch.setattr(name_table, "COUNTED", replace(name_table.COUNTED, rules=99))
    with catalogue.writing() as writer, names_in(writer) as names:
        assert names.count_in(names.begin(10)) == 0
    assert counted(tmp_path / "catalogue.sqlite") == before


def test_nothing_to_count_changes_nothing(catalogue: Catalogue) -> None:
    put(catalogue, "12.txt", an_article("渡口修好了"))
    before = catalogue.generation()
    with catalogue.writing() as writer, names_in(writer) as names:
        names.count_in(names.begin(10))
    assert catalogue.generation() == before


def parts(path: Path) -> tuple[set[str], set[str]]:
    """The names that are marked as parts of longer ones, and those that are so by looking at all pairs; of those
    whose articles are all known, as lists have them."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT form, articles, is_part FROM name WHERE is_whole").fetchall()
    told = {
        form
        for form, articles, _ in rows
        if any(other != form and form in other and count == articles for other, count, _ in rows)
    }
    return {form for form, _, is_part in rows if is_part}, told


def test_a_part_of_a_longer_name_is_marked_as_articles_come_and_go(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "catalogue.sqlite"
    both = Credit(Role.REPORTER, ("闻小", "闻小树"), "记者 闻小 闻小树")
    put(catalogue, "12.txt", replace(an_article("渡口修好了"), credits=(both,)))
    assert parts(path) == ({"闻小"}, {"闻小"})
    put(catalogue, "13.txt", an_article("渡船停了", "闻小"))
    assert parts(path) == (set(), set())
    with catalogue.writing() as writer:
        writer.mark_missing(["13.txt"])
        writer.remove_missing(["13.txt"])
    assert parts(path) == ({"闻小"}, {"闻小"})
    put(catalogue, "14.txt", an_article("灯修好了", "闻小树"))
    assert parts(path) == ({"闻小"}, {"闻小"})
    put(catalogue, "12.txt", an_article("灯又修好了", "闻小"))
    marked, told = parts(path)
    assert marked == told


def test_in_a_library_that_was_empty_the_first_article_is_counted(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer, names_in(writer) as names:
        assert names.count_in(names.begin(10)) == 0
    put(catalogue, "12.txt", an_article("渡口修好了"))
    assert known(catalogue, "闻") == ["闻小树"]


NESTED = ("闻小树", "闻小", "欧阳闻小树", "阳闻小", "欧阳闻", "小树")


@pytest.mark.parametrize("seed", range(6))
def test_whatever_comes_and_goes_the_marks_are_those_of_all_pairs(
    catalogue: Catalogue, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    everyone = Credit(Role.REPORTER, NESTED, f"记者 {' '.join(NESTED)}")
    put(catalogue, "0.txt", replace(an_article("渡口修好了"), credits=(everyone,)))
    ever: set[str] = set()
    for _ in range(14):
        path = f"{dice.randint(1, 5)}.txt"
        reporters = tuple(dice.sample(NESTED, dice.randint(0, 2)))
        if reporters or dice.random() < 0.3:
            credit = Credit(Role.REPORTER, reporters, f"记者 {' '.join(reporters)}")
            put(catalogue, path, replace(an_article("渡口修好了"), credits=(credit,)))
        else:
            with catalogue.writing() as writer:
                writer.mark_missing([path])
                writer.remove_missing([path])
        marked, told = parts(tmp_path / "catalogue.sqlite")
        assert marked == told
        ever |= told
    assert ever


FORMS = ("聞小樹", "闻小树", "陳燈", "陈灯", "何苇")


def complete(catalogue: Catalogue) -> None:
    """Look for the new names in the articles from before."""
    with catalogue.writing() as writer, names_in(writer) as names:
        while names.look_for_new_names(1000):
            pass


def counted_together(path: Path) -> tuple[dict[str, int], dict[str, int]]:
    """How many articles have any form of a name, by the form that stands in most: as it is stored, and by counting."""
    with closing(sqlite3.connect(path)) as connection:
        stored = dict(connection.execute("SELECT form, together FROM name WHERE together > 0"))
        rows = connection.execute(
            "SELECT n.form, p.article_id FROM name n JOIN naming p ON p.name_id = n.id"
            " WHERE n.is_whole AND NOT n.is_part"
        ).fetchall()
    articles: dict[str, set[int]] = {}
    for form, article in rows:
        articles.setdefault(form, set()).add(article)
    groups: dict[str, list[str]] = {}
    for form in sorted(articles, key=lambda form: (-len(articles[form]), form)):
        groups.setdefault(in_simplified(form), []).append(form)
    together = {forms[0]: set[int]().union(*(articles[form] for form in forms)) for forms in groups.values()}
    return stored, {lead: len(held) for lead, held in together.items()}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_and_goes_the_forms_of_a_name_are_counted_together(
    catalogue: Catalogue, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    for _ in range(14):
        path = f"{dice.randint(1, 5)}.txt"
        reporters = tuple(dice.sample(FORMS, dice.randint(0, 3)))
        if reporters:
            credit = Credit(Role.REPORTER, reporters, f"记者 {' '.join(reporters)}")
            put(catalogue, path, replace(an_article("渡口修好了"), credits=(credit,)))
        else:
            with catalogue.writing() as writer:
                writer.mark_missing([path])
                writer.remove_missing([path])
        complete(catalogue)
        stored, by_counting = counted_together(tmp_path / "catalogue.sqlite")
        assert stored == by_counting


def test_when_a_form_is_gone_the_other_is_listed(catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, "12.txt", an_article("渡口修好了", "闻小树"), an_article("渡船停了", "闻小树"))
    put(catalogue, "13.txt", an_article("灯修好了", "聞小樹"))
    complete(catalogue)
    assert counted_together(tmp_path / "catalogue.sqlite")[0] == {"闻小树": 3}
    with catalogue.writing() as writer:
        writer.mark_missing(["12.txt"])
        writer.remove_missing(["12.txt"])
    assert counted_together(tmp_path / "catalogue.sqlite")[0] == {"聞小樹": 1}


def test_finding_a_name_in_more_articles_leaves_the_evidence_of_those_it_is_known_in(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    put(catalogue, "12.txt", an_article("渡船停了"))
    put(catalogue, "13.txt", an_article("渡口修好了", "闻大树", text="灯是闻小树点的。"))
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as connection:
        (name_id,) = connection.execute("SELECT id FROM name WHERE form = '闻小树'").fetchone()
        ids = [each for (each,) in connection.execute("SELECT id FROM article ORDER BY id")]
        evidence = "SELECT * FROM naming WHERE name_id = ? AND certainty < ?"
        asked = (name_id, CERTAINTIES.index(Certainty.STRING))
        before = connection.execute(evidence, asked).fetchall()
        with catalogue.writing() as writer, names_in(writer) as names:
            names.complete({name_id: ids})
        assert connection.execute(evidence, asked).fetchall() == before != []
        held = connection.execute("SELECT article_id FROM naming WHERE name_id = ? ORDER BY 1", (name_id,))
        assert [each for (each,) in held] == ids
