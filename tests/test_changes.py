"""What is new comes along with the program, in both of its languages, and says the same in each."""

import datetime as dt
import itertools
import json
import tomllib
from pathlib import Path

import pytest

import reader
from reader import assets, changes, cli
from reader.changes import LISTS, ChangeGroup, Release, is_later, releases_of

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
TEXT = """# Changes

What stands before the first version is no part of it.

## 0.10 · 2027-02-03

Two lines
of what it is.

- One point,
  over two lines ([docs](docs/x.md)).
- Another.

### To read - and more

- A third.

### To search

- A fourth,
  too.

## 0.9.1

- The first.
"""


def test_a_list_is_read_version_by_version_and_point_by_point() -> None:
    assert releases_of(TEXT) == (
        Release(
            "0.10",
            dt.date(2027, 2, 3),
            "Two lines of what it is.",
            (
                ChangeGroup("", ("One point, over two lines (docs).", "Another.")),
                ChangeGroup("To read - and more", ("A third.",)),
                ChangeGroup("To search", ("A fourth, too.",)),
            ),
        ),
        Release("0.9.1", None, "", (ChangeGroup("", ("The first.",)),)),
    )


def test_the_points_of_a_version_are_those_below_all_its_headings() -> None:
    assert releases_of(TEXT)[0].points[1:] == ("Another.", "A third.", "A fourth, too.")


def test_words_that_stand_below_a_heading_and_in_no_point_are_an_error() -> None:
    with pytest.raises(ValueError, match="Lost"):
        releases_of("## 0.2\n\n### Reading\n\nLost words.\n\n- A point.\n")


@pytest.mark.parametrize("heading", ["## Next", "## 0.2 (soon)", "## 0.2 · tomorrow", "## 0.2 · 2027-02-31"])
def test_a_heading_that_names_no_version_or_no_day_is_an_error(heading: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of the heading, or of its day
        releases_of(f"{heading}\n\n- A point.\n")


@pytest.mark.parametrize(
    ("number", "other"), [("0.10", "0.9"), ("1.0", "0.9.9"), ("0.1.1", "0.1"), ("0.1", "")]
)
def test_versions_are_compared_as_numbers(number: str, other: str) -> None:
    assert is_later(number, other)
    assert not is_later(other, number)
    assert not is_later(number, number)


@pytest.mark.parametrize("nonsense", ["", "x", "1.", "-1", "1" * 5000, "٣", "1\n2"])
def test_what_is_no_version_is_later_than_none(nonsense: str) -> None:
    assert not is_later(nonsense, "0.1")
    assert is_later("0.1", nonsense)


def test_both_languages_have_the_same_versions_with_as_many_points_below_as_many_headings() -> None:
    lists = {
        name: [
            (each.number, each.day, bool(each.about), [len(group.points) for group in each.groups])
            for each in releases_of(assets.document(name).read_text(encoding="utf-8"))
        ]
        for name in LISTS.values()
    }
    assert lists["CHANGELOG.md"] == lists["CHANGELOG.zh.md"]


def test_each_point_tells_the_same_commands_and_keys_in_both_languages() -> None:
    """What can be typed is the same in any language: a point that was moved, or left out, is told by that."""
    english, chinese = (
        [point for each in releases_of(assets.document(name).read_text("utf-8")) for point in each.points]
        for name in ("CHANGELOG.md", "CHANGELOG.zh.md")
    )
    for one, other in zip(english, chinese, strict=True):
        assert _typed(one) == _typed(other), (one, other)


def _typed(point: str) -> list[str]:
    return sorted(part for part in point.split("`")[1::2] if part.isascii())


def test_the_newest_version_is_this_one_and_the_versions_descend() -> None:
    numbers = [each.number for each in changes.releases()]
    assert numbers[0] == reader.__version__
    assert all(is_later(one, other) for one, other in itertools.pairwise(numbers))


def test_the_address_of_new_versions_is_that_of_the_project() -> None:
    assert PROJECT["project"].get("urls", {}).get("Homepage", "") == reader.HOMEPAGE


def test_a_wheel_has_the_lists_and_the_notices_where_they_are_looked_for() -> None:
    """That they are read from there, in a wheel and in a bundle, is tried by `reader --self-test`."""
    packed = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for name in (*LISTS.values(), "NOTICES.md"):
        assert packed[name] == f"reader/_bundled/{name}"
        assert assets.document(name).is_file()


def test_the_terminal_tells_what_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--whats-new"]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    newest = changes.releases()[0]
    assert first.startswith(f"阅报 {reader.__version__}")
    expected = [newest.about]
    for group in newest.groups:
        expected += [group.heading, *(f"· {point}" for point in group.points)]
    assert list(filter(None, lines)) == expected
    assert cli.main(["--whats-new", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["points"]) == (reader.__version__, list(newest.points))
