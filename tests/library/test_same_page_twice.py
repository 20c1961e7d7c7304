"""A page that is there twice is one printing: each article is found once, and nothing that one file has is lost."""

import random
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.library import Library, LibraryError
from reader.library.sync_events import CopyKind
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.holdings import StoredArticle, Twin
from reader.search.query import parse_query
from reader.sources import FileText, FormArticle, twins
from tests import homes
from tests.laws import examples

HEAD = "青石日报\n1987年6月{day}日\n第{number}期 今日4版\n\n"
STORIES = (
    "渡口的灯又亮了\n\n本报讯（记者 田麦青）昨日傍晚，渡口的灯又亮了，船工把缆绳绕了三圈，围观的人站满了石阶，主任说逢"
    "集的日子再添一班，夜里点灯到十时。这一句是原来的。",
    "茶园铺上石子路\n\n本报讯（记者 何苇）茶园里的路铺上了石子，挑茶的人雨天也不再滑倒，镇上又派人补栽了两排桑树，管理"
    "所说下个月还要再添六盏灯。",
)
EDIT = ("这一句是原来的", "这一句后来改过了")
NAMES = (
    "19870612.sync-conflict-20240306-101530-7QKABCD.txt",
    "19870612 (conflicted copy 2024-03-06).txt",
    "19870612 (田麦青的冲突副本 2024-03-06).txt",
    "19870612-DESKTOP-AB12CD3.txt",
    "19870612.conflict1.txt",
)


def page(day: int = 12, stories: tuple[str, ...] = STORIES) -> str:
    return HEAD.format(day=day, number=400 + day) + "\n\n".join(stories) + "\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "报").mkdir()
    with closing(Library.open(tmp_path / "报")) as opened:
        yield opened


