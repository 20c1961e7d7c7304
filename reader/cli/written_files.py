"""Files that the commands write for other programs, and the style of the citations in them."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from reader.cli.errors import CommandError
from reader.export.forms import Style
from reader.i18n import say
from reader.storage import settings
from reader.storage.atomic_write import write_whole
from reader.storage.disk_errors import explain


def kept_style() -> Style:
    """Return the style of citations that the settings say."""
    return Style.kept(settings.load().settings.citation_style)


def check_target(target: Path) -> None:
    """Check, before anything is worked out, that a file can be created. Raises CommandError."""
    if target.exists():
        raise CommandError(explain(FileExistsError(), target))
    if not target.parent.is_dir():
        raise CommandError(explain(FileNotFoundError(), target))


def new_target(target: Path | None, endings: Sequence[str] = ()) -> Path:
    """Return the file, or folder, that a command shall make, checked before anything is worked out.

    Nothing is asked, and nothing written over. Raises CommandError for a name that is taken, one in no folder, and one
    that has none of the endings, if any are wanted.
    """
    assert target is not None  # it has to be given
    if endings and target.suffix.lower() not in endings:
        *others, last = endings
        wanted = say("{endings} 或 {last}", endings="、".join(others), last=last) if others else last
        raise CommandError(say("文件名要以 {endings} 结尾，{path} 不是。", endings=wanted, path=target))
    check_target(target)
    return target


def tell_saved(target: Path, *, aside: bool = False) -> None:
    """Say that a file is written; `aside`: on the error stream, as the output is for a program."""
    print(say("已存到 {path}", path=target), file=sys.stderr if aside else sys.stdout)


def write_or_print(text: str | bytes | Iterable[str], target: Path | None, *, is_quiet: bool = False) -> None:
    """Print the text, or create the file atomically. Raises CommandError if the name is taken.

    `is_quiet`: nothing is said of the file.
    """
    if target is None:
        for piece in [text] if isinstance(text, str) else text:
            print(piece, end="")
        return
    try:
        write_whole(target, text, replaces=False)
    except OSError as error:
        raise CommandError(explain(error, target)) from error
    if not is_quiet:
        tell_saved(target)
