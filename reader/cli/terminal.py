"""Output of the commands: UTF-8 in any locale, the same bytes on each system; colours and a progress bar on a terminal
only.

An issue's text, a file name or a note can't control the terminal: all output passes `_Guarded`, which replaces control
characters by visible ones (`reader.language.forms`). It does so for a pipe too, which may end in a terminal (`| less`).
Only escape sequences of this module pass.
"""

import errno
import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from reader import do_nothing
from reader.cli.errors import CommandError
from reader.i18n import say
from reader.language.forms import escaped_in_json, made_visible

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from reader.library.sync_events import Progress

STOPS = "Ctrl+C"
"""The keys that end a command in a terminal: the same on every system."""
BAR_CELLS = 24

is_for_programs = False
"""Whether the output is JSON, read by programs. Then no question is put to the user."""

is_quiet = False
"""Whether nothing but errors is printed (`--quiet`)."""

last_warning = ""
"""The warning that this command has printed last; empty at its beginning."""

_ESCAPE = f"<{os.urandom(16).hex()}>"
"""Placeholder for ESC in this module's escape sequences until they are printed: random in each process, so that no text
can contain it."""
_LINE_ANEW = f"<{os.urandom(16).hex()}>"
"""Placeholder, like `_ESCAPE`, for what erases the line and leads to its first column (`_erasing`)."""
_USUAL_COLUMNS = 80


_OF_CLOSED_PIPE = frozenset({errno.EINVAL} if sys.platform == "win32" else ())
"""The numbers of errors by which a system says that nobody reads a pipe any more, other than BrokenPipeError."""


@contextmanager
def _closed_pipe_named() -> Iterator[None]:
    """Have what writing to a pipe that nobody reads raises be a BrokenPipeError on each system."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in _OF_CLOSED_PIPE:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error
        raise


class _Bytes:
    """The stream of bytes below a text stream: it is written to, and never closed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: "ReadableBuffer") -> int:
        with _closed_pipe_named():
            return self._stream.write(data)

    def flush(self) -> None:
        with _closed_pipe_named():
            self._stream.flush()


class _Guarded(io.TextIOBase):
    """A text stream that replaces control characters by visible ones in what is written to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        # the placeholder last, since an ESC in the text itself is made visible
        with _closed_pipe_named():
            visible = made_visible(text)
            if _LINE_ANEW in visible:
                visible = visible.replace(_LINE_ANEW, _erasing(self._stream))
            self._stream.write(visible.replace(_ESCAPE, "\x1b"))
        return len(text)

    def flush(self) -> None:
        with _closed_pipe_named():
            self._stream.flush()

    def close(self) -> None:
        """Leave the stream open, which belongs to the process: Python closes what is forgotten, and flushes it then."""

    def isatty(self) -> bool:
        return is_terminal(self._stream)

    def fileno(self) -> int:
        return self._stream.fileno()

    def writable(self) -> bool:
        return True

    @property
    def buffer(self) -> BinaryIO:
        """The stream of bytes below, for files that are written to standard output as they are."""
        self.flush()
        return cast(BinaryIO, _Bytes(self._stream.buffer))

    @property
    def encoding(self) -> str:  # type: ignore[override] # an attribute, says typeshed
        return self._stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self._stream.errors


def prepare_streams() -> None:
    """Make standard output and standard error UTF-8 in any locale, with control characters made visible.

    A lone surrogate (from a file name that is no UTF-8) is printed as an escape. In a pipe or file, lines end on
    Windows as they do elsewhere. What is printed where there is no stream, as it was closed (`>&-`) or as a program
    for Windows has no terminal, goes nowhere.
    """
    _fill_closed_descriptors()
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            if not stream.isatty():
                stream.reconfigure(newline="\n")
    sys.stdout = _guarded(sys.stdout)
    sys.stderr = _guarded(sys.stderr)


_OF_STREAMS = 3
"""The descriptors below are those of standard input, output and error."""


def _fill_closed_descriptors() -> None:
    """Open those of the standard streams that are closed on nothing: else the next file that is opened gets one of
    them, and what a library or a child prints is written into it.
    """
    descriptor = os.open(os.devnull, os.O_RDWR)
    while descriptor < _OF_STREAMS:
        os.set_inheritable(descriptor, True)
        descriptor = os.open(os.devnull, os.O_RDWR)
    os.close(descriptor)


def _nowhere() -> TextIO:
    """Return a stream whose text goes nowhere; Python leaves its file open."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    return open(nowhere, "w", encoding="utf-8", closefd=False)


def input_bytes() -> io.BufferedReader:
    """Return standard input, in bytes. Raises CommandError if it is closed."""
    if sys.stdin is None:
        raise CommandError(say("标准输入是关着的，没有可读的。请用管道或文件给出。"))
    assert isinstance(sys.stdin.buffer, io.BufferedReader)
    return sys.stdin.buffer


def _guarded(stream: TextIO) -> TextIO:
    """Return the stream wrapped in a `_Guarded`; unchanged if it is one."""
    if isinstance(stream, _Guarded):
        return stream
    return cast(TextIO, _Guarded(stream))