def put(library: Library, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = library.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def articles(library: Library, words: str) -> list[StoredArticle]:
    ids = library.searcher.search(parse_query(words), exact=True).ids
    found = [library.articles.article(article_id) for article_id in ids]
    return [stored for stored in found if stored is not None]


class TestCopiesOfSyncClients:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_copy_is_listed_and_is_no_paper_of_its_own(self, library: Library, name: str) -> None:
        put(library, {"19870612.txt": page(), name: page().replace(*EDIT)})
        report = library.sync()
        assert [(each.path, each.of, each.kind) for each in report.copies] == [
            (name, "19870612.txt", CopyKind.CONFLICT)
        ]
        assert report.articles == len(STORIES)
        for words in ("渡口的灯", EDIT[0], EDIT[1], "茶园铺上石子路"):
            (stored,) = articles(library, words)
            assert stored.sources[0].path == "19870612.txt"

    @pytest.mark.parametrize("name", NAMES)
    def test_without_its_original_it_is_a_paper(self, library: Library, name: str) -> None:
        put(
            library,
            {name: page(), "19870613.txt": page(13, ("另一天的事\n\n江上没有船，灯也灭了，人都回家去了。",))},
        )
        report = library.sync()
        assert report.copies == []
        (stored,) = articles(library, "渡口的灯又亮")
        assert (stored.sources[0].path, str(stored.issue.date)) == (name, "1987-06-12")

    def test_when_the_copy_goes_the_paper_stays_and_when_the_paper_goes_the_copy_is_one(
        self, library: Library
    ) -> None:
        put(library, {"19870612.txt": page(), NAMES[0]: page().replace(*EDIT)})
        library.sync()
        (library.root / NAMES[0]).unlink()
        library.sync(accept_missing=True)
        library.forget_missing([NAMES[0]])
        assert (library.sync().copies, articles(library, EDIT[1])) == ([], [])
        put(library, {NAMES[0]: page().replace(*EDIT)})
        library.sync()
        (library.root / "19870612.txt").unlink()
        library.sync(accept_missing=True)
        library.forget_missing(["19870612.txt"])
        assert (library.sync().copies, articles(library, EDIT[0])) == ([], [])
        (stored,) = articles(library, EDIT[1])
        assert stored.sources[0].path == NAMES[0]

    def test_the_paper_is_shown_even_if_fewer_of_its_characters_are_misread_in_the_copy(
        self, library: Library
    ) -> None:
        misread = (
            page().replace("船工", "舡土").replace("石阶", "右皆").replace("主任", "王仼").replace("树", "對")
        )
        put(library, {"19870612.txt": misread, NAMES[1]: page()})
        library.sync()
        (stored,) = articles(library, "站满了石阶")
        assert stored.sources[0].path == "19870612.txt"

    def test_a_number_that_differs_is_found_in_both(self, library: Library) -> None:
        put(library, {"19870612.txt": page(), NAMES[1]: page().replace("绕了三圈", "绕了五圈")})
        library.sync()
        (stored,) = articles(library, "绕了三圈")
        assert [each.id for each in articles(library, "绕了五圈")] == [stored.id]

    @pytest.mark.parametrize("name", ["19870612 - 副本", "19870612 的副本", "19870612 (1)", "副本 19870612"])
    def test_one_that_somebody_has_made_and_changed_is_no_paper_either(
        self, library: Library, name: str
    ) -> None:
        changed = page().replace("六盏灯", "九盏灯")
        put(library, {"19870612.txt": page(), f"{name}.txt": changed})
        report = library.sync()
        assert [(copy.path, copy.of, copy.kind) for copy in report.copies] == [
            (f"{name}.txt", "19870612.txt", CopyKind.CONFLICT)
        ]
        assert report.articles == len(STORIES)
        for words in ("渡口的灯", "六盏灯", "九盏灯"):
            (stored,) = articles(library, words)
            assert stored.sources[0].path == "19870612.txt"

    def test_a_name_that_only_looks_like_one_is_that_of_a_paper(self, library: Library) -> None:
        put(library, {"19870612.txt": page(), "19870612 (2).txt": page(13).replace("渡口", "码头")})
        report = library.sync()
        assert (report.copies, report.articles) == ([], 2 * len(STORIES))

    def test_a_former_version_in_a_programs_own_folder_is_a_copy(self, library: Library) -> None:
        former = "logseq/bak/pages/青石日报 1987-06-12/2024-03-06T10_15_30.000Z.Desktop.md"
        own = "pages/青石日报 1987-06-12.md"
        put(library, {own: STORIES[0], former: STORIES[0][:-20]})
        report = library.sync()
        assert [(each.path, each.of, each.kind) for each in report.copies] == [
            (former, own, CopyKind.CONFLICT)
        ]
        (stored,) = articles(library, "渡口的灯又亮")
        assert stored.sources[0].path == own

    def test_a_copy_that_can_not_be_one_with_its_original_is_told(self, library: Library) -> None:
        put(library, {"旧闻.txt": UNDATED, "旧闻 (冲突副本 2024-03-06).txt": STORIES[1].replace("茶", "麻")})
        put(library, {"19870612.txt": page(), "19870612.xyz": "?", "19870612 (冲突副本 2024-03-06).xyz": "?"})
        assert {(each.path, each.of, each.kind) for each in library.sync().copies} == {
            ("旧闻 (冲突副本 2024-03-06).txt", "旧闻.txt", CopyKind.APART),
        }


def shown_text(stored: StoredArticle) -> str:
    return "".join(block.text for block in stored.article.blocks)


UNDATED = STORIES[0].replace("昨日", "那天")
UNDATED_NAMES = (
    *(name.replace("19870612", "旧闻") for name in NAMES),
    *(
        "旧闻.txt.conflict1",
        "旧闻 (1).txt",
        "旧闻 - Copy.txt",
        "旧闻 2.txt",
        "旧闻 副本.txt",
        "旧闻的副本.txt",
    ),
    *("旧闻 - 副本 (2).txt", "Copy of 旧闻.txt", "复件 旧闻.txt", "旧闻.Conflict.txt", "旧闻 copy.txt"),
    *("logseq/bak/旧闻/2024-03-06T10_15_30.000Z.Desktop.txt",),
)


class TestCopiesOfWhatHasNoDay:
    @pytest.mark.parametrize("name", UNDATED_NAMES)
    def test_a_copy_is_no_text_of_its_own_and_what_only_it_has_is_found(
        self, library: Library, name: str
    ) -> None:
        put(library, {"旧闻.txt": UNDATED, name: UNDATED.replace(*EDIT)})
        report = library.sync()
        assert [(each.path, each.of, each.kind) for each in report.copies] == [
            (name, "旧闻.txt", CopyKind.CONFLICT)
        ]
        for words in ("渡口的灯又亮", *EDIT):
            (stored,) = articles(library, words)
            assert stored.sources[0].path == "旧闻.txt"
            assert stored.issue.date is None

    @pytest.mark.parametrize("name", UNDATED_NAMES)
    def test_the_issue_has_the_label_of_the_original(self, library: Library, name: str) -> None:
        put(library, {"旧闻.txt": UNDATED, name: UNDATED.replace(*EDIT)})
        library.sync()
        (stored,) = articles(library, EDIT[0])
        assert stored.issue.label == "旧闻.txt"

    def test_the_copy_can_be_chosen_to_be_shown_and_the_choice_be_taken_back(self, library: Library) -> None:
        other = UNDATED.replace("渡口", "码头")
        put(library, {"旧闻.txt": UNDATED, "旧闻 (1).txt": UNDATED.replace(*EDIT)})
        put(library, {"又一篇.txt": other, "又一篇 (1).txt": other.replace(*EDIT)})
        library.sync()
        (stored,) = articles(library, f"渡口 {EDIT[0]}")
        chosen_id = library.sources.choose(stored.id, 2)
        assert chosen_id is not None
        for _ in range(2):
            (shown,) = articles(library, f"渡口 {EDIT[1]}")
            assert EDIT[1] in shown_text(shown)
            sources = library.sources.of(shown.id)
            assert sources is not None
            assert sources.is_chosen
            (untouched,) = articles(library, f"码头 {EDIT[0]}")
            assert EDIT[0] in shown_text(untouched)
            library.sync()
        with pytest.raises(LibraryError, match="只能逐篇选"):
            library.sources.choose(shown.id, 2, of_issue=True)
        library.sources.undo_choice(shown.id)
        (again,) = articles(library, f"渡口 {EDIT[1]}")
        assert EDIT[0] in shown_text(again)

    def test_there_may_be_several_and_each_is_compared(self, library: Library) -> None:
        own = {name: UNDATED.replace(EDIT[0], f"这一句是第{name[:9]}的") for name in UNDATED_NAMES[:4]}
        put(library, {"旧闻.txt": UNDATED, **own})
        library.sync()
        (stored,) = articles(library, EDIT[0])
        sources = library.sources.of(stored.id)
        assert sources is not None
        assert {source.files[0].path for source in sources.sources} == {"旧闻.txt", *own}
        for number in range(2, len(own) + 2):
            assert library.sources.difference(stored.id, number).parts
        for text in own.values():
            assert [each.id for each in articles(library, f"“{text[-20:-2]}”")] == [stored.id]

    def test_a_copy_that_comes_later_joins_and_a_bookmark_stays(self, library: Library) -> None:
        put(library, {"旧闻.txt": UNDATED})
        library.sync()
        (before,) = articles(library, EDIT[0])
        library.notebook.bookmark(before.id)
        put(library, {UNDATED_NAMES[0]: UNDATED.replace(*EDIT)})
        assert [each.kind for each in library.sync().copies] == [CopyKind.CONFLICT]
        (mark,) = library.notebook.bookmarks()
        (now,) = articles(library, EDIT[1])
        assert (mark.article_id, mark.is_orphan) == (now.id, False)

    def test_what_is_written_on_a_copy_follows_when_both_part_again(self, library: Library) -> None:
        put(library, {"旧闻.txt": UNDATED, UNDATED_NAMES[0]: UNDATED.replace(*EDIT)})
        library.sync()
        (joined,) = articles(library, EDIT[1])
        library.notebook.bookmark(joined.id)
        (library.root / "旧闻.txt").unlink()
        library.sync(accept_missing=True)
        library.forget_missing(["旧闻.txt"])
        (copy,) = articles(library, EDIT[1])
        (mark,) = library.notebook.bookmarks()
        assert copy.sources[0].path == UNDATED_NAMES[0]
        assert (mark.article_id, mark.is_orphan) == (copy.id, False)

    def test_a_name_alone_joins_nothing(self, library: Library) -> None:
        put(library, {"旧闻.txt": UNDATED, "旧闻 2.txt": STORIES[1].replace("茶", "麻")})
        report = library.sync()
        assert (report.copies, report.articles) == ([], 2)


def test_a_bookmark_stays_on_the_article_whose_better_twin_comes(library: Library) -> None:
    worse, better = "1987-06-12_p3_150dpi.txt", "1987-06-12_p3_300dpi.txt"
    put(library, {worse: page().replace("渡口的灯又亮了", "渡囗的灯又亮了").replace("石阶", "右阶")})
    library.sync()
    (before,) = articles(library, "右阶")
    library.notebook.bookmark(before.id)
    put(library, {better: page()})
    report = library.sync()
    assert [(each.path, each.of, each.kind) for each in report.copies] == [
        (better, worse, CopyKind.SAME_PAGE)
    ]
    (now,) = articles(library, "右阶")
    assert [each.id for each in articles(library, "站满了石阶")] == [now.id]
    (mark,) = library.notebook.bookmarks()
    assert (mark.article_id, mark.is_orphan) == (now.id, False)


def test_the_other_text_can_be_chosen_and_given_back(library: Library) -> None:
    put(library, {"19870612.txt": page(), NAMES[0]: page().replace(*EDIT)})
    library.sync()
    (stored,) = articles(library, EDIT[0])
    chosen = library.sources.choose(stored.id, 2)
    assert chosen is not None
    shown = library.articles.article(chosen)
    assert shown is not None
    assert (shown.sources[0].path, EDIT[1] in shown.article.blocks[0].text) == (NAMES[0], True)
    assert [each.id for each in articles(library, EDIT[0])] == [chosen]
    again = library.sources.undo_choice(chosen)
    assert again is not None
    assert [each.sources[0].path for each in articles(library, EDIT[0])] == ["19870612.txt"]


def file_of(path: str, text: str, **more: object) -> FileText:
    article = Article("k", ArticleKind.ARTICLE, blocks=(Block(BlockKind.PARAGRAPH, text, ()),))
    return FileText(path, (FormArticle(hash(path) % 10**6, article),), **more)  # type: ignore[arg-type]


_LETTERS = (
    "渡口灯船工缆绳围观石阶主任逢集日子添班夜里点茶园路铺子挑雨天滑倒镇派补栽桑树管理所月江水涨尺岸桅杆照村东头老井昨淘干木桶"
    "校长办公室会议决定修桥梁"
)


def text_of(seed: int, length: int) -> str:
    return "".join(random.Random(seed).choices(_LETTERS, k=length))


TEXTS = st.builds(text_of, st.integers(0, 9999), st.integers(60, 300))


class TestWhichFilesHaveOnePage:
    @given(TEXTS, st.integers(0, 99), st.floats(0, 0.06))
    @settings(max_examples=examples(60))
    def test_law_two_readings_of_one_page_are_one_in_either_order(
        self, text: str, seed: int, noise: float
    ) -> None:
        rng = random.Random(seed)
        other = "".join(rng.choice(_LETTERS) if rng.random() < noise else each for each in text)
        if sum(one != two for one, two in zip(text, other, strict=True)) > 0.09 * len(text):
            return
        files = [file_of("a.txt", text), file_of("b.txt", other)]
        assert twins(files) == twins(reversed(files))
        assert twins(files) == {"b.txt": Twin("a.txt")}

    @given(TEXTS, TEXTS)
    @settings(max_examples=examples(60))
    def test_law_two_pages_stay_apart(self, text: str, other: str) -> None:
        assert twins([file_of("a.txt", text), file_of("b.txt", other)]) == (
            {"b.txt": Twin("a.txt")} if text == other else {}
        )

    @given(TEXTS, st.integers(2, 90))
    @settings(max_examples=examples(60))
    def test_law_a_corrected_reprint_with_another_number_stays_apart(self, text: str, number: int) -> None:
        printed, corrected = (f"{text[:30]}增加{each}人{text[30:]}" for each in (number, number + 1))
        assert twins([file_of("a.txt", printed), file_of("b.txt", corrected)]) == {}
        assert twins([file_of("a.txt", printed), file_of("b.txt", printed + "。")]) != {}

    def test_other_pages_and_a_few_words_stay_apart(self) -> None:
        text = STORIES[0]
        one, other = (file_of(f"{each}.txt", text, pages=frozenset({each})) for each in "12")
        assert twins([one, other]) == {}
        assert twins([file_of("a.txt", "启事一则"), file_of("b.txt", "启事一则。")]) == {}

    def test_a_certain_name_of_another_text_is_no_copy(self) -> None:
        copy = file_of("b.txt", STORIES[1], originals=("a.txt",), is_copy=True)
        assert twins([file_of("a.txt", STORIES[0]), copy]) == {}
