"""Which program is asked for a word, and how: of each choice, on each platform."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.dictionaries.programs import LONGEST, Program, program_names, word_of
from reader.features.dictionaries.ui import Address, Command, find_program, request

ESCAPED = "%E6%B8%A1%E5%8F%A3"


def everything(name: str) -> str:
    return name if name.startswith("/") else f"/programs/{name}"


def nothing(_name: str) -> str:
    return ""


@pytest.mark.parametrize(
    ("chosen", "platform", "asked"),
    [
        (Program.AUTOMATIC, "linux", Command("/programs/goldendict", ("渡口",))),
        (Program.AUTOMATIC, "win32", Command("/programs/goldendict", ("渡口",))),
        (Program.AUTOMATIC, "darwin", Command("/usr/bin/open", (f"dict://{ESCAPED}",))),
        (Program.MACOS, "darwin", Command("/usr/bin/open", (f"dict://{ESCAPED}",))),
        (Program.GOLDENDICT, "linux", Command("/programs/goldendict", ("渡口",))),
        (Program.EUDIC, "linux", Address(f"eudic://dict/{ESCAPED}")),
        (Program.EUDIC, "win32", Address(f"eudic://dict/{ESCAPED}")),
    ],
)
def test_each_program_is_asked_in_its_own_way(
    chosen: Program, platform: str, asked: Command | Address
) -> None:
    assert request(chosen, "", "渡口", platform, everything) == asked


@pytest.mark.parametrize(
    ("chosen", "platform", "asked"),
    [
        (Program.AUTOMATIC, "linux", None),
        (Program.AUTOMATIC, "win32", None),
        (Program.GOLDENDICT, "linux", None),
        (Program.GOLDENDICT, "win32", Address(f"goldendict:///{ESCAPED}")),
        (Program.GOLDENDICT, "darwin", Address(f"goldendict:///{ESCAPED}")),
        (Program.EUDIC, "linux", Address(f"eudic://dict/{ESCAPED}")),
    ],
)
def test_where_no_program_is_on_the_path_its_address_may_still_be_known(
    chosen: Program, platform: str, asked: Address | None
) -> None:
    assert request(chosen, "", "渡口", platform, nothing) == asked


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        ("sdcv -n {word}", Command("/programs/sdcv", ("-n", "渡 口"))),
        ("sdcv", Command("/programs/sdcv", ("渡 口",))),
        ('"/my own/词典" --word={word} -v', Command("/my own/词典", ("--word=渡 口", "-v"))),
        ("sh -c {word};ls", Command("/programs/sh", ("-c", "渡 口;ls"))),
        ("https://example.org/?q={word}&a=1", Address("https://example.org/?q=%E6%B8%A1%20%E5%8F%A3&a=1")),
        ("moji://look/", Address("moji://look/%E6%B8%A1%20%E5%8F%A3")),
        (r"C:\d.exe {word}", Command(r"/programs/C:\d.exe", ("渡 口",))),
        ("", None),
        ("  ", None),
        ('""', None),
    ],
)
def test_a_command_of_ones_own_gets_the_word_as_one_argument_or_in_an_address(
    own: str, asked: Command | Address | None
) -> None:
    assert request(Program.OWN, own, "渡 口", "linux", everything) == asked


def test_a_command_whose_program_is_not_there_is_none() -> None:
    assert request(Program.OWN, "sdcv {word}", "渡口", "linux", nothing) is None


@pytest.mark.parametrize(
    ("selected", "word"),
    [
        ("渡口", "渡口"),
        ("“渡口", "渡口"),
        ("--help", "help"),
        ("－－渡口", "渡口"),
        ("/渡口", "渡口"),
        ("@渡口", "渡口"),
        (" 渡口\n 的灯 ", "渡口 的灯"),
        ('a" & calc.exe', "a calc.exe"),
        ("渡\x00口", "渡口"),
        ("。——", ""),
        ("", ""),
        ("字" * 99, "字" * LONGEST),
    ],
)
def test_selected_text_becomes_a_word(selected: str, word: str) -> None:
    assert word_of(selected) == word


@given(st.text())
def test_no_word_is_taken_for_an_option_whatever_is_selected(selected: str) -> None:
    word = word_of(selected)
    assert len(word) <= LONGEST
    assert word == "" or (word[0].isalnum() and word.isprintable() and not set(word) & set('"%&|<>^`$\\'))


@given(st.text(), st.sampled_from(Program), st.sampled_from(["linux", "win32", "darwin"]))
def test_an_address_is_ascii_and_the_word_is_no_part_of_its_structure(
    selected: str, chosen: Program, platform: str
) -> None:
    word = word_of(selected)
    if not word:
        return
    match request(chosen, "x://y/{word}", word, platform, nothing):
        case Address(url):
            assert url.isascii()
            assert not set(url.split("://", 1)[1]) & set("?#@: ")


def test_the_dictionary_of_macos_is_offered_on_macos_alone() -> None:
    assert Program.MACOS in dict(program_names("darwin"))
    assert Program.MACOS not in dict(program_names("linux"))


@pytest.mark.skipif(sys.platform == "win32", reason="programs have other names there")
@pytest.mark.parametrize("folders", [".", "", "bin"])
def test_a_program_in_the_current_folder_is_not_found(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, folders: str
) -> None:
    here = tmp_path_factory.mktemp("here")
    (here / "bin").mkdir()
    for path in (here / "goldendict", here / "bin" / "goldendict"):
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    monkeypatch.chdir(here)
    monkeypatch.setenv("PATH", folders)
    assert find_program("goldendict") == ""
    monkeypatch.setenv("PATH", f"{folders}:/nowhere")
    assert find_program("goldendict") == ""
    monkeypatch.setenv("PATH", f"{folders}:{here / 'bin'}")
    assert find_program("goldendict") == str(here / "bin" / "goldendict")
