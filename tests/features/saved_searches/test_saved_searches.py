"""Saved searches on a real library: what is new is told rightly whatever happens to it between two looks."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.features.saved_searches.saved_searches import SavedCount, SavedSearches, Trouble, searches_of
from reader.library.library import Library, LibraryError
from reader.newspaper.correction import Claim, CorrectedRole, CorrectionKind
from reader.newspaper.decision import SavedSearch, SearchLook
from reader.search.documents import Order, SearchCancelled
from reader.storage.platform_folders import places
from reader.storage.user_data import UserData
from tests import homes

PAPER = "柳川晚报"


def issue(day: int, *texts: str, paper: str = PAPER) -> str:
    lines = [paper, f"1990年3月{day}日 第{day}期"]
    for number, text in enumerate(texts, 1):
        lines += ["", f"## {day}日第{number}件事", "", f"本报讯（记者 温如岚）{text}"]
    return "\n".join(lines) + "\n"


def write(root: Path, day: int, *texts: str, name: str = "") -> None:
    (root / f"{name or f'199003{day:02}'}.txt").write_text(issue(day, *texts), encoding="utf-8")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "柳川"
    folder.mkdir()
    write(folder, 5, "渡口的灯亮到后半夜，船工说江上有雾。", "米市清早开秤，头一船糙米从上游来。")
    write(folder, 6, "渡口添了夜班船，船头挂两盏马灯。")
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    opened = open_at(root)
    yield opened
    opened.close()


def open_at(root: Path) -> Library:
    library = Library.open(root)
    library.sync()
    return library


def counted(library: Library) -> dict[str, tuple[int, int]]:
    return {saved.name: (count.total, count.new) for saved, count in searches_of(library).counts()}


def new_titles(library: Library, name: str) -> set[str]:
    saved = searches_of(library).named(name)
    assert saved is not None
    rows = (library.contents.article_row(each) for each in searches_of(library).look(saved, marks=False).new)
    return {row.title for row in rows if row}


def test_what_it_finds_when_it_is_saved_is_seen(library: Library) -> None:
    searches_of(library).add("渡口", "渡口")
    assert counted(library) == {"渡口": (2, 0)}


def test_what_a_sync_brings_is_new_until_it_is_looked_at(library: Library, root: Path) -> None:
    saved = searches_of(library).add("渡口", "渡口")
    write(root, 7, "渡口的老船工退休了，送他一盏马灯。", "戏台搬过了河。")
    library.sync()
    assert counted(library) == {"渡口": (3, 1)}
    assert new_titles(library, "渡口") == {"7日第1件事"}
    look = searches_of(library).look(saved)
    assert (look.count, len(look.new)) == (SavedCount(3, 1), 1)
    assert counted(library) == {"渡口": (3, 0)}
    assert searches_of(library).look(saved).new == frozenset()


def test_it_survives_the_cache_a_rename_and_another_window(library: Library, root: Path) -> None:
    searches_of(library).add("渡口", "渡口")
    write(root, 7, "渡口的老船工退休了，送他一盏马灯。")
    library.close()
    shutil.rmtree(places().cache)
    (root / "19900305.txt").rename(root / "旧的.txt")
    again = open_at(root)
    assert counted(again) == {"渡口": (3, 1)}
    assert new_titles(again, "渡口") == {"7日第1件事"}
    other = Library.open(root)
    saved = searches_of(other).named("渡口")
    assert saved is not None
    searches_of(other).look(saved)
    assert counted(again) == {"渡口": (3, 0)}
    again.close()
    other.close()


def test_a_look_while_the_library_is_read_anew_forgets_nothing(library: Library, root: Path) -> None:
    saved = searches_of(library).add("渡口", "渡口")
    library.close()
    shutil.rmtree(places().cache)
    empty = Library.open(root)
    assert searches_of(empty).look(saved).count == SavedCount(0, 0)
    empty.sync()
    assert counted(empty) == {"渡口": (2, 0)}
    empty.close()


def test_an_article_that_went_and_came_back_is_new_again(library: Library, root: Path) -> None:
    saved = searches_of(library).add("渡口", "渡口")
    text = (root / "19900306.txt").read_text(encoding="utf-8")
    write(root, 6, "码头添了夜班船，船头挂两盏马灯。")
    library.sync()
    assert searches_of(library).look(saved).count == SavedCount(1, 0)
    (root / "19900306.txt").write_text(text, encoding="utf-8")
    library.sync()
    assert counted(library) == {"渡口": (2, 1)}


def test_a_correction_that_moves_the_key_is_no_news_done_or_undone(library: Library, root: Path) -> None:
    write(
        root,
        9,
        f"看夜戏的人散了场。\n\n渡口添了夜班船，船头挂两盏马灯。{'江上有雾，两岸的人隔着水喊话。' * 4}",
    )
    library.sync()
    saved = searches_of(library).add("两岸", "两岸")
    before = library.articles.article(library.searcher.search("两岸").ids[0])
    assert before is not None
    claim = Claim(CorrectionKind.ROLE, CorrectedRole.HEADLINE)
    library.corrections.correct_line("19900309.txt", 6, claim)
    after = library.articles.article(library.searcher.search("两岸").ids[0])
    assert after is not None
    assert after.article.key != before.article.key
    assert counted(library) == {"两岸": (1, 0)}
    searches_of(library).look(saved)
    library.corrections.undo(library.corrections.known()[0].correction.uuid)
    back = library.articles.article(library.searcher.search("两岸").ids[0])
    assert back is not None
    assert back.article.key == before.article.key
    assert counted(library) == {"两岸": (1, 0)}


def test_two_machines_see_what_either_has_seen(library: Library, root: Path, tmp_path: Path) -> None:
    saved = searches_of(library).add("渡口", "渡口")
    write(root, 7, "渡口的老船工退休了，送他一盏马灯。")
    library.sync()
    there = UserData(tmp_path / "laptop")
    there.merge_records(library.user_data.records())
    elsewhere = SavedSearches(library, there, tmp_path / "elsewhere")
    assert elsewhere.look(saved).count == SavedCount(3, 1)
    assert counted(library) == {"渡口": (3, 1)}
    library.user_data.merge_records(there.records())
    assert counted(library) == {"渡口": (3, 0)}
    searches_of(library).look(saved)
    assert len(library.user_data.decisions.all(SearchLook)) == 2


def test_nothing_is_counted_again_unless_something_changed(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = searches_of(library).add("渡口", "渡口"), searches_of(library).add("米市", "米市")
    asked: list[str] = []
    find = SavedSearches._find

    def counting(self: SavedSearches, saved: object, *rest: object) -> object:
        asked.append(saved.name)  # type: ignore[attr-defined]
        return find(self, saved, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(SavedSearches, "_find", counting)
    counted(library)
    library.sync()
    assert counted(library) == {"渡口": (2, 0), "米市": (1, 0)}
    assert asked == ["渡口", "米市"]
    searches_of(library).rename(first.uuid, "摆渡")
    assert counted(library) == {"摆渡": (2, 0), "米市": (1, 0)}
    assert asked == ["渡口", "米市"]
    write(root, 7, "渡口的老船工退休了，送他一盏马灯。")
    library.sync()
    counted(library)
    searches_of(library).look(second)
    assert asked == ["渡口", "米市", "摆渡", "米市", "米市"]
    assert searches_of(library).known_counts()[first.uuid] == SavedCount(3, 1)


def test_counting_is_cancelled_and_goes_on_from_there(library: Library) -> None:
    searches_of(library).add("甲", "渡口")
    searches_of(library).add("乙", "米市")
    done: list[str] = []
    counts = searches_of(library).counts(lambda: bool(done))
    done.append(next(counts)[0].name)
    with pytest.raises(SearchCancelled):
        next(counts)
    assert len(searches_of(library).known_counts()) == 1
    assert len(counted(library)) == 2


def test_a_name_is_one_searchs_and_fits_a_line(library: Library) -> None:
    saved = searches_of(library).add("  渡口\n的事 ", "渡口")
    assert saved.name == "渡口 的事"
    with pytest.raises(LibraryError, match="已有"):
        searches_of(library).add("渡口 的事", "米市")
    other = searches_of(library).add(searches_of(library).free_name("渡口 的事"), "米市")
    assert other.name == "渡口 的事 2"
    with pytest.raises(LibraryError, match="已有"):
        searches_of(library).rename(other.uuid, "渡口 的事")
    with pytest.raises(LibraryError, match="名字"):
        searches_of(library).rename(other.uuid, " ")
    assert searches_of(library).rename(other.uuid, "米").name == "米"
    assert searches_of(library).named(other.uuid[:8]) == searches_of(library).named("米")


def test_what_was_removed_is_gone(library: Library) -> None:
    saved = searches_of(library).add("渡口", "渡口", Order.OLDEST, all_shapes=True)
    searches_of(library).remove(saved.uuid)
    assert searches_of(library).all() == []
    with pytest.raises(LibraryError, match="删"):
        searches_of(library).rename(saved.uuid, "新名字")


def test_what_can_find_nothing_says_why(library: Library) -> None:
    with pytest.raises(LibraryError, match="没有可找的词"):
        searches_of(library).add("空的", "（ ）")
    searches_of(library).add("旧报上的", "报:河东旧报 渡口")
    library.user_data.decisions.add(SavedSearch("只剩标点", "-"))
    counts = {saved.name: count for saved, count in searches_of(library).counts()}
    assert counts["旧报上的"] == SavedCount(0, 0, Trouble.NO_NEWSPAPER, "河东旧报")
    assert "河东旧报" in counts["旧报上的"].trouble_in_words()


def test_all_shapes_are_kept_with_the_search(library: Library, root: Path) -> None:
    write(root, 8, "渡口的舊船換了新槳。")
    library.sync()
    searches_of(library).add("换桨", "换了新桨", all_shapes=True)
    searches_of(library).add("只这样写", "换了新桨")
    assert counted(library) == {"换桨": (1, 0), "只这样写": (0, 0)}


def test_rubbish_in_the_cache_is_counted_anew(library: Library) -> None:
    searches_of(library).add("渡口", "渡口")
    counted(library)
    path = library.derived.cache / "saved-counts.json"
    for rubbish in (b"", b"{", b'{"a": {"sign": 1}}', b"[" * 100_000):
        path.write_bytes(rubbish)
        assert searches_of(library).known_counts() == {}
        assert counted(library) == {"渡口": (2, 0)}


QUERIES = ("渡口", "渡口 灯", "渡 或 桥", "-雪", "日期:1990-03-10..1990-03-20 桥")


def finds(query: str, text: str, day: int) -> bool:
    """By hand, of a text that was made up of single characters."""
    match QUERIES.index(query):
        case 0:
            return "渡口" in text
        case 1:
            return "渡口" in text and "灯" in text
        case 2:
            return "渡" in text or "桥" in text
        case 3:
            return "雪" not in text
        case _:
            return 10 <= day <= 20 and "桥" in text


@pytest.mark.parametrize("seed", range(2))
def test_what_is_new_is_what_matches_now_and_did_not_then(
    seed: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes, goes, is looked at or lost between two looks."""
    chance = random.Random(seed)
    shutil.rmtree(root)
    root.mkdir()
    library = open_at(root)
    held: dict[int, list[str]] = {}
    seen: dict[str, set[str]] = {}
    for step in range(14):
        for day in chance.sample(range(1, 29), chance.randint(0, 3)):
            number = len(held.get(day, [])) if chance.random() < 0.5 else 0
            texts = ["".join(chance.choice("渡口桥灯雪夜") for _ in range(12)) for _ in range(3)]
            long = [
                f"第{seed}回第{step}步第{n}篇，{text}。{'江上有雾。' * 12}" for n, text in enumerate(texts)
            ]
            held[day] = held.get(day, [])[:number] + long
            write(root, day, *held[day])
        if chance.random() < 0.25:
            library.close()
            if chance.random() < 0.5:
                shutil.rmtree(places().cache)
            library = Library.open(root)
        library.sync()
        for query in QUERIES:
            if query not in seen and chance.random() < 0.5:
                searches_of(library).add(query, query)
                seen[query] = {t for day, texts in held.items() for t in texts if finds(query, t, day)}
        for saved, count in searches_of(library).counts():
            now = {t for day, texts in held.items() for t in texts if finds(saved.query, t, day)}
            assert (count.total, count.new) == (len(now), len(now - seen[saved.query])), (step, saved.query)
            if chance.random() < 0.4:
                assert searches_of(library).look(saved).count == count
                seen[saved.query] = now
    library.close()


