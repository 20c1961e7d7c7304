"""`reader recognize` in a terminal: what it says, and that what was finished survives any end."""

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from reader.features.recognition import recognition_process
from reader.library.recognized_pictures import RecognizedPictures
from reader.storage.folder import LibraryFolder
from tests.features.recognition.block_pages import OTHER, PAGE, BlockRecognizer, here, save
from tests.terminal import Ran, Terminal
from tests.told_types import why_not_of


@pytest.fixture
def blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        recognition_process, "RECOGNIZERS", {"rapidocr": lambda threads: here(BlockRecognizer())}
    )


def run(*words: str | Path) -> Ran:
    return Terminal(Path(os.environ["READER_HOME"])).ran(*words)


@pytest.mark.usefixtures("blocks")
def test_a_folder_of_pictures_becomes_a_library_that_can_be_searched(tmp_path: Path) -> None:
    save(tmp_path / "雁桥日报/1987-06-12.png")
    ran = run("recognize", tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("识别了 1 页。\n新增 1 个文件")
    hits = run("search", "隔着水喊话", "--library", tmp_path, "--json").json()["hits"]
    assert [(hit["path"], hit["date"]) for hit in hits] == [("雁桥日报/1987-06-12.png", "1987-06-12")]
    assert run("recognize", tmp_path / "雁桥日报").out.startswith("识别了 0 页，以前识别好的 1 页。\n")


@pytest.mark.usefixtures("blocks")
def test_what_failed_is_told_and_the_exit_code_is_one(tmp_path: Path) -> None:
    save(tmp_path / "1987-06-12.png")
    (tmp_path / "x.jpg").write_bytes(b"no picture")
    ran = run("recognize", tmp_path, "--json")
    assert ran.code == 1
    told = ran.json()
    assert not why_not_of(told, "recognize")
    assert (told["recognized"], [each["path"] for each in told["failed"]]) == (1, ["x.jpg"])
    assert "没能识别 x.jpg：" in ran.err


@pytest.mark.usefixtures("blocks")
def test_texts_are_written_into_a_folder_that_is_named(tmp_path: Path) -> None:
    save(tmp_path / "旧报/1987-06-12.tif", PAGE, OTHER)
    run("recognize", tmp_path / "旧报")
    ran = run("recognize", tmp_path / "旧报", "--write", tmp_path / "out", "--as", "text")
    assert (ran.code, ran.out) == (0, "写出了 1 个文件。\n")
    assert "两岸的人隔着水喊话" in (tmp_path / "out/1987-06-12.txt").read_text(encoding="utf-8")
    again = run("recognize", tmp_path / "旧报", "--write", tmp_path / "out", "--as", "text")
    assert (again.code, "没有覆盖" in again.err) == (1, True)


def test_without_a_recognizer_a_sentence_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        recognition_process,
        "RECOGNIZERS",
        {"rapidocr": lambda threads: None, "tesseract": lambda threads: None},
    )
    save(tmp_path / "1987-06-12.png")
    ran = run("recognize", tmp_path)
    assert (ran.code, 'pip install "yuebao-reader[ocr]"' in ran.err) == (1, True)
    ran = run("recognize", tmp_path, "--by", "tesseract")
    assert (ran.code, "chi_sim" in ran.err) == (1, True)


def test_what_lies_elsewhere_is_not_recognised(tmp_path: Path) -> None:
    (tmp_path / "旧报").mkdir()
    picture = save(tmp_path / "别处/1987-06-12.png")
    ran = run("recognize", picture, "--library", tmp_path / "旧报")
    assert (ran.code, "不在资料库" in ran.err) == (1, True)
    assert run("recognize", tmp_path / "没有").code == 1
    assert run("recognize", tmp_path, "--dpi", "7").code == 2


BEGINS = """
import contextlib, os, sys
from tests.features.recognition.block_pages import BlockRecognizer, here
from reader.features.recognition import recognition_process
recognition_process.RECOGNIZERS = {"rapidocr": lambda threads: here(BlockRecognizer())}
from reader import cli
tells = os.fdopen(os.dup(1), "w", buffering=1)
for shown in (1, 2):
    os.dup2(os.open(os.devnull, os.O_WRONLY), shown)
folder, empty = sys.argv[1:]
cli.main(["recognize", empty])
for _ in sys.stdin:
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        os._exit(cli.main(["recognize", folder]))
    with contextlib.suppress(OSError):
        os.setpgid(child, child)
    tells.write(f"{child}\\n")
    tells.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\\n")
"""
"""For each line that it is sent, it begins a process that recognises the folder, without the second that it takes to
import what that needs. It tells the number of that process, and then how it has ended.
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_killed_fifty_times_it_loses_no_finished_page(tmp_path: Path) -> None:
    for number in range(60):
        page = (
            PAGE[0],
            *(PAGE[1:] if number % 2 else OTHER),
            PAGE[1][: number // 8 + 1],
            PAGE[2][: number % 8 + 1],
        )
        save(tmp_path / f"1987-{1 + number // 28:02}-{1 + number % 28:02}.png", page)
    save(tmp_path / "1990-01-01.tif", *[PAGE, OTHER] * 10)
    chance = random.Random(39)
    finished, kills = set[str](), 0
    folder = LibraryFolder.at(tmp_path)
    pages_lie = folder.user_folder / "recognized"
    (tmp_path.parent / "nothing").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", BEGINS, str(tmp_path), str(tmp_path.parent / "nothing")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    ) as begins:
        wants, tells = begins.stdin, begins.stdout
        assert wants
        assert tells
        while kills < 50:
            wants.write(b"\n")
            child = int(tells.readline())
            # Some die while they start; most at some moment after they have stored a page, whatever the machine needs.
            if chance.random() < 0.8:
                while not has_told(tells) and len(list(pages_lie.glob("*.xml.gz"))) == len(finished):
                    time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.1))
            if not has_told(tells):
                os.killpg(child, signal.SIGKILL)
                kills += 1
            tells.readline()
            texts = RecognizedPictures(folder).texts
            pages = {page.name: page for of in texts.all.values() for page in of.values()}
            assert finished <= set(pages)
            assert all(texts.read(page).endswith(b"</alto>\n") for page in pages.values())
            finished = set(pages)
            if len(finished) == 80:
                break
        assert finished
        wants.write(b"\n")
        tells.readline()
        assert int(tells.readline()) == 0
    assert len(list(pages_lie.glob("*.xml.gz"))) == 80


def has_told(stream: IO[bytes]) -> bool:
    return bool(select.select([stream], [], [], 0)[0])
