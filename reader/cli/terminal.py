"""What the commands print on: UTF-8 whatever the locale; colours and a progress bar on a terminal only."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.messages import say

if TYPE_CHECKING:
    from reader.sync_report import Progress

BAR_CELLS = 24


def prepare_streams() -> None:
    """Output is UTF-8 on any locale; what no UTF-8 can hold (half a file name) is printed as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def silence_output() -> None:
    """Nobody reads on (`| head`): what is still in the buffers goes nowhere, without a complaint at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(nowhere, stream.fileno())


def print_json(value: Mapping[str, object] | Sequence[object]) -> None:
    print(json.dumps(value, ensure_ascii=False))


def complain(message: str) -> None:
    print(message, file=sys.stderr)


def has_colours() -> bool:
    """Whether standard output is a terminal that understands escape sequences, and its owner wants colours."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return False
    return sys.platform != "win32" or "WT_SESSION" in os.environ


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` with its spans in bold red."""
    parts = []
    at = 0
    for begin, end in spans:
        parts += [text[at:begin], "\x1b[1;31m", text[begin:end], "\x1b[0m"]
        at = end
    return "".join([*parts, text[at:]])


def bold(text: str) -> str:
    return f"\x1b[1m{text}\x1b[0m" if has_colours() else text


def faint(text: str) -> str:
    return f"\x1b[2m{text}\x1b[0m" if has_colours() else text


@contextmanager
def progress_bar() -> Iterator[Callable[["Progress"], None]]:
    """A line on the error stream that tells how far a sync has come; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    drawn = ""

    def draw(now: "Progress") -> None:
        nonlocal drawn
        share = now.done / now.total if now.total else 1.0
        full = int(share * BAR_CELLS)
        line = say("正在读 {done} / {total}", done=now.done, total=now.total)
        line = f"{'█' * full}{'░' * (BAR_CELLS - full)} {share:4.0%}  {line}"
        if line != drawn:
            drawn = line
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    try:
        yield draw
    finally:
        if drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