def test_what_is_found_only_since_more_is_taken_as_equal_is_not_announced(root: Path) -> None:
    write(
        root,
        7,
        "⻓桥合⻰，乡⺠见了。",
        "长桥通车，乡民见了。",
        "上海──南京通邮。",
        "上海——南京通邮，多一班。",
        "两条 fer- ries 停航，3.5万户改道。",
    )
    library = open_at(root)
    for name, query, seen in (
        ("船", "ferries", ""),
        ("报", "报:柳川晚報 停航", ""),
        ("户", "三万五千户", ""),
        ("桥", "长桥", "乡民见了"),
        ("线", '"上海——南京"', "多一班"),
        ("灯", "渡口", ""),
    ):
        saved = searches_of(library).add(name, query, all_shapes=True)
        look, content = look_at(library, saved.uuid)
        former = SearchLook(
            saved.uuid, content.place.removesuffix("-2"), code_of(library, seen) if seen else b""
        )
        library.user_data.decisions.change(look, former)
    by_now_alone = {"报": (1, 0), "户": (1, 0), "船": (1, 0)}
    assert counted(library) == by_now_alone | {"桥": (2, 0), "灯": (2, 2), "线": (2, 0)}
    assert counted(library) == by_now_alone | {"桥": (2, 0), "灯": (2, 2), "线": (2, 0)}
    write(root, 8, "⻓桥又添一⻋。", "渡口无事。")
    library.sync()
    assert counted(library) == by_now_alone | {"桥": (3, 1), "灯": (3, 3), "线": (2, 0)}
    library.close()


def look_at(library: Library, search: str) -> tuple[str, SearchLook]:
    """The look at a search, with the UUID of its record."""
    looks = ((each.uuid, each.content) for each in library.user_data.decisions.all(SearchLook))
    return next(
        (uuid, look) for uuid, look in looks if isinstance(look, SearchLook) and look.search == search
    )


def code_of(library: Library, words: str) -> bytes:
    """What a look at a search for these words keeps."""
    saved = searches_of(library).add("words", f'"{words}"')
    _, look = look_at(library, saved.uuid)
    searches_of(library).remove(saved.uuid)
    return look.seen
