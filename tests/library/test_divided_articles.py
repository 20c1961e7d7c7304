"""A highlight stays on its words when its article is divided: it is on the part that has them."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.library.quotes import passage_quoting, texts_of
from reader.newspaper.correction import Claim, CorrectionKind
from tests import homes
from tests.shelf import issues_of

FERRY = "本报讯 石板渡的渡船从今晚起添一趟夜班，十点开船，船头挂两盏马灯，看夜戏的人不用再绕六里路过桥。"
TIMES = "末班船的艄公说，风大时停渡，渡口的布告牌上会写明；学生凭校徽半价，带鸡鸭的另买一张票。"
LAMPS = "桥头的灯也换了"
MARKET = "桥头的两盏马灯换成了汽灯，是米行的人凑的钱；管灯的老周每天黄昏点上，天亮时再来收。"
PRICES = "米市的笋价跌了一半，酱园连夜添了八口大缸，预备腌笋，镇上的人提着篮子排到祠堂门口。"
PATH = "19870610.txt"
HEAD = "江湾晚报\n1987年6月10日 星期三 第10期\n第1版\n\n"
WHOLE = f"{HEAD}# 渡口添了夜班船\n\n{FERRY}\n\n{TIMES}\n\n{LAMPS}。\n\n{MARKET}\n\n{PRICES}\n"
DIVIDED = WHOLE.replace(f"{LAMPS}。", f"# {LAMPS}")
LINE = 1 + WHOLE.split("\n").index(f"{LAMPS}。")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "旧报").mkdir()
    with closing(Library.open(tmp_path / "旧报")) as opened:
        write(opened, WHOLE)
        yield opened


def write(library: Library, text: str) -> None:
    (library.root / PATH).write_text(text, encoding="utf-8")
    library.sync()


def articles(library: Library) -> list[int]:
    (issue,) = issues_of(library)
    return [row.id for row in library.contents.articles(issue.id)]


def highlight(library: Library, words: str) -> None:
    """Marks the words in the only article, and notes them."""
    (article_id,) = articles(library)
    stored = library.articles.article(article_id)
    assert stored is not None
    passage = passage_quoting(words, texts_of(stored.article))
    assert passage is not None
    library.notebook.bookmark(article_id, words, passage=passage)


def homes_of_marks(library: Library) -> dict[str, int]:
    """By the note of each mark whose words are there, which article of the issue it is on, from 0."""
    found = {}
    for bookmark in library.notebook.bookmarks():
        if not bookmark.is_orphan and not bookmark.is_passage_lost:
            found[bookmark.note] = articles(library).index(bookmark.article_id)
    return found


def divide_by_correction(library: Library) -> None:
    library.corrections.correct_line(PATH, LINE, Claim(CorrectionKind.STARTS))


def divide_by_file(library: Library) -> None:
    write(library, DIVIDED)


WAYS = [divide_by_correction, divide_by_file]


@pytest.mark.parametrize("divide", WAYS)
def test_each_highlight_is_on_the_part_that_has_its_words(
    library: Library, divide: Callable[[Library], None]
) -> None:
    words = {"十点开船": 0, TIMES: 0, "是米行的人凑的钱": 1, PRICES: 1}
    for each in words:
        highlight(library, each)
    divide(library)
    assert len(articles(library)) == 2
    assert homes_of_marks(library) == words
    library.sync()
    assert homes_of_marks(library) == words


@pytest.mark.parametrize("divide", WAYS)
def test_a_bookmark_of_the_whole_stays_where_it_was(
    library: Library, divide: Callable[[Library], None]
) -> None:
    (whole,) = articles(library)
    library.notebook.bookmark(whole, "全篇")
    divide(library)
    assert homes_of_marks(library) == {"全篇": 0}


def test_when_the_article_is_whole_again_they_are_on_it(library: Library) -> None:
    for each in (TIMES, "是米行的人凑的钱"):
        highlight(library, each)
    divide_by_correction(library)
    (correction,) = library.corrections.known()
    library.corrections.undo(correction.correction.uuid)
    assert homes_of_marks(library) == {TIMES: 0, "是米行的人凑的钱": 0}


def test_words_that_are_in_no_part_are_lost_and_that_is_told(library: Library) -> None:
    highlight(library, "管灯的老周每天黄昏点上")
    write(library, DIVIDED.replace("管灯的老周每天黄昏点上，天亮时再来收", "灯油由米行出"))
    assert homes_of_marks(library) == {}
    (bookmark,) = library.notebook.bookmarks()
    assert bookmark.is_passage_lost


def test_words_that_two_parts_have_are_guessed_in_none(library: Library) -> None:
    text = WHOLE.replace(f"{LAMPS}。", f"{LAMPS}。\n\n{MARKET}")
    write(library, text)
    highlight(library, "是米行的人凑的钱")
    again = f"# {LAMPS}\n\n{MARKET}\n\n# 米市的灯\n\n{MARKET}\n\n"
    write(library, text.replace(f"{LAMPS}。\n\n{MARKET}\n\n{MARKET}\n\n", again))
    assert len(articles(library)) == 3
    assert homes_of_marks(library) == {}


def test_words_that_were_changed_are_not_those_of_the_same_text_printed_elsewhere(library: Library) -> None:
    write(library, WHOLE + f"\n# 又一处渡口\n\n{FERRY}\n\n{TIMES}\n\n{MARKET}\n\n{PRICES}\n")
    words = "是米行的人凑的钱"
    article_id = articles(library)[0]
    stored = library.articles.article(article_id)
    assert stored is not None
    passage = passage_quoting(words, texts_of(stored.article))
    library.notebook.bookmark(article_id, words, passage=passage)
    path = library.root / PATH
    write(library, path.read_text(encoding="utf-8").replace(words, "没有人问是谁出的", 1))
    (bookmark,) = library.notebook.bookmarks()
    assert (bookmark.is_passage_lost, articles(library).index(bookmark.article_id)) == (True, 0)
