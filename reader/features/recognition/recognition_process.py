"""Recognising pictures in a child process, which has the same events and commands as `sync_process`."""

from collections.abc import Sequence
from pathlib import Path
from typing import IO

from reader.features.recognition.available import recognizer
from reader.features.recognition.picture_recognition import PictureRecognition, RecognitionOptions
from reader.features.recognition.recognizer import RecognitionError
from reader.library.sync_events import RecognitionProgress, SyncCancelled
from reader.library.sync_process import CommandReader, Event, Failed, lower_priority, to_line
from reader.own_process import command
from reader.storage.folder import LibraryFolder

_MOST_NAMED = 200
"""Maximum number of pictures on a command line, whose length is limited; for more, the whole library is named."""


def child_command(root: Path, chosen: Sequence[str] = ()) -> list[str]:
    """Return the command line of a child that recognises the pictures at the `chosen` paths of a library.

    Without any, or with too many, it recognises all that have no text.
    """
    paths = chosen if 0 < len(chosen) <= _MOST_NAMED else ["."]
    named = [str(root / path) for path in paths]
    return command("recognize", *named, "--library", str(root), "--obey-stdin")


def serve(
    folder: LibraryFolder,
    paths: Sequence[str],
    options: RecognitionOptions,
    threads: int,
    out: IO[str],
    words: IO[bytes] | None,
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
        report = PictureRecognition(folder, recognizer(threads), options, progress).run(paths)
    except RecognitionError as error:
        write(Failed(str(error)))
        return 1
    except (SyncCancelled, BrokenPipeError):
        return 1
    write(report)
    return 0
