"""A library whose reader corrects it: what is told is seen at once, stays, follows its file, and can be undone."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from reader import parsing
from reader.library.corrections import Effect
from reader.library.derived_data import only_writer
from reader.library.library import Library, LibraryError
from reader.newspaper.article import Role, SourceText
from reader.newspaper.correction import Claim, CorrectedCredit, CorrectedRole, Correction, CorrectionKind
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.newspaper.issue import DateOrigin, IssuePart
from reader.storage.user_data import UserDataError
from tests import homes
from tests.shelf import issues_of
from tests.ui import synced_once

FERRY = "本报讯（记者 尤嘉木）6月12日，渡口从今天起加开一班船，票价不变，首班船提前到五点二十分开出。"
FARES = "逢集日另加两班，月票照旧；带自行车的乘客请走下游的跳板，渡口添了两名船工在那里照应。"
TOWER = "本报讯（记者 张维）6月12日，旧钟楼今天围起脚手架，钟停三个月，报时改由渡口的汽笛代劳。"
BELL = "管钟的老人说，钟慢了四十年，这回要把它拨准，街坊们倒有些舍不得。"
HEAD = "雁桥日报\n1987年6月12日 星期五"
PAGE = "\n\n".join([HEAD, "渡口加开一班船", FERRY, FARES, "旧钟楼今起维修", TOWER, BELL, ""])
NAME = "1987/06/19870612.txt"
FARES_LINE, TOWER_HEADLINE, TOWER_LINE = 8, 10, 12

HEADLINE = Claim(CorrectionKind.ROLE, CorrectedRole.HEADLINE)
CREDIT = Claim(CorrectionKind.CREDIT, credit=CorrectedCredit(Role.REPORTER, ("张维山",)))
STARTS, JOINED = Claim(CorrectionKind.STARTS), Claim(CorrectionKind.JOINED)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "旧报"
    write(folder, NAME, PAGE)
    write(folder, "1987/06/19870613.txt", PAGE.replace("12日", "13日").replace("渡口", "码头"))
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with synced_once.opened(root) as opened:
        yield opened


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def held(library: Library, name: str = NAME) -> list[StoredArticle]:
    """The articles of a file, in order."""
    found = []
    for newspaper in library.contents.newspapers():
        for issue in library.contents.issues(newspaper.title, 1987, 6):
            found += [library.articles.article(row.id) for row in library.contents.articles(issue.id)]
    return [stored for stored in found if stored and any(s.path == name for s in stored.sources)]


def headlines(library: Library, name: str = NAME) -> list[str | None]:
    return [stored.article.headline for stored in held(library, name)]


def test_a_correction_is_seen_at_once_and_leaves_the_file_as_it_is(library: Library, root: Path) -> None:
    done = library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    assert done.is_applied
    assert len(held(library)) == 3
    assert done.article_id == held(library)[1].id
    assert (root / NAME).read_text(encoding="utf-8") == PAGE
    assert done.article_id in library.searcher.search(f'"{FARES[:9]}"').ids


def test_it_is_there_for_the_next_program_and_for_a_catalogue_made_anew(library: Library, root: Path) -> None:
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    before = [stored.article for stored in held(library)]
    library.rebuild()
    assert [stored.article for stored in held(library)] == before
    again = Library.open(root)
    assert [known.line for known in again.corrections.known()] == [FARES_LINE]
    assert again.sync().changed == 0
    again.close()


def test_a_file_is_parsed_once_and_with_corrections_once_more_without_them(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[tuple[str, int]] = []
    parse = parsing.parse

    def noted(
        source: SourceText, corrections: Sequence[Correction] = (), *told: Any, **named: Any
    ) -> IssuePart:
        parsed.append((source.path, len(corrections)))
        return parse(source, corrections, *told, **named)

    monkeypatch.setattr(parsing, "parse", noted)
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    del parsed[:]
    library.sync()
    assert parsed == []
    library.rebuild()
    assert sorted(parsed) == [(NAME, 0), (NAME, 1), ("1987/06/19870613.txt", 0)], "to tell which keys moved"


def test_what_is_undone_is_as_it_was(library: Library) -> None:
    before = [stored.article for stored in held(library)]
    done = library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    undone = library.corrections.undo(done.correction.uuid)
    assert [stored.article for stored in held(library)] == before
    assert undone.article_id == held(library)[0].id
    assert library.corrections.known() == []
    with pytest.raises(UserDataError, match="没有这条更正"):
        library.corrections.undo(done.correction.uuid)


def test_joined_articles_keep_the_first_key_and_bookmarks_of_both(library: Library) -> None:
    first, second = held(library)
    on_first = library.notebook.bookmark(first.id)
    on_second = library.notebook.bookmark(second.id, "钟楼")
    done = library.corrections.correct_line(
        NAME, TOWER_LINE, JOINED
    )  # any line of the second article tells it
    (whole,) = held(library)
    assert whole.article.key == first.article.key
    assert [stored.id for stored in library.articles.find(second.article.key)] == [whole.id]
    assert {b.uuid: b.key for b in library.notebook.bookmarks()} == {
        on_first.uuid: first.article.key,
        on_second.uuid: first.article.key,
    }
    assert not any(bookmark.is_orphan for bookmark in library.notebook.bookmarks())
    library.corrections.undo(done.correction.uuid)
    assert {b.uuid: b.key for b in library.notebook.bookmarks()} == {
        on_first.uuid: first.article.key,
        on_second.uuid: second.article.key,
    }
    assert [stored.article.headline for stored in library.articles.find(second.article.key)] == [
        "旧钟楼今起维修"
    ]


def test_the_first_article_is_joined_to_nothing(library: Library) -> None:
    with pytest.raises(LibraryError, match="第一篇"):
        library.corrections.correct_line(NAME, 6, JOINED)
    assert library.corrections.known() == []


def test_a_name_that_was_told_is_found(library: Library) -> None:
    told = Claim(CorrectionKind.CREDIT, credit=CorrectedCredit(Role.REPORTER, ("章惟",)))
    done = library.corrections.correct_line(NAME, TOWER_LINE, told)
    assert library.searcher.search("记者:章惟").ids == (done.article_id,)


@pytest.mark.parametrize("line", [0, 3, 999])
def test_a_line_without_words_cannot_be_corrected(library: Library, line: int) -> None:
    with pytest.raises(LibraryError, match=str(line)):
        library.corrections.correct_line(NAME, line, STARTS)


def test_a_file_that_is_not_there_cannot_be_corrected(library: Library) -> None:
    with pytest.raises(LibraryError, match="没有这个文件"):
        library.corrections.correct_line("1987/06/none.txt", 1, STARTS)


def test_a_correction_follows_a_file_that_is_renamed(library: Library, root: Path) -> None:
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    (root / NAME).rename(root / "六月十二日.txt")
    library.sync()
    assert len(held(library, "六月十二日.txt")) == 3
    assert [(k.correction.anchor.path, k.line) for k in library.corrections.known()] == [
        ("六月十二日.txt", FARES_LINE)
    ]
    assert library.sync().changed == 0


def test_it_holds_for_every_copy_of_the_file(library: Library, root: Path) -> None:
    write(root, "备份/12.txt", PAGE)
    library.sync()
    assert len(held(library)) == 2
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    assert len(held(library)) == len(held(library, "备份/12.txt")) == 3
    assert all(len(stored.sources) == 2 for stored in held(library))


NOTICE = "\n\n".join(["渡口加开一班船", FERRY.replace("6月12日，", ""), FARES, ""])


@pytest.mark.parametrize(
    ("other", "is_copy"),
    [("晚报/19870612.txt", False), ("日报/19870615.txt", False), ("日报/备份/19870612.txt", True)],
)
def test_an_equal_file_of_another_newspaper_or_day_is_no_copy(
    library: Library, root: Path, other: str, is_copy: bool
) -> None:
    path, other = "雁桥日报/19870612.txt", f"雁桥{other}"
    write(root, path, NOTICE)
    write(root, other, NOTICE)
    library.sync()
    before = issue_of(library, other)
    library.corrections.correct_line(path, 5, STARTS)
    assert (len(held(library, path)), len(held(library, other))) == (2, 2 if is_copy else 1)
    library.corrections.correct_issue([path], [DAY])
    assert (issue_of(library, path) == issue_of(library, other)) is is_copy
    assert (issue_of(library, other).date == before.date) is not is_copy


def test_two_undated_files_with_equal_bytes_may_be_of_two_days(library: Library, root: Path) -> None:
    one, other = "扫描/甲.txt", "扫描/乙.txt"
    write(root, one, NOTICE)
    write(root, other, NOTICE)
    library.sync()
    library.corrections.correct_issue([one], [DAY])
    later = Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 20))
    library.corrections.correct_issue([other], [later])
    assert [issue_of(library, path).date for path in (one, other)] == [DAY.date, later.date]


@pytest.mark.parametrize("again", ["扫描/甲.txt", "重扫/甲.txt"])
def test_what_is_said_of_an_issue_waits_for_its_file_and_does_not_go_to_another_with_its_text(
    library: Library, root: Path, again: str
) -> None:
    one, other = "扫描/甲.txt", "扫描/乙.txt"
    write(root, one, NOTICE)
    write(root, other, NOTICE.replace("票价", "船价"))
    library.sync()
    library.corrections.correct_issue([one], [DAY])
    (root / one).unlink()
    write(root, "新的.txt", PAGE.replace("12日", "14日"))
    library.sync(accept_missing=True)
    assert issue_of(library, other).date is None
    write(root, again, NOTICE.replace("照旧", "不变"))
    library.sync()
    assert (issue_of(library, again).date, issue_of(library, other).date) == (DAY.date, None)


def test_it_survives_that_the_file_is_read_by_a_better_scanner(library: Library, root: Path) -> None:
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    again = PAGE.replace("逢集日", "逢集曰").replace("跳板", "跳扳").replace("渡口加开", "\n\n渡口加开")
    write(root, NAME, again)
    library.sync()
    assert len(held(library)) == 3
    assert [known.line for known in library.corrections.known()] == [FARES_LINE + 2]


def test_it_finds_a_file_that_came_again_under_another_name(library: Library, root: Path) -> None:
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    (root / NAME).unlink()
    write(root, "重扫/十二日.txt", PAGE.replace("月票照旧", "月票照1日"))
    library.sync(accept_missing=True)
    assert len(held(library, "重扫/十二日.txt")) == 3
    assert [known.correction.anchor.path for known in library.corrections.known()] == ["重扫/十二日.txt"]


def test_where_the_line_has_gone_it_is_unresolved_and_harms_nothing(library: Library, root: Path) -> None:
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    write(root, NAME, PAGE.replace(FARES, ""))
    library.sync()
    assert headlines(library) == ["渡口加开一班船", "旧钟楼今起维修"]
    assert [known.line for known in library.corrections.known()] == [None]
    write(root, NAME, PAGE)
    library.sync()
    assert len(held(library)) == 3


def effects(library: Library) -> list[Effect]:
    return [known.effect for known in library.corrections.known()]


def test_what_is_not_applied_yet_is_not_a_line_that_is_not_found(library: Library, root: Path) -> None:
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    assert effects(library) == [Effect.IN_EFFECT]
    with only_writer(library.local.lock):
        done = library.corrections.correct_line(NAME, TOWER_LINE, CREDIT)
        assert not done.is_applied
        assert effects(library) == [Effect.IN_EFFECT, Effect.NOT_YET]
    library.sync()
    assert effects(library) == [Effect.IN_EFFECT, Effect.IN_EFFECT]
    write(root, NAME, PAGE.replace(FARES, ""))
    library.sync()
    assert effects(library) == [Effect.NO_LINE, Effect.IN_EFFECT]
    (root / NAME).unlink()
    library.sync(accept_missing=True)
    assert effects(library) == [Effect.NO_FILE, Effect.NO_FILE]


def test_of_those_that_contradict_each_other_one_is_chosen_and_the_others_stay_undone(
    library: Library,
) -> None:
    subhead = Claim(CorrectionKind.ROLE, CorrectedRole.SUBHEAD)
    first = library.corrections.correct_line(NAME, FARES_LINE, HEADLINE).correction
    second = library.corrections.correct_line(NAME, FARES_LINE, subhead).correction
    assert effects(library) == [Effect.OVERRULED, Effect.IN_EFFECT]
    chosen, turn = library.acts.carried_out(lambda: library.corrections.choose(first.uuid))
    assert (chosen.correction.uuid, chosen.is_applied) == (first.uuid, True)
    assert [known.correction.claim for known in library.corrections.known()] == [HEADLINE]
    assert FARES.rstrip("。") in (headlines(library)[1] or "")
    with pytest.raises(LibraryError):
        library.corrections.choose(first.uuid)
    assert turn is not None
    turn()
    uuids = [known.correction.uuid for known in library.corrections.known()]
    assert (sorted(uuids), {*effects(library)}) == (
        sorted([first.uuid, second.uuid]),
        {Effect.OVERRULED, Effect.IN_EFFECT},
    )


@pytest.mark.parametrize("text", [PAGE, PAGE.replace("月票照旧", "月票照1日")], ids=["same", "scanned again"])
def test_others_get_it_as_a_small_file(library: Library, tmp_path: Path, text: str) -> None:
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    sent = tmp_path / "更正.jsonl"
    sent.write_text(library.corrections.export_text(), encoding="utf-8")
    assert json.loads(sent.read_text(encoding="utf-8").splitlines()[1])["kind"] == "starts"
    write(tmp_path / "别人的", "江城/雁桥 六月十二.txt", text)
    other = Library.open(tmp_path / "别人的")
    other.sync()
    assert [known.line for known in other.corrections.import_file(sent).new] == [FARES_LINE]
    assert len(held(other, "江城/雁桥 六月十二.txt")) == 3
    assert other.corrections.import_file(sent).new == []
    other.close()


@pytest.mark.parametrize(
    "content", ["", "渡口", "{}", "[]", '{"format": "reader corrections", "version": 1}\n{}']
)
def test_what_is_no_such_file_is_said(library: Library, tmp_path: Path, content: str) -> None:
    (tmp_path / "更正.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(LibraryError, match="不是阅报导出的更正"):
        library.corrections.import_file(tmp_path / "更正.jsonl")
    with pytest.raises(LibraryError):
        library.corrections.import_file(tmp_path / "没有.jsonl")


def test_while_another_process_updates_it_waits_for_the_next_update(library: Library) -> None:
    with only_writer(library.local.lock):
        done = library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    assert not done.is_applied
    assert len(held(library)) == 2
    library.sync()
    assert len(held(library)) == 3


def test_where_corrections_cannot_be_read_nothing_is_forgotten(library: Library, root: Path) -> None:
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    library.user_data.backups.make()
    library.user_data.path.write_bytes(b"no database")
    (root / NAME).touch()
    assert library.sync().complaint
    assert len(held(library)) == 3


def test_a_text_that_is_shown_leads_to_its_line(library: Library) -> None:
    second = held(library)[1]
    library.corrections.correct_text(second.id, "旧钟楼今起维修", JOINED)
    (whole,) = held(library)
    library.corrections.correct_text(whole.id, FARES, STARTS)
    assert len(held(library)) == 2
    with pytest.raises(LibraryError, match="没有找到"):
        library.corrections.correct_text(held(library)[0].id, "别处的话", STARTS)
    with pytest.raises(LibraryError, match="不在资料库的文件夹里"):
        library.corrections.correct_text(10**6, FARES, STARTS)


def test_a_better_parser_takes_them_in_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    monkeypatch.setattr(parsing, "PARSER_VERSION", parsing.PARSER_VERSION + 1)
    library.sync()
    assert len(held(library)) == 3


# -- issues

DAY = Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 14))
UNDATED = ("扫描/甲.txt", "扫描/乙.txt")


@pytest.fixture
def undated(library: Library, root: Path) -> Library:
    """Two pages of an issue that nothing tells the day of."""
    write(root, UNDATED[0], f"渡口加开一班船\n\n{FERRY[18:]}\n\n{FARES}\n")
    write(root, UNDATED[1], f"旧钟楼今起维修\n\n{TOWER[17:]}\n\n{BELL}\n")
    library.sync()
    return library


def issue_of(library: Library, path: str) -> IssueRow:
    return next(
        issue
        for issue in issues_of(library)
        if path in [file.path for file in library.derived.catalogue.files.files_of_issue(issue.id)]
    )


def test_the_files_of_an_issue_come_together_under_the_day_that_is_told(undated: Library) -> None:
    assert [issue_of(undated, path).date for path in UNDATED] == [None, None]
    keys = {path: [stored.article.key for stored in articles(undated, path)] for path in UNDATED}
    done = undated.corrections.correct_issue(UNDATED, [DAY])
    issue = issue_of(undated, UNDATED[0])
    assert (done.is_applied, done.issue_id) == (True, issue.id)
    assert issue == issue_of(undated, UNDATED[1])
    assert (issue.date, issue.date_origin) == (DAY.date, DateOrigin.CORRECTED)
    assert {path: [stored.article.key for stored in articles(undated, path)] for path in UNDATED} == keys
    assert undated.searcher.search("日期:1987-06-14 渡口").total


def test_what_was_told_of_an_issue_stays_and_is_undone_as_one(undated: Library, root: Path) -> None:
    _, undo = undated.acts.carried_out(lambda: undated.corrections.correct_issue(UNDATED, [DAY]))
    undated.rebuild()
    assert issue_of(undated, UNDATED[1]).date == DAY.date
    write(root, UNDATED[0], (root / UNDATED[0]).read_text(encoding="utf-8").replace("月票", "目票"))
    undated.sync()
    assert issue_of(undated, UNDATED[0]).date == DAY.date
    assert undo is not None
    assert undo().is_applied
    assert [issue_of(undated, path).date for path in UNDATED] == [None, None]


def test_a_correction_leads_to_the_article_it_is_about(undated: Library, root: Path) -> None:
    undated.corrections.correct_line(NAME, FARES_LINE, STARTS)
    undated.corrections.correct_issue([UNDATED[1]], [DAY, Claim(CorrectionKind.NUMBER, number=4181)])
    about = [undated.corrections.article_of(known) for known in undated.corrections.known()]
    tower = articles(undated, UNDATED[1])[0].id
    assert about == [held(undated)[1].id, tower, tower]
    assert issue_of(undated, UNDATED[1]).number == 4181
    (root / NAME).unlink()
    (lost, *_) = undated.corrections.known()
    assert (lost.line, undated.corrections.article_of(lost)) == (None, None)


def test_what_was_undone_is_told_again(library: Library) -> None:
    done = library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    _, back = library.acts.carried_out(lambda: library.corrections.undo(done.correction.uuid))
    assert back is not None
    assert back().is_applied
    assert library.corrections.outcome_of(done.correction).article_id == held(library)[1].id
    assert len(held(library)) == 3


def test_a_page_joins_an_issue_whose_day_is_printed(undated: Library) -> None:
    told = [
        Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 12)),
        Claim(CorrectionKind.TITLE, title="雁桥日报"),
    ]
    undated.corrections.correct_issue([UNDATED[0]], told)
    issue = issue_of(undated, NAME)
    assert issue.date_origin is DateOrigin.PRINTED
    assert [file.path for file in undated.derived.catalogue.files.files_of_issue(issue.id)] == [
        NAME,
        UNDATED[0],
    ]


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_of_a_file_without_words_nothing_is_told(library: Library, root: Path, text: str) -> None:
    write(root, "空.txt", text)
    with pytest.raises(LibraryError, match=r"空\.txt"):
        library.corrections.correct_issue([NAME, "空.txt"], [DAY])
    assert library.corrections.known() == []


def articles(library: Library, path: str) -> list[StoredArticle]:
    rows = library.contents.articles(issue_of(library, path).id)
    found = [library.articles.article(row.id) for row in rows]
    return [stored for stored in found if stored and any(s.path == path for s in stored.sources)]
