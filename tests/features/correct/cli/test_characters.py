"""`reader correct characters`: what was misread is listed with its context, and taken back by how its UUID begins."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.features.correct.cli.characters import Characters, undo, uuid_of_character
from reader.library.character_places import CharacterPlace
from reader.library.library import Library
from reader.newspaper.article import Where
from reader.newspaper.holdings import StoredArticle
from tests.shelf import articles_of
from tests.ui import synced_once

TEXT = "州头镇的渡口今天加开一班船，票价不变，首班船提前到五点二十分开出，末班船照旧。"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "报"
    folder.mkdir()
    (folder / "19870612.txt").write_text(
        f"雁桥日报\n1987年6月12日\n第01版\n\n## 渡口的灯\n\n{TEXT}\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with synced_once.opened(root) as opened:
        yield opened


def article(library: Library) -> StoredArticle:
    (stored,) = articles_of(library)
    return stored


def correct(library: Library, sign: str, read_as: str) -> str:
    """Say what a character is; return the UUID of the decision."""
    place = CharacterPlace(Where.BLOCK, 0, TEXT.index(sign))
    return library.characters.correct(article(library).id, place, read_as).decisions[0].uuid


def listed(root: Path, capsys: pytest.CaptureFixture[str], *, as_json: bool = False) -> str:
    capsys.readouterr()
    assert Characters(library=root, as_json=as_json).run() == 0
    return capsys.readouterr().out


def test_without_any_it_says_so(library: Library, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(root, capsys) == "0 个字\n"
    assert json.loads(listed(root, capsys, as_json=True)) == []


def test_each_is_told_with_what_stands_around_it(
    library: Library, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = correct(library, "州", "洲")
    second = correct(library, "末", "未")
    lines = listed(root, capsys).splitlines()
    assert lines[0] == "2 个字"
    assert lines[1::3] == ["", ""]
    assert [line.partition(" ")[0] for line in lines[2::3]] == [
        "“州”认错了，应是“洲”",
        "“末”认错了，应是“未”",
    ]
    assert [uuid[:4] in line for uuid, line in zip((first, second), lines[2::3], strict=True)] == [True, True]
    assert [line.strip()[:1] in "州末，五开" for line in lines[3::3]] == [True, True]
    assert all("头镇的渡口" in line or "班船照旧" in line for line in lines[3::3])


def test_as_json_each_has_the_key_of_its_article(
    library: Library, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    uuid = correct(library, "州", "洲")
    (told,) = json.loads(listed(root, capsys, as_json=True))
    assert (told["uuid"], told["key"]) == (uuid, article(library).article.key)


def test_what_is_not_found_any_more_is_listed_all_the_same(
    library: Library, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(library, "州", "洲")
    (root / "19870612.txt").write_text(
        "雁桥日报\n1987年6月12日\n第01版\n\n## 老井\n\n别的文字。\n", encoding="utf-8"
    )
    library.sync()
    lines = listed(root, capsys).splitlines()
    assert lines[0] == "1 个字"
    assert " · 暂时找不到对应位置 " in lines[2]
    (told,) = json.loads(listed(root, capsys, as_json=True))
    assert told["key"] is None


def test_one_is_meant_by_a_beginning_that_no_other_has(library: Library) -> None:
    first = correct(library, "州", "洲")
    second = correct(library, "末", "未")
    length = next(at for at in range(len(first)) if first[at] != second[at]) + 1
    assert uuid_of_character(library, first[:length]) == first
    assert uuid_of_character(library, second.upper()) == second
    assert uuid_of_character(library, first[: length - 1]) is None
    assert uuid_of_character(library, "") is None
    assert uuid_of_character(library, "not there") is None


def test_one_alone_is_not_meant_by_nothing(library: Library) -> None:
    correct(library, "州", "洲")
    assert uuid_of_character(library, "") is None


@pytest.mark.parametrize("as_json", [True, False])
def test_taken_back_it_is_said_and_no_longer_in_effect(
    library: Library, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    uuid = correct(library, "州", "洲")
    assert "洲头镇" in article(library).article.corrected().blocks[0].text
    undo(library, uuid, everywhere=False, as_json=as_json)
    out = capsys.readouterr().out
    if as_json:
        told = json.loads(out)
        assert [each["uuid"] for each in told["decisions"]] == [uuid]
        assert (told["key"], told["is_applied"]) == (article(library).article.key, True)
    else:
        assert out == "已撤销：“州”认错了，应是“洲”\n"
    assert "州头镇" in article(library).article.corrected().blocks[0].text
    assert library.characters.known() == []
