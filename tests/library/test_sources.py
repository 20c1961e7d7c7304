"""An issue in several forms is one: nothing is found twice, nothing less is found, whatever comes and goes."""

import os
import random
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.library.library import Library, LibraryError
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.json_format import article_to_json
from reader.search.query import parse_query
from tests import homes
from tests.laws import examples
from tests.sources import files
from tests.sources.issues import PDF, SITE, TrueArticle, an_issue, scan, told

SEED = 3
"""Of an issue in which the text runs two articles together that the site has apart, and has a notice of its own."""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "报").mkdir()
    with closing(Library.open(tmp_path / "报")) as opened:
        yield opened


def put(library: Library, form: Mapping[str, str]) -> None:
    for name, data in form.items():
        path = library.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data, encoding="utf-8")


def take_away(library: Library, form: Mapping[str, str]) -> None:
    """Remove files, and what was read from them."""
    for name in form:
        (library.root / name).unlink()
    library.sync(accept_missing=True)
    library.forget_missing(list(form))


def found(library: Library, words: str) -> list[int]:
    return list(library.searcher.search(parse_query(words), exact=True).ids)


def stored(library: Library, article_id: int) -> StoredArticle:
    article = library.articles.article(article_id)
    assert article is not None
    return article


def articles_of(library: Library) -> list[StoredArticle]:
    (newspaper,) = library.contents.newspapers()
    return [
        stored(library, row.id)
        for year in library.contents.years(newspaper.title)
        for month in library.contents.months(newspaper.title, year.number)
        for issue in library.contents.issues(newspaper.title, year.number, month.number)
        for row in library.contents.articles(issue.id)
    ]


def told_of(library: Library) -> list[tuple[object, ...]]:
    """All that a library has of its articles, whatever their ids are."""
    return sorted(
        (str(article_to_json(each.article)), str(each.issue.date), each.issue.article_count, each.sources)
        for each in articles_of(library)
    )


def three_forms(seed: int, noise: float = 0.03, articles: int = 5) -> dict[str, dict[str, str]]:
    issue = an_issue(seed)[:articles]
    return {
        "site": files.site(told(issue, SITE, f"{seed} site")),
        "text": files.text(told(issue, PDF, f"{seed} text")),
        "scans": files.scans(told(issue, scan(noise), f"{seed} scans")),
    }


class TestThreeForms:
    """A saved site, a text and what an OCR program read."""

    @pytest.fixture
    def forms(self, library: Library) -> dict[str, list[TrueArticle]]:
        issue = an_issue(SEED)[:6]
        forms = {
            "site": list(issue),
            "text": told(issue, PDF, "t"),
            "scans": told(issue, scan(0.05), "s"),
        }
        put(library, files.site(forms["site"]))
        put(library, files.text(forms["text"]))
        put(library, files.scans(forms["scans"]))
        library.sync()
        return forms

    def test_are_one_issue_in_which_each_article_is_shown_as_the_site_has_it(
        self, library: Library, forms: dict[str, list[TrueArticle]]
    ) -> None:
        assert library.contents.counts().issues == 1
        of_site = [each for each in articles_of(library) if each.sources[0].path.startswith("site/")]
        assert [each.article.headline for each in of_site] == [
            each.headline.replace("\u3000", " ") for each in forms["site"]
        ]
        assert all(any(source.is_other for source in each.sources) for each in of_site)

    def test_every_string_of_any_of_them_finds_an_article_and_none_twice(
        self, library: Library, forms: dict[str, list[TrueArticle]]
    ) -> None:
        rng = random.Random(1)
        printed = [article for form in forms.values() for article in form]
        for paragraph in (text for article in printed for text in (*article.paragraphs, article.headline)):
            line = paragraph[:20]  # of what was read from a picture
            assert not paragraph or found(library, f'"{line}"')
            at = rng.randrange(0, max(1, len(paragraph) - 14))
            piece = paragraph[at : at + 14]
            holders = [article.truth for article in printed if piece in "\n".join(article.paragraphs)]
            if len(piece) == 14 and len({number for truth in holders for number in truth}) == 1:
                assert len(found(library, f'"{piece}"')) == 1, piece

    def test_the_notice_that_only_the_text_has_is_an_article(
        self, library: Library, forms: dict[str, list[TrueArticle]]
    ) -> None:
        (notice,) = [each for each in forms["text"] if any(" " in one for one in each.truth)]
        (article_id,) = found(library, f'"{notice.paragraphs[0]}"')
        assert [source.path for source in stored(library, article_id).sources] == ["text/2017-03-05.txt"]

    def test_a_hit_that_only_another_source_has_says_so(
        self, library: Library, forms: dict[str, list[TrueArticle]]
    ) -> None:
        for article in articles_of(library):
            for each in article.article.elsewhere:
                query = parse_query(f'"{each.text}"')
                (hit,) = library.searcher.hits(library.searcher.search(query, exact=True).ids, query)
                assert (hit.article.id, hit.snippet.is_elsewhere) == (article.id, True)
                assert hit.snippet.marks
        own = articles_of(library)[1].article.blocks[0].text[:12]
        (hit,) = library.searcher.hits(found(library, own), parse_query(own))
        assert not hit.snippet.is_elsewhere

    def test_their_places_are_those_of_the_text_that_is_shown(
        self, library: Library, forms: dict[str, list[TrueArticle]]
    ) -> None:
        sentence = forms["site"][1].paragraphs[0][:8]
        (hit,) = library.searcher.hits(found(library, sentence), parse_query(sentence))
        assert hit.snippet.matches == 1


