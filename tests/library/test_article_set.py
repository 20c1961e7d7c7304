"""One question has one answer: whatever asks about a set of articles tells the same number of them."""

import ast
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from msgspec.structs import replace
from whoosh.query import Query as Node

from reader.export.timeline import Step
from reader.features.chronicle.chronicles import Request, drafted
from reader.features.concordance.concordance import Concordance, collocates
from reader.features.dossiers.dossiers import dossiers_of
from reader.features.evidence.making import EvidenceSource, answer
from reader.features.keyness.keyness import keyness
from reader.features.packs.packing_up import PackChoice, pack_up
from reader.library import collecting
from reader.library.article_set import ArticleSet, LeftOutUnknown, Shapes, range_in_words, said_of_search
from reader.library.library import Library, LibraryError
from reader.newspaper.decision import Dossier
from reader.newspaper.holdings import Document
from reader.plugs import plugs
from reader.search.documents import Order
from reader.search.query import (
    EveryArticle,
    IgnoredPart,
    Query,
    Unknown,
    UnknownNewspaper,
    UnknownPage,
    matches,
    negated,
)
from tests import homes
from tests.library import drawn_sets
from tests.modules import name_of_call, nodes

ROOT = Path(collecting.__file__).parents[1]
BOTH = (Shapes.OF_WORDS, Shapes.AS_PRINTED)


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def library(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(drawn_sets.write(tmp_path_factory.mktemp("报") / "报"))
    library.sync()
    yield library
    library.close()


@pytest.fixture(scope="module")
def pack(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    target = tmp_path_factory.mktemp("pack") / "报.yuebao"
    pack_up(library, target, PackChoice("何苇"))
    pack = Library.open(target)
    yield pack
    pack.close()


def told_by_all(library: Library, asked: ArticleSet) -> dict[str, int]:
    """The number of articles of a set, as each of those tells it that are asked about it."""
    searcher = library.searcher
    results = searcher.search(asked, limit=1000, exact=True, with_suggestions=False)
    ids = library.sets.ids(asked)
    timelines = library.contents.timelines
    (line,) = timelines.timeline([asked], Step.YEAR).lines
    by_day = timelines.days(asked)
    concordance = Concordance(library.derived, asked)
    for _ in concordance.read():
        pass
    collected = collecting.collected(library, ids)
    evidence = answer(library, EvidenceSource((asked.text,), asked.shapes is Shapes.AS_PRINTED))
    return {
        "search": results.total,
        "its list": len(results.ids),
        "its years": sum(results.by_month.values()),
        "its pages": sum(results.by_page.values()),
        "its newspapers": sum(results.by_newspaper.values()),
        "count": [*searcher.count(asked)][-1].total,
        "ids": len(ids),
        "records": sum(1 for _ in searcher.records(results.ids, asked.query)),
        "export": sum(len(each.articles) for each in collected),
        "timeline": line.total,
        "calendar": sum(sum(days.values()) for days in by_day.values()) + timelines.undated(asked),
        "extent": timelines.extent(asked).articles,
        "kwic": concordance.table.articles,
        "collocates": collocates(library.derived, library.person_names, asked, 5, by_words=False).articles,
        "keyness": keyness(library, asked).articles[0],
        "evidence": len(evidence.ids),
        "its query": evidence.answers[0].total if evidence.answers else results.total,
        "chronicle": drafted(library, Request(asked.text, asked.shapes)).articles
        if asked.text.strip()
        else 0,
    }


TOLD_AS = {
    "concordance": "kwic",
    "timeline": "timeline",
    "keyness": "keyness",
    "collocates": "collocates",
    "chronicle": "chronicle",
    "people_of_set": "ids",
}
"""Under which name of `told_by_all` a view of what is asked for tells its number, by its action."""


def test_every_view_tells_its_number_with_all_others(library: Library) -> None:
    untold = {view.action for plug in plugs() for view in plug.views if not view.of_dossiers} - TOLD_AS.keys()
    assert not untold, (
        f"Add the number of articles that the views {untold} tell to told_by_all of this test, and its name to TOLD_AS."
    )
    told = told_by_all(library, library.sets.of_text("1987-06", Shapes.AS_PRINTED))
    assert {*TOLD_AS.values()} <= told.keys()


DRAWN = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(DRAWN, max_examples=5)
@given(text=drawn_sets.queries)
@example("祝水芹 date:1987..1989")
@example("date:1987..1989 祝水芹")
@example("1987-06")
@example("圖書館")
@example("日期:不明 -每年:3月")
def test_all_tell_the_same_number(library: Library, pack: Library, text: str) -> None:
    assert_all_tell_the_same(library, pack, text)


@pytest.mark.slow
@settings(DRAWN, max_examples=30)
@given(text=drawn_sets.queries)
def test_of_many_questions(library: Library, pack: Library, text: str) -> None:
    assert_all_tell_the_same(library, pack, text)


@pytest.fixture(scope="module")
def listed(library: Library) -> tuple[int, ...]:
    """The articles of a dossier, in its order."""
    dossiers = dossiers_of(library)
    ids = library.sets.ids(library.sets.of_text("马灯 OR 日期:不明"))[::-2]
    dossiers.add_articles(dossiers.add(drawn_sets.DOSSIER).uuid, [(each, None) for each in ids])
    return ids


@settings(DRAWN, max_examples=8)
@given(text=drawn_sets.queries_with_dossier)
@example(f"专题:{drawn_sets.DOSSIER}")
@example(f"dossier:{drawn_sets.DOSSIER} 日期:1987")
@example("*")
def test_all_tell_the_same_number_of_a_dossier_and_of_everything(
    library: Library, listed: tuple[int, ...], text: str
) -> None:
    for shapes in BOTH:
        asked = library.sets.of_text(text, shapes)
        told = told_by_all(library, asked)
        assert len(set(told.values())) == 1, told
        inside = {*library.sets.ids(library.sets.of_text("-没有的词"))}
        if text.startswith("专题"):
            inside = {*listed}
        assert {*library.sets.ids(asked)} <= inside


def assert_all_tell_the_same(library: Library, pack: Library, text: str) -> None:
    for shapes in BOTH:
        asked = library.sets.of_text(text, shapes)
        told = told_by_all(library, asked)
        assert len(set(told.values())) == 1, told
        of_pack = pack.sets.of_text(text, shapes)
        assert pack.searcher.search(of_pack, exact=True).total == told["search"]
        assert pack.sets.left_out(of_pack).unknown == library.sets.left_out(asked).unknown


@settings(DRAWN, max_examples=25)
@given(text=drawn_sets.queries)
def test_what_the_dates_leave_out_is_what_may_be_meant(library: Library, text: str) -> None:
    """Told by the texts alone: articles without a known day that would be found on some day that is possible."""
    asked = library.sets.of_text(text, Shapes.AS_PRINTED)
    catalogue = library.derived.catalogue
    documents = catalogue.texts(catalogue.article_ids()).values()
    found = {*library.sets.ids(asked)}
    for part in library.sets.left_out(asked).unknown:
        ids = {*library.sets.ids(library.sets.of_text(part.typed, Shapes.AS_PRINTED))}
        assert len(ids) == part.number > 0
        assert not ids & found
        assert all(is_unknown(part.unknown, document) for document in documents if document.id in ids)


VALUES = {
    Unknown.PAGE: ("1", "2", "3", "a4", "z99"),
    Unknown.NEWSPAPER: (*drawn_sets.PAPERS, "某周刊", "无此"),
}
"""Pages and newspapers that queries ask for, and one that none does."""
UNKNOWN = {Unknown.PAGE: UnknownPage(), Unknown.NEWSPAPER: UnknownNewspaper()}


@settings(DRAWN, max_examples=25)
@given(text=drawn_sets.queries)
@example("版:1-3 渡口")
@example("渡口 -版:1")
@example("报:日报 版:1 OR 版:2")
@example("版:不明 报:不明")
def test_what_a_page_or_a_newspaper_leaves_out_would_be_found_with_one(library: Library, text: str) -> None:
    """Told by the texts alone: an article without a page that isn't found would be, did it stand on some page."""
    asked = library.sets.of_text(text, Shapes.AS_PRINTED)
    catalogue = library.derived.catalogue
    documents = catalogue.texts(catalogue.article_ids()).values()
    found = {*library.sets.ids(asked)}
    left_out = library.sets.left_out(asked)
    for unknown, values in VALUES.items():
        if any(leaf == UNKNOWN[unknown] for leaf in leaves_of(asked)):
            continue  # it says itself what of the unknown is meant
        expected = {
            document.id
            for document in documents
            if is_unknown(unknown, document) and document.id not in found
            for value in values
            if matches(asked.query, with_value(unknown, document, value))
        }
        assert left_out.number(unknown) == len(expected)


def leaves_of(asked: ArticleSet) -> Iterable[Node]:
    return asked.query.root.leaves() if asked.query.root else ()


def with_value(unknown: Unknown, document: Document, value: str) -> Document:
    if unknown is Unknown.PAGE:
        return replace(document, page=value)
    return replace(document, newspaper=value)


def is_unknown(unknown: Unknown, document: Document) -> bool:
    values = {Unknown.DAY: document.date, Unknown.PAGE: document.page, Unknown.NEWSPAPER: document.newspaper}
    return not values[unknown]


READERS = {
    "library/article_sets.py": "makes the sets",
    "library/searcher.py": "has the parser and the shapes that the sets are made with",
    "ui/controllers/searching.py": "keeps what is being typed as understood, of which the sets of the window are made",
    "ui/search/result_list.py": "says what is offered instead of a search: each offer is a search as typed",
    "features/suggestions/suggestions.py": "tries readings of one part of a search that found nothing",
    "features/claims/witnesses.py": "ranks the articles by the strings of a sentence; none is counted",
    "library/sync_marks.py": "looks for words of a bookmark in a sync, below the sets",
    "library/corrections_of_files.py": "looks for a line of a file in a sync, below the sets",
    "library/integrity.py": "checks the index against texts, in a part of one article",
}
"""The modules that read a search themselves, and why; all others ask for a set of articles."""


def test_all_others_ask_for_a_set() -> None:
    reading = {"understand", "in_all_shapes", "parse_query"}
    readers = set()
    for path, call in nodes(ast.Call):
        if name_of_call(call) in reading and not path.is_relative_to(ROOT / "search"):
            readers.add(path.relative_to(ROOT).as_posix())
    assert readers == READERS.keys()


# -- a set is a value


def test_the_whole_library_is_a_value_of_it(library: Library) -> None:
    whole = library.sets.whole()
    assert whole.is_whole
    assert len(library.sets.ids(whole)) == library.contents.counts().articles
    assert library.searcher.search(whole, exact=True).total == library.contents.counts().articles
    assert drafted(library, Request()).articles == library.contents.counts().articles
    assert whole == library.sets.whole() != library.sets.of_text("渡口")


def test_a_dossier_is_one_and_tells_what_is_lost(library: Library) -> None:
    dossiers = dossiers_of(library)
    dossier = dossiers.add("渡口旧事")
    ids = library.sets.ids(library.sets.of_text("渡口"))[:3]
    dossiers.add_articles(dossier.uuid, [(each, None) for each in ids[::-1]])
    asked = library.sets.of_dossier("渡口旧事")
    assert library.sets.ids(asked) == tuple(reversed(ids))
    assert drafted(library, Request(dossier="渡口旧事")).articles == 3
    both = library.sets.narrowed(library.sets.of_text("日期:不明"), dossier="渡口旧事")
    assert {*library.sets.ids(both)} == {*ids} & {*library.sets.ids(library.sets.of_text("日期:不明"))}


def test_a_dossier_can_be_typed_and_is_the_same_one(library: Library, listed: tuple[int, ...]) -> None:
    typed = library.sets.of_text(f"专题:{drawn_sets.DOSSIER}")
    assert library.sets.ids(typed) == library.sets.ids(library.sets.of_dossier(drawn_sets.DOSSIER)) == listed
    assert (typed.dossier, typed.removed, typed.remarks) == (drawn_sets.DOSSIER, 0, ())
    assert typed.in_words() == f"专题:{drawn_sets.DOSSIER}"
    others = library.sets.of_text(f"-专题:{drawn_sets.DOSSIER}")
    everything = library.contents.counts().articles
    assert len(library.sets.ids(others)) == everything - len(listed)
    days = library.sets.of_text(f"专题:{drawn_sets.DOSSIER} 日期:1987")
    found = library.sets.ids(library.sets.of_text("日期:1987"))
    assert library.sets.ids(days) == tuple(each for each in listed if each in found)


def test_a_dossier_is_listed_in_its_own_order_until_words_or_days_order_it(
    library: Library, listed: tuple[int, ...]
) -> None:
    asked = library.sets.of_text(f"专题:{drawn_sets.DOSSIER}")

    def found(order: Order, limit: int = 1000, offset: int = 0) -> tuple[int, ...]:
        return library.searcher.search(asked, order, limit=limit, offset=offset).ids

    assert found(Order.RELEVANCE) == listed
    assert found(Order.RELEVANCE, 2, 1) == listed[1:3]
    assert found(Order.OLDEST) == library.searcher.ids(asked.query, Order.OLDEST)
    assert found(Order.NEWEST) == library.searcher.ids(asked.query, Order.NEWEST)
    assert len({found(order) for order in (Order.RELEVANCE, Order.OLDEST, Order.NEWEST)}) == 3
    with_words = library.sets.of_text(f"渡口 专题:{drawn_sets.DOSSIER}")
    ranked = library.searcher.search(with_words, Order.RELEVANCE, limit=1000).ids
    assert {*ranked} <= {*listed}
    days = library.sets.of_text(f"专题:{drawn_sets.DOSSIER} 日期:1987")
    assert library.searcher.search(days, limit=1000).ids == library.sets.ids(days)


def test_a_search_says_when_a_dossier_is_not_there_or_not_the_only_one(library: Library) -> None:
    for _ in range(2):
        library.user_data.decisions.add(Dossier("两份"))
    for name, why in (("没有的", IgnoredPart.NO_DOSSIER), ("两份", IgnoredPart.SEVERAL_DOSSIERS)):
        asked = library.sets.of_text(f"渡口 专题:{name}")
        assert library.sets.ids(asked) == ()
        assert [(remark.why, remark.text) for remark in asked.remarks] == [(why, name)]
        assert name in said_of_search(asked)[0]


def test_evidence_of_a_dossier_is_a_list_as_nobody_else_has_it(
    library: Library, listed: tuple[int, ...]
) -> None:
    text = f"专题:{drawn_sets.DOSSIER}"
    evidence = answer(library, EvidenceSource((text, "渡口")))
    assert {*listed} < {*evidence.ids}
    assert evidence.answers == ()
    assert evidence.sets == ()
    assert evidence.origin == f"{text}；渡口"


def test_everything_is_an_asterisk_and_no_condition_beside_another(library: Library) -> None:
    assert library.sets.of_text("*").query == library.sets.whole().query
    assert library.sets.of_text("* 渡口").query == library.sets.of_text("渡口").query
    assert library.sets.of_text("-* ").query == Query(negated(EveryArticle()))
    assert library.sets.of_text('"*"').has_places


def test_of_two_dossiers_of_one_name_none_is_taken(library: Library) -> None:
    rows = [library.user_data.decisions.add(Dossier("两台电脑")) for _ in range(2)]
    with pytest.raises(LibraryError, match=min(each.uuid for each in rows)[:8]):
        library.sets.of_dossier("两台电脑")
    assert library.sets.of_dossier(rows[0].uuid[:8]).removed == 0


def test_days_narrow_it_and_what_they_leave_out_is_told(library: Library) -> None:
    first = dt.date(1987, 1, 1)
    everything = library.sets.of_text("-没有的词")
    asked = library.sets.narrowed(everything, first=first)
    left_out = library.sets.left_out(asked)
    (undated,) = left_out.unknown
    assert undated.unknown is Unknown.DAY
    assert undated.number == len(library.sets.ids(library.sets.of_text(undated.typed))) == 9
    keeping = library.sets.narrowed(everything, first=first, keeps_undated=True)
    of_1986 = library.sets.of_text("日期:不明 日期:1986")
    assert len(library.sets.ids(of_1986)) == 2
    assert len(library.sets.ids(keeping)) == len(library.sets.ids(asked)) + undated.number + 2


@pytest.mark.parametrize(
    ("text", "undated", "typed"),
    [
        ("渡口", 0, ""),
        ("日期:1987", 9, "-日期:0001..1986 -日期:1988..9999 -日期:1987 日期:不明"),
        ("日期:1987-03", 8, "-每年:04-01..02-29 -日期:0001..1986 -日期:1988..9999 日期:不明"),
        ("每年:3月", 9, "-每年:04-01..02-29 -每年:3月 日期:不明"),
        ("-日期:1987", 0, ""),
        ("每年:端午", 13, "日期:不明"),
    ],
)
def test_what_is_known_of_a_day_decides(library: Library, text: str, undated: int, typed: str) -> None:
    """A day without a year, or a year without a day, may be of the asked one or can't be; `每年:` finds them itself."""
    left_out = library.sets.left_out(library.sets.of_text(text))
    expected = (LeftOutUnknown(Unknown.DAY, undated, typed),) if undated else ()
    assert left_out.unknown == expected


@pytest.mark.parametrize(
    ("text", "unknown", "number", "typed"),
    [
        ("渡口 版:1", Unknown.PAGE, 7, "渡口 版:不明"),
        ("渡口 版:1-4", Unknown.PAGE, 7, "渡口 版:不明"),
        ("渡口 报:日报", Unknown.NEWSPAPER, 5, "渡口 报:不明"),
    ],
)
def test_an_unknown_page_or_newspaper_is_told(
    library: Library, text: str, unknown: Unknown, number: int, typed: str
) -> None:
    assert library.sets.left_out(library.sets.of_text(text)).unknown == (
        LeftOutUnknown(unknown, number, typed),
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (dt.date(1987, 6, 1), dt.date(1987, 6, 30), "1987-06-01–1987-06-30"),
        (dt.date(1987, 6, 1), None, "1987-06-01 起"),
        (None, dt.date(1987, 6, 30), "到 1987-06-30 为止"),
        (None, None, ""),
    ],
)
def test_a_range_of_days_says_where_it_is_open(
    first: dt.date | None, last: dt.date | None, words: str
) -> None:
    assert range_in_words(first, last) == words
    assert Request(first=first, last=last).in_words() == (words or "整个资料库")
