"""Only files are opened, and read as far as was agreed: no pipe holds the program up, no device is touched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.storage.regular_file import NO_LINK, NotRegular, TooLarge, open_named, open_regular, read_at_most

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and descriptors as on POSIX")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(b"water")
    return path


def content(descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb") as opened:
        return opened.read()


def test_a_file_is_opened_by_its_path_or_in_an_open_folder(file: Path) -> None:
    assert content(open_regular(file)) == b"water"
    folder = os.open(file.parent, os.O_RDONLY)
    assert content(open_regular("a.txt", folder)) == b"water"
    os.close(folder)


def test_a_link_is_followed_unless_that_is_refused(file: Path) -> None:
    link = file.with_name("link.txt")
    link.symlink_to("a.txt")
    assert content(open_regular(link)) == b"water"
    with pytest.raises(NotRegular):
        open_regular(link, flags=NO_LINK)


def test_what_is_no_file_is_told_apart_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotRegular):
        open_regular(tmp_path / "pipe")
    with pytest.raises(NotRegular):
        open_regular("/dev/null")
    with pytest.raises(IsADirectoryError):
        open_regular(tmp_path)
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "nothing")


def test_not_even_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To open a device may have effects; a pipe that is opened ends the waiting of whoever writes."""
    opened: list[object] = []
    os.mkfifo(tmp_path / "pipe")
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", lambda *words, **_: opened.append(words))
        for path in (tmp_path / "pipe", Path("/dev/null")):
            with pytest.raises(NotRegular):
                open_regular(path)
    assert opened == []


def test_what_became_something_else_before_it_was_opened_is_refused_and_closed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []

    def swapped(*_: object, **__: object) -> int:
        opened.append(os.dup(pipe))
        return opened[0]

    pipe, end = os.pipe()
    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(NotRegular):
        open_regular(file)
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(opened[0])
    os.close(pipe)
    os.close(end)


@pytest.mark.parametrize(("most", "is_read"), [(5, True), (4, False), (1000, True)])
def test_a_file_is_read_whole_or_not_at_all_and_closed(file: Path, most: int, is_read: bool) -> None:
    descriptor = open_regular(file)
    if is_read:
        assert read_at_most(descriptor, most) == b"water"
    else:
        with pytest.raises(TooLarge):
            read_at_most(descriptor, most)
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(descriptor)


@pytest.mark.parametrize(("most", "is_read"), [(300_000, True), (299_999, False)])
def test_what_has_no_size_is_read_until_it_is_too_much(tmp_path: Path, most: int, is_read: bool) -> None:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(b"a" * 300_000)
        finally:
            os._exit(0)
    os.close(writing)
    if is_read:
        assert len(read_at_most(reading, most)) == 300_000
    else:
        with pytest.raises(TooLarge):
            read_at_most(reading, most)
    os.waitpid(pid, 0)


@pytest.mark.parametrize("folder", ["/dev/fd", "/proc/self/fd"])
def test_a_pipe_that_was_given_is_read_and_the_given_one_stays_open(folder: str) -> None:
    if not Path(folder).exists():
        pytest.skip("no such folder on this system")
    reading, writing = os.pipe()
    os.write(writing, b"water")
    os.close(writing)
    assert content(open_named(Path(folder, str(reading)))) == b"water"
    os.fstat(reading)
    os.close(reading)


READ_STDIN = """
import os
from pathlib import Path
from reader.storage.regular_file import open_named
os.write(1, os.read(open_named(Path("/dev/stdin")), 99))
"""


def test_standard_input_is_what_the_process_was_given(file: Path) -> None:
    command = [sys.executable, "-c", READ_STDIN]
    piped = subprocess.run(command, input=b"water", stdout=subprocess.PIPE, check=True)
    with file.open("rb") as opened:
        redirected = subprocess.run(command, stdin=opened, stdout=subprocess.PIPE, check=True)
    assert piped.stdout == redirected.stdout == b"water"


@pytest.mark.parametrize("name", ["a.txt", "7", "07", "٧"])
def test_any_other_name_is_that_of_a_file(file: Path, name: str) -> None:
    named = file.rename(file.with_name(name))
    assert content(open_named(named)) == b"water"