@contextmanager
def silent() -> Iterator[None]:
    """Discard what is printed on standard output within the block."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        yield


def silence_output() -> None:
    """Discard buffered output after the reading end of a pipe was closed (`| head`), to avoid an error at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            # Python flushes once more at exit, which would fail again
            os.dup2(nowhere, stream.fileno())


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a person types or sees what passes through a stream.

    On Windows, `NUL` says that it is a terminal; a password that is asked for there without a console never ends.
    """
    if stream is None or not stream.isatty():
        return False
    return sys.platform != "win32" or _is_console(stream.fileno())


if sys.platform == "win32":

    def _is_console(descriptor: int) -> bool:
        import ctypes
        import msvcrt

        mode = ctypes.c_ulong()
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(descriptor))
        return bool(ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(mode)))


def can_ask() -> bool:
    """Return whether a question can be put to the user: standard input is a terminal, and the output is not JSON."""
    return not is_for_programs and is_terminal(sys.stdin)


def cells_of(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return len(text) + wide


def print_json(value: Mapping[str, object] | Sequence[object], indent: int | None = None) -> None:
    """Print the value as JSON, on one line, or indented by `indent` spaces."""
    print(escaped_in_json(json.dumps(value, ensure_ascii=False, indent=indent)))


def print_result(
    lines: Iterable[str], json: Callable[[], Mapping[str, object] | Sequence[object]], *, as_json: bool
) -> int:
    """Print what a command tells: with `--json` the value that `json` returns, else the lines. Return 0: it is done."""
    if as_json:
        print_json(json())
    else:
        print("\n".join(lines))
    return 0


def print_warning(message: str) -> None:
    global last_warning
    if not is_quiet:
        print(message, file=sys.stderr)
        last_warning = message


_SENTENCE_END = re.compile(
    r"(?<=。)\s*|\n|(?<=\.)(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?<!\b[A-Z][a-z]{2}\.) +(?=[A-Z]|reader )"
)
"""A full stop and what follows it; one after a short word with a capital may be that of an abbreviation."""


def print_error(message: str, hint: str = "") -> None:
    """Print why something could not be done; where the output is for programs, as a JSON object.

    Without a `hint`, it is what follows the first sentence of the message, if anything. What was the last warning has
    been said: it is not printed again.
    """
    if not is_for_programs:
        if message != last_warning:
            print(f"{message}\n{hint}" if hint else message, file=sys.stderr)
        return
    if not hint:
        message, *rest = _SENTENCE_END.split(message.strip(), maxsplit=1)
        hint = "".join(rest)
    value = {"error": {"message": message, "hint": hint or None}}
    print(escaped_in_json(json.dumps(value, ensure_ascii=False)), file=sys.stderr)


def has_colours() -> bool:
    """Return whether standard output is a terminal that knows escape sequences, and NO_COLOR is not set."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return False
    return _terminals_know_sequences()


def _terminals_know_sequences() -> bool:
    """Return whether terminals follow escape sequences: the older console of Windows prints them as they are."""
    # which Windows Terminal sets
    return sys.platform != "win32" or "WT_SESSION" in os.environ


def _erasing(stream: TextIO) -> str:
    """Return what erases a terminal's line, and leads to its first column."""
    if _terminals_know_sequences():
        return "\x1b[G\x1b[K"
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        columns = _USUAL_COLUMNS
    # a space in the last column would lead to the next line
    return f"\r{' ' * (columns - 1)}\r"


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return `text` with its spans ([begin, end) in characters, ascending) in bold red; unchanged without colours."""
    if not has_colours():
        return text
    parts = []
    at = 0
    for begin, end in spans:
        parts += [text[at:begin], f"{_ESCAPE}[1;31m", text[begin:end], f"{_ESCAPE}[0m"]
        at = end
    return "".join([*parts, text[at:]])


def bold(text: str) -> str:
    if has_colours():
        return f"{_ESCAPE}[1m{text}{_ESCAPE}[0m"
    return text


def faint(text: str) -> str:
    if has_colours():
        return f"{_ESCAPE}[2m{text}{_ESCAPE}[0m"
    return text


@contextmanager
def progress_bar() -> Iterator[Callable[["Progress"], None]]:
    """Yield a function that draws a sync's progress, as `drawn_bar` does."""
    shown = ""
    with drawn_bar() as draw:

        def show(now: "Progress") -> None:
            nonlocal shown
            if now.update != shown:
                shown = now.update
                print_warning(f"{_LINE_ANEW if sys.stderr.isatty() else ''}{shown}")
            draw(now.share, _words_of(now))

        yield show


def _words_of(now: "Progress") -> str:
    if not now.total:
        return say("正在找报纸文件")
    if not now.path:
        return say("正在比对和统计")
    return say("正在读 {done} / {total}", done=now.done, total=now.total)


@contextmanager
def drawn_bar() -> Iterator[Callable[[float, str], None]]:
    """Yield a function that draws a progress bar on standard error; its arguments are the share, 0 to 1, and words.

    The bar is erased when the block ends. If standard error is not a terminal, the function does nothing.
    """
    if is_quiet or not sys.stderr.isatty():
        yield do_nothing
        return
    drawn = ""

    def draw(share: float, words: str) -> None:
        nonlocal drawn
        full = int(share * BAR_CELLS)
        line = f"{'█' * full}{'░' * (BAR_CELLS - full)} {share:4.0%}  {words}"
        # most calls change nothing that is shown, and terminals are slow
        if line != drawn:
            drawn = line
            print(f"{_LINE_ANEW}{line}", end="", file=sys.stderr, flush=True)

    try:
        yield draw
    finally:
        if drawn:
            erase_bar()


def erase_bar() -> None:
    """Erase a progress bar, which is drawn anew by the next progress, so that something can be printed."""
    if sys.stderr.isatty():
        print(_LINE_ANEW, end="", file=sys.stderr, flush=True)
