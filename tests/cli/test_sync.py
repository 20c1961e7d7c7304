"""What `reader sync` prints as soon as all can be searched."""

import json
from collections.abc import Collection
from typing import Any, cast, get_type_hints

import pytest
from msgspec.structs import asdict

from reader.cli.schemas import Synced
from reader.cli.sync import Sync
from reader.library.answers import WaitingPicture, WaitingPictures
from reader.library.sync_events import Failure, PassedKind, PassedOver, SyncReport

PICTURE = WaitingPicture("1987/扫描.jpg", 300)


class Waiting:
    """The pictures that wait in a folder, and for which PDFs it was asked."""

    def __init__(self) -> None:
        self.looked: list[list[str]] = []

    def look(self, wordless: Collection[str]) -> tuple[WaitingPicture, ...]:
        self.looked.append([*wordless])
        return (PICTURE,)

    def hint(self) -> str:
        return "先装上识别程序。"


def told(options: Sync, report: SyncReport) -> Waiting:
    waiting = Waiting()
    options._tell(cast(WaitingPictures, waiting), report)
    return waiting


def printed_object(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def test_without_pictures_no_folder_is_looked_through(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(Sync(), SyncReport(articles=3)).looked == []
    printed = capsys.readouterr()
    assert "3 篇" in printed.out
    assert "识别" not in printed.out
    assert printed.err == ""


def test_pictures_that_wait_are_told_with_what_is_missing_for_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert told(Sync(), SyncReport(pictures=1)).looked == [[]]
    assert "1 张图片还没有文字" in capsys.readouterr().out


def test_a_pdf_without_text_waits_like_a_picture(capsys: pytest.CaptureFixture[str]) -> None:
    report = SyncReport(
        failed=[Failure("1987/坏.pdf", "文件坏了")],
        passed_over=[
            PassedOver("1987/扫描.pdf", PassedKind.WORDLESS, "没有文字。识别：reader recognize"),
            PassedOver("1987/表.json", PassedKind.NO_ARTICLE, "没有文章"),
        ],
    )
    assert told(Sync(), report).looked == [["1987/扫描.pdf"]]


def test_files_that_could_not_be_read_are_named_beside_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    told(Sync(), SyncReport(failed=[Failure("1987/坏.pdf", "文件坏了")]))
    printed = capsys.readouterr()
    assert "1987/坏.pdf" not in printed.out
    assert "1987/坏.pdf" in printed.err
    assert "文件坏了" in printed.err


def test_as_json_it_is_one_object_with_the_pictures_that_wait(capsys: pytest.CaptureFixture[str]) -> None:
    told(Sync(as_json=True), SyncReport(articles=3, pictures=1))
    printed = printed_object(capsys)
    assert printed.keys() == get_type_hints(Synced).keys()
    assert printed["articles"] == 3
    assert printed["waiting"] == [asdict(PICTURE)]


def test_as_json_no_picture_waits_where_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    told(Sync(as_json=True), SyncReport())
    assert printed_object(capsys)["waiting"] == []


@pytest.mark.parametrize(("articles", "is_said"), [(0, False), (999, False), (1000, True), (50_000, True)])
def test_many_articles_that_are_still_analysed_are_told(
    capsys: pytest.CaptureFixture[str], articles: int, is_said: bool
) -> None:
    told(Sync(), SyncReport(unanalysed=articles))
    assert ("接着整理" in capsys.readouterr().err) is is_said
