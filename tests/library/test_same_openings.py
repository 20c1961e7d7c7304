"""Articles of an issue with one opening, which their keys tell apart by their order only: marks stay on their own."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.newspaper.printing import printing_from_json, printing_to_json
from tests import homes
from tests.shelf import issues_of

OPENING = (
    "气象台昨夜发布：受冷空气南下影响，沿江各县今明两天有小到中雨，"
    "偏北风四到五级，江面阵风六级，请过往船只注意避风。"
)
FERRY = ("渡口渡船照常开行", OPENING + "石板渡水位三米一，渡船照常开行，末班八点。")
TOWN = ("镇上学校停课三天", OPENING + "雁桥镇积水没过台阶，学校停课，米市搬进祠堂。")
LAMPS = ("桥头添灯", "桥头的两盏马灯换成了汽灯，是米行的人凑的钱，末班船的艄公说看得清跳板了。")
Articles = Sequence[tuple[str, str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "旧报").mkdir()
    return tmp_path / "旧报"


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with closing(Library.open(root)) as opened:
        yield opened


def scan(library: Library, **pages: Articles) -> None:
    """Has the folder hold these pages, in the file that is named before the page: `a_3` is page 3 in a.txt."""
    texts: dict[str, str] = {}
    for name, articles in pages.items():
        file, _, page = name.partition("_")
        head = "" if file in texts else "江湾晚报\n1987年6月10日 第10期\n"
        body = "".join(f"## {title}\n\n本报讯 {text}\n\n" for title, text in articles)
        texts[file] = texts.get(file, "") + f"{head}第{page}版\n\n{body}"
    for path in library.root.glob("*.txt"):
        path.unlink()
    for file, text in texts.items():
        (library.root / f"{file}.txt").write_text(text, encoding="utf-8")
    library.sync(accept_missing=True)


def id_of(library: Library, title: str) -> int:
    (issue,) = issues_of(library)
    (found,) = (row.id for row in library.contents.articles(issue.id) if row.title == title)
    return found


def marked(library: Library) -> dict[str, tuple[str, str | None] | None]:
    """By each note the title and page of the article that it is on; None for an orphan."""
    found = {}
    for each in library.notebook.bookmarks():
        stored = library.articles.article(each.article_id) if each.article_id else None
        found[each.note] = (stored.article.title(), stored.article.page) if stored else None
    return found


def read(library: Library) -> set[tuple[str, str | None]]:
    articles = [library.articles.article(each) for each in library.read_marks.ids()]
    return {(each.article.title(), each.article.page) for each in articles if each is not None}


def test_a_mark_follows_its_text_when_another_article_gets_its_key(library: Library) -> None:
    scan(library, a_1=[FERRY, LAMPS, TOWN])
    ferry = id_of(library, "渡口渡船照常开行")
    library.notebook.bookmark(ferry, "渡口的")
    library.notebook.bookmark(id_of(library, "镇上学校停课三天"), "镇上的")
    scan(library, a_1=[(FERRY[0], FERRY[1].replace("气象台", "气像台")), LAMPS, TOWN])
    on_their_own = {"渡口的": ("渡口渡船照常开行", "1"), "镇上的": ("镇上学校停课三天", "1")}
    assert marked(library) == on_their_own
    scan(library, a_1=[TOWN, LAMPS, FERRY])
    assert marked(library) == on_their_own
    scan(library, a_1=[FERRY, LAMPS, TOWN])
    assert marked(library) == on_their_own


def test_of_an_article_that_is_gone_no_mark_is_on_another_one_and_it_comes_back_with_it(
    library: Library,
) -> None:
    scan(library, a_1=[FERRY, LAMPS, TOWN])
    library.notebook.bookmark(id_of(library, "渡口渡船照常开行"), "渡口的")
    scan(library, a_1=[LAMPS, TOWN])
    assert marked(library) == {"渡口的": None}
    library.sync()
    assert marked(library) == {"渡口的": None}
    scan(library, a_1=[TOWN, LAMPS, FERRY])
    assert marked(library) == {"渡口的": ("渡口渡船照常开行", "1")}


def test_a_text_that_stands_twice_is_told_by_its_page(library: Library) -> None:
    scan(library, a_3=[FERRY, LAMPS])
    ferry = id_of(library, "渡口渡船照常开行")
    library.notebook.bookmark(ferry, "三版的")
    library.read_marks.mark([ferry], is_read=True)
    linked = library.articles.article(ferry)
    assert linked is not None
    link = printing_from_json(printing_to_json(linked.printing))
    for pages in (
        {"a_1": [FERRY], "a_3": [FERRY, LAMPS]},
        {"a_1": [FERRY], "b_3": [FERRY, LAMPS]},
        {"b_1": [FERRY], "a_3": [FERRY, LAMPS]},
        {"a_1": [FERRY, LAMPS], "a_3": [FERRY]},
    ):
        scan(library, **pages)
        assert marked(library) == {"三版的": ("渡口渡船照常开行", "3")}
        assert read(library) == {("渡口渡船照常开行", "3")}
        found = library.articles.printings.article_of(link)
        stored = library.articles.article(found) if found else None
        assert stored is not None
        assert stored.article.page == "3"
