"""Recognising pictures in a child process: what it writes to its parent, a JSON object a line, and how it obeys it."""

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from reader.language.forms import escaped_in_json
from reader.library.recognition import (
    PictureRecognition,
    RecognitionOptions,
    RecognitionProgress,
    RecognitionReport,
)
from reader.library.sync_events import Failure, SyncCancelled
from reader.library.sync_process import CommandReader, lower_priority
from reader.own_process import command
from reader.recognition.available import recognizer
from reader.recognition.recognizer import RecognitionError
from reader.storage.folder import LibraryFolder


@dataclasses.dataclass(frozen=True, slots=True)
class NotRecognized:
    """Nothing was recognised; the message says why."""

    message: str


Event = RecognitionProgress | RecognitionReport | NotRecognized
_NAMES: dict[str, type[Event]] = {
    "progress": RecognitionProgress,
    "report": RecognitionReport,
    "failed": NotRecognized,
}


def child_command(root: Path) -> list[str]:
    """Return program and arguments of the child that recognises the pictures of a library."""
    return command("recognize", str(root), "--library", str(root), "--obey-stdin")


def to_line(event: Event) -> str:
    """Return an event as a line of JSON, without a line end."""
    name = next(name for name, kind in _NAMES.items() if isinstance(event, kind))
    return escaped_in_json(json.dumps({"event": name} | dataclasses.asdict(event), ensure_ascii=False))


def from_line(line: str) -> Event | None:
    """Return the event in a line; None for other lines."""
    try:
        data = json.loads(line)
        kind = _NAMES[data.pop("event")]
        if kind is RecognitionReport:
            data["failed"] = [Failure(**each) for each in data["failed"]]
        return kind(**data)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


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
        write(NotRecognized(str(error)))
        return 1
    except (SyncCancelled, BrokenPipeError):
        return 1
    write(report)
    return 0
