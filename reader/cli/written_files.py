"""Files that commands create with `--output`, and the citation style used in them."""

import codecs
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

from reader.cli.errors import CommandError, WrongArguments
from reader.cli.options import STDOUT, ending_of
from reader.cli.terminal import input_bytes, print_warning
from reader.export.forms import Form, Style, TableFormat
from reader.export.tables import BYTE_ORDER_MARK, Table
from reader.i18n import say
from reader.storage import settings
from reader.storage.disk_errors import explain
from reader.storage.regular_file import open_named, write_whole
from reader.storage.system_paths import for_new_file


def citation_style() -> Style:
    return Style.of_settings(settings.load().settings.citation_style)


def endings_in_words(forms: Iterable[Form]) -> str:
    """Return the suffixes of formats for a help text, with the names of those that their suffixes do not tell."""
    first: dict[str, Form] = {}
    for form in forms:
        first.setdefault(form.suffix, form)
    words = []
    for ending, form in first.items():
        if ending in (".json", ".txt"):
            words.append(say("{ending}（{form}）", ending=ending, form=form.label))
        else:
            words.append(ending)
    return " ".join(words)


def check_target(target: Path) -> None:
    """Raise CommandError if the file exists, its folder doesn't, or it is a device.

    Called before the work whose result is written.
    """
    if target == STDOUT:
        return
    try:
        whole_target = for_new_file(target)
    except OSError as error:
        raise CommandError(explain(error, target)) from error
    if whole_target.exists():
        raise CommandError(explain(FileExistsError(), target))
    if not whole_target.parent.is_dir():
        raise CommandError(explain(FileNotFoundError(), target))


def new_target(target: Path | None, endings: Sequence[str] = ()) -> Path:
    """Return `target`, the file or folder that a command will create; called before the work whose result is written.

    Raises CommandError if it exists, or if its folder doesn't; WrongArguments if `endings` are given and it has none of
    them. Standard output has the first.
    """
    assert target is not None  # the option is required
    if endings and ending_of(target, endings[0]) not in endings:
        *others, last = endings
        if others:
            ending_words = say("{endings} 或 {last}", endings=say("、").join(others), last=last)
        else:
            ending_words = last
        raise WrongArguments(
            say("文件名要以 {endings} 结尾，{path} 不是。", endings=ending_words, path=target)
        )
    check_target(target)
    return target


def start_drawing() -> None:
    """Start Qt without a display, for what is typeset. Raises CommandError if this machine can't."""
    from reader import app, display

    try:
        app.without_display()
    except display.NoWindow as error:
        raise CommandError(str(error)) from error
    from reader.ui.widgets import theme

    if theme.is_cjk_missing():
        print_warning(say("这里没有中文字体，排出来的汉字会是方框。"))


def print_saved(target: Path, *, to_stderr: bool = False) -> None:
    """Print where a file was saved; `to_stderr`: on standard error, because standard output is for a program."""
    print(say("已存到 {path}", path=target), file=sys.stderr if to_stderr else sys.stdout)


def write_or_print(
    text: str | bytes | Iterable[str | bytes], target: Path | None, *, is_quiet: bool = False
) -> None:
    """Print the text, without a byte order mark, if `target` is None or standard output, where bytes go as they are.

    Otherwise write it to a new file atomically, and print where (unless `is_quiet`). Raises CommandError if the file
    exists or can't be written.
    """
    if target is None or target == STDOUT:
        pieces: Iterable[str | bytes] = [text] if isinstance(text, str | bytes) else text
        for at, piece in enumerate(pieces):
            if isinstance(piece, bytes):
                if target is None and sys.stdout.isatty():
                    raise CommandError(say("不能输出到终端，请用 -o 存成文件。"))
                sys.stdout.buffer.write(piece)
            else:
                # a byte order mark is for files: what reads a pipe would take it for a letter
                print(piece if at else piece.removeprefix(BYTE_ORDER_MARK), end="")
        return
    try:
        write_whole(target, text, replaces=False)
    except OSError as error:
        raise CommandError(explain(error, target)) from error
    if not is_quiet:
        print_saved(target)


def write_table(table: Table, target: Path) -> None:
    """Write a table to a new file in the format of its suffix, or print it as CSV, as `write_or_print` does."""
    form = TableFormat.named(ending_of(target, ".csv")) or TableFormat.CSV
    write_or_print(form.writer(table), target)


STANDARD_INPUT = "-"
LONGEST_LINE = 1 << 20
"""The maximum length of a line, in bytes."""


def lines_of(name: str) -> Iterator[str]:
    """Yield the lines of a file, or of standard input for "-", without their line ends.

    Only a line feed ends a line. Lines in UTF-8 are yielded as they come; from the first that is not on, the rest is
    decoded as a newspaper's file is, with a remark. Raises CommandError for a line of LONGEST_LINE bytes or more, and
    for what is no text.
    """
    with _opened(name) as stream:
        arrived = stream.peek(1)
        line = stream.readline(LONGEST_LINE)
        # of a pipe, a byte may have arrived, or all of it
        if _is_otherwise(max(arrived, line, key=len)):
            yield from _decoded_lines(name, line, stream)
            return
        line = line.removeprefix(codecs.BOM_UTF8)
        while line:
            _check_length(name, line)
            try:
                text = line.decode()
            except UnicodeDecodeError:
                yield from _decoded_lines(name, line, stream)
                return
            yield text.rstrip("\r\n")
            line = stream.readline(LONGEST_LINE)


def _check_length(name: str, line: bytes) -> None:
    """Raise CommandError for a line that goes on behind LONGEST_LINE bytes: it may be endless."""
    if len(line) >= LONGEST_LINE:
        raise CommandError(say("{path} 里有一行过长，不是搜索词，没有往下读。", path=name))


_MOST_DECODED = 1 << 26
"""The maximum number of bytes that are decoded at once: a list of a million names."""


def _is_otherwise(beginning: bytes) -> bool:
    """Return whether a text that begins so is, or may be, in an encoding whose lines do not end or read as in UTF-8.

    上 is U+4E0A, one of whose bytes is that of a line feed.
    """
    from reader.formats.short_words import short_words

    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    zeros = beginning.count(b"\0")
    if not zeros:
        return short_words(beginning) is not None
    return zeros * _ZEROS_OF_WIDE >= len(beginning) or not _may_be_utf_8(beginning)


_ZEROS_OF_WIDE = 16
"""Where one of so many bytes is zero, they are of Latin letters and line ends that have several bytes each."""


def _may_be_utf_8(beginning: bytes) -> bool:
    """Return whether a text that begins so may be in UTF-8; its last character may be cut off."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return False
    return True


def _decoded_lines(name: str, begun: bytes, stream: IO[bytes]) -> Iterator[str]:
    """Yield the lines of what is not in UTF-8, and say which encoding it is taken for."""
    from reader.formats.decoding import decoded, guess_words

    data = begun + stream.read(LONGEST_LINE)
    if b"\n" not in data:
        _check_length(name, data)
    data += stream.read(_MOST_DECODED)
    text = decoded(data)
    if text is None or len(data) >= _MOST_DECODED:
        raise CommandError(say("看不出 {path} 是什么编码的文字，没有读。请存成 UTF-8。", path=name))
    remark = guess_words(name, text)
    if remark:
        print_warning(remark)
    for line in text.text.removesuffix("\n").split("\n"):
        yield line.rstrip("\r")


def _opened(name: str) -> AbstractContextManager[io.BufferedReader]:
    if name == STANDARD_INPUT:
        return nullcontext(input_bytes())
    return io.BufferedReader(io.FileIO(open_named(Path(name))))