@pytest.mark.parametrize("first", ["site", "text"])
def test_a_better_form_takes_the_place_of_the_other_and_gives_it_back(library: Library, first: str) -> None:
    forms = three_forms(SEED)
    put(library, forms["scans"])
    library.sync()
    alone = told_of(library)
    put(library, forms[first])
    library.sync()
    assert all(
        each.sources[0].path.startswith(first) for each in articles_of(library) if len(each.sources) > 1
    )
    take_away(library, forms[first])
    assert told_of(library) == alone


class TestChoosing:
    """Another source than that which the program takes."""

    @pytest.fixture
    def article(self, library: Library) -> StoredArticle:
        issue = an_issue(SEED)[1:3]
        put(library, files.site(issue))
        put(library, files.scans(told(issue, replace(scan(0.05), cut=0, joined=0, advertisement=0), "s")))
        library.sync()
        return articles_of(library)[0]

    def test_why_one_is_shown_is_said(self, library: Library, article: StoredArticle) -> None:
        found = library.sources.of(article.id)
        assert found is not None
        assert [source.format for source in found.sources] == ["digital-paper", "hocr"]
        assert (found.reason, found.is_chosen) == ("它自己说明了每篇文章从哪里到哪里", False)

    def test_the_choice_for_an_article_holds_until_it_is_taken_back(
        self, library: Library, article: StoredArticle
    ) -> None:
        other = library.sources.text(article.id, 2).article
        shown = library.sources.choose(article.id, 2)
        assert shown is not None
        assert stored(library, shown).article.blocks == other.blocks
        formats = [each.sources[0].reading for each in articles_of(library)]
        assert sorted(each.format for each in formats if each) == ["digital-paper", "hocr"]
        put(library, files.text(an_issue(SEED)[1:3]))
        library.sync()
        now = next(each for each in articles_of(library) if each.article.key == other.key)
        assert now.article.blocks == other.blocks
        back = library.sources.undo_choice(now.id)
        assert back is not None
        assert stored(library, back).article.blocks == article.article.blocks

    def test_the_choice_for_an_issue_is_of_all_its_articles(
        self, library: Library, article: StoredArticle
    ) -> None:
        library.sources.choose(article.id, 2, of_issue=True)
        assert {each.sources[0].path.split("/")[0] for each in articles_of(library)} == {"ocr"}
        shown = articles_of(library)[0]
        found = library.sources.of(shown.id)
        assert found is not None
        assert (found.reason, found.is_issue_chosen) == ("是您选的", True)

    def test_a_source_that_is_not_there_is_refused(self, library: Library, article: StoredArticle) -> None:
        with pytest.raises(LibraryError, match="没有第 3 种来源"):
            library.sources.choose(article.id, 3)


