"""Recognising pictures in a child process, which has the same events and commands as `sync_process`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

from reader.features.recognition.page_process import PageChild, PageReader
from reader.features.recognition.picture_recognition import PictureRecognition
from reader.features.recognition.recognizer import RecognitionError, RecognitionOptions
from reader.i18n import say
from reader.library.sync_events import RecognitionProgress, SyncCancelled
from reader.library.sync_process import CommandReader, Event, Failed, lower_priority, to_line
from reader.own_process import PatientInput, command
from reader.storage.folder import LibraryFolder

MOST_NAMED = 200
"""Maximum number of pictures on a command line, whose length is limited."""


def child_command(root: Path, chosen: Sequence[str] = ()) -> list[str]:
    """Return the command line of a child that recognises the pictures at the `chosen` paths of a library.

    It recognises the first `MOST_NAMED`; without any, all that have no text.
    """
    path_arguments = [str(root / path) for path in chosen[:MOST_NAMED] or ["."]]
    return command("recognize", *path_arguments, "--library", str(root), "--obey-stdin")


def serve(
    folder: LibraryFolder,
    paths: Sequence[str],
    options: RecognitionOptions,
    threads: int,
    out: IO[str],
    words: PatientInput | None,
) -> int:
    """Recognise pictures, write events to `out`, and obey the commands read from `words`. Return the exit code."""
    lower_priority()
    commands = CommandReader(words) if words is not None else None

    def write(event: Event) -> None:
        print(to_line(event), file=out, flush=True)

    def progress(now: RecognitionProgress) -> None:
        write(now)
        if commands is not None:
            commands.wait_while_paused()

    try:
        with page_reader(threads) as read:
            report = PictureRecognition(folder, read, options, progress).run(paths)
    except RecognitionError as error:
        write(Failed(str(error)))
        return 1
    except (SyncCancelled, BrokenPipeError):
        return 1
    write(report)
    return 0


def _rapid(threads: int) -> PageChild | None:
    from reader.features.recognition import rapid

    if rapid.is_there():
        return PageChild("rapidocr", threads)
    return None


def _tesseract(threads: int) -> PageChild | None:
    from reader.features.recognition import tesseract

    if tesseract.program():
        return PageChild("tesseract", threads)
    return None


RECOGNIZERS: Mapping[str, Callable[[int], AbstractContextManager[PageReader] | None]] = {
    "rapidocr": _rapid,
    "tesseract": _tesseract,
}
"""Functions by name, the best first: each takes a number of threads, and returns what reads pages by that recognizer,
or None if it is not installed.
"""


@contextmanager
def page_reader(threads: int, name: str | None = None) -> Iterator[PageReader]:
    """Yield what reads pages by the recognizer `name`, or by the best one that is installed. Raises RecognitionError if
    there is none.
    """
    for recognizer_name in [name] if name else RECOGNIZERS:
        recognizer = RECOGNIZERS[recognizer_name](threads)
        if recognizer is not None:
            with recognizer as read:
                yield read
            return
    if name == "tesseract":
        raise RecognitionError(
            say("这台机器上没有 tesseract，或者它没有中文数据（chi_sim、chi_tra）。装好以后再试。")
        )
    raise RecognitionError(
        say(
            '还没有装识别图片的部件。请运行 pip install "yuebao-reader[ocr]"（约 100 MB，装好以后不再用网络），'
            "或者装 tesseract 和它的中文数据。"
        )
    )