def test_bookmarks_and_read_marks_stay_on_an_article_whose_better_source_comes_and_goes(
    library: Library,
) -> None:
    forms = three_forms(SEED)
    put(library, forms["scans"])
    library.sync()
    article = max(articles_of(library), key=lambda each: len(each.article.blocks[0].text))
    bookmark = library.notebook.bookmark(article.id, note="记下")
    library.read_marks.mark([article.id], is_read=True)
    put(library, forms["site"])
    library.sync()
    (kept,) = library.notebook.bookmarks()
    assert not kept.is_orphan
    (shown,) = library.articles.find(kept.key)
    assert shown.sources[0].path.startswith("site/")
    assert kept.article == bookmark.article
    assert shown.id in library.read_marks.ids()
    assert library.articles.find(article.article.key) == [shown]
    take_away(library, forms["site"])
    (kept,) = library.notebook.bookmarks()
    assert (kept.key, kept.is_orphan) == (article.article.key, False)
    assert kept.article_id in library.read_marks.ids()


def test_two_editions_of_a_day_are_two_issues(library: Library) -> None:
    issue = an_issue(SEED)[1:4]
    put(library, files.site(issue))
    (name, words), *_ = files.text(issue).items()
    put(library, {name.replace(".txt", "号外.txt"): words})
    library.sync()
    assert library.contents.counts().issues == 2
    assert {each.issue.edition for each in articles_of(library)} == {None, "号外"}
    assert len(articles_of(library)) == 6


def test_papers_of_one_name_and_day_share_no_articles(library: Library) -> None:
    put(library, files.site(an_issue(SEED)[:5]))
    put(library, files.text([*an_issue(77)[:6], an_issue(SEED)[1]]))
    library.sync()
    assert not any(source.is_other for each in articles_of(library) for source in each.sources)


def test_a_correction_stays_with_the_source_in_which_it_was_made(library: Library) -> None:
    forms = three_forms(SEED)
    put(library, forms["text"])
    library.sync()
    article = articles_of(library)[1]
    (line, _), *_ = article.article.blocks[0].source_lines
    library.corrections.correct_line(article.sources[0].path, line, Claim(CorrectionKind.STARTS))
    corrected = told_of(library)
    put(library, forms["site"])
    library.sync()
    take_away(library, forms["site"])
    assert told_of(library) == corrected


@given(st.data())
@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_law_whatever_comes_and_goes_a_library_is_as_if_its_files_had_come_at_once(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    base = tmp_path_factory.mktemp("law")
    homes.use(monkeypatch, base / "home")
    forms = three_forms(data.draw(st.integers(0, 50)), data.draw(st.sampled_from([0.0, 0.05])), articles=4)
    steps = data.draw(st.lists(st.sampled_from(sorted(forms)), min_size=2, max_size=5))
    (base / "一步一步").mkdir()
    (base / "一次").mkdir()
    with closing(Library.open(base / "一步一步")) as library, closing(Library.open(base / "一次")) as at_once:
        present: set[str] = set()
        for step in steps:
            if step in present:
                take_away(library, forms[step])
            else:
                put(library, forms[step])
                library.sync()
            present ^= {step}
        for name in sorted(present):
            put(at_once, forms[name])
        at_once.sync()
        if present:
            assert told_of(library) == told_of(at_once)
            assert library.sync().changed == 0
        else:
            assert library.contents.counts().articles == 0


def test_touching_every_file_changes_nothing(library: Library) -> None:
    for form in three_forms(SEED).values():
        put(library, form)
    library.sync()
    before = [(each.id, each.sources) for each in articles_of(library)]
    for path in library.root.rglob("*.*"):
        if path.is_file() and ".reader" not in path.parts:
            os.utime(path, (1, 1))
    library.sync()
    assert [(each.id, each.sources) for each in articles_of(library)] == before
