"""Opening the library that a command works on, and syncing it first if needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from reader import assets
from reader.cli.errors import CommandError
from reader.cli.places import elsewhere, only_folder
from reader.cli.terminal import complain, progress_bar
from reader.i18n import say
from reader.library.library import Library, LibraryError
from reader.library.sync_events import LibraryBusy, SyncReport
from reader.search.index_warnings import told_as_missing
from reader.storage import settings
from reader.storage.catalogue import CatalogueDamaged

_Result = TypeVar("_Result")

FAILURES_NAMED = 20
LINKS_NAMED = 5
COPIES_NAMED = 5
UUID_SHOWN = 8
"""The characters of a UUID that are printed, and may be typed."""


def chosen_root(given: Path | str | None) -> Path:
    """Return the folder given, else that of the library opened last, else the bundled sample.

    Raises CommandError for a library on a server.
    """
    folder = only_folder(given)
    if folder is not None:
        return folder
    kept = settings.load()
    if kept.complaint:
        complain(kept.complaint)
    last = kept.settings.library
    return Path(last) if last else assets.sample_library()


def _open(given: Path | str | None) -> Library:
    if (where := elsewhere(given)) is not None:
        return where.open_at_terminal(str(given))
    return Library.open(chosen_root(given))


@contextmanager
def opened(given: Path | str | None) -> Iterator[Library]:
    """Open the library until the block ends. Raises LibraryError."""
    library = _open(given)
    if library.user_data.complaint:
        complain(library.user_data.complaint)
    library.show_decided()
    try:
        yield library
        if words := library.back_up_changes():
            complain(words)
        if words := told_as_missing(library.lacked()):
            complain(words)
        if words := library.complaint():
            complain(words)
    finally:
        library.close()


@contextmanager
def ready(given: Path | str | None) -> Iterator[Library]:
    """Open the library as `opened` does; sync it first if nothing can be found in it yet."""
    with opened(given) as library:
        make_ready(library)
        yield library


def make_ready(library: Library) -> None:
    """Sync a library that was never synced, or whose index has been lost."""
    if library.is_ready():
        return
    complain(library.why_unready())
    try:
        print_failures(synced(library))
    except LibraryBusy as busy:
        complain(say("{busy}先看已经读好的部分。", busy=busy))


def mended(library: Library, ask: Callable[[], _Result]) -> _Result:
    """Return what `ask` returns, asked again after repairing damage that it met."""
    try:
        return ask()
    except (LibraryError, CatalogueDamaged):
        if library.is_ready():
            raise
    make_ready(library)
    return ask()


def synced(library: Library, *, accept_missing: bool = False) -> SyncReport:
    """Sync the library with a progress bar. Return the report. Raises what `sync.sync` raises."""
    with progress_bar() as progress:
        return library.sync(progress, accept_missing=accept_missing)


def print_failures(report: SyncReport) -> None:
    """Print the files that could not be read, those with damaged bytes, and those with the text of another."""
    for failure in report.failed[:FAILURES_NAMED]:
        complain(say("读不了 {path}：{message}", path=failure.path, message=failure.message))
    if len(report.failed) > FAILURES_NAMED:
        more = len(report.failed) - FAILURES_NAMED
        complain(say("……还有 {count} 个文件读不了，reader sync --json 列出全部。", count=more))
    for damaged in report.damaged[:FAILURES_NAMED]:
        complain(say("读了 {path}：{message}", path=damaged.path, message=damaged.message))
    if len(report.damaged) > FAILURES_NAMED:
        more = len(report.damaged) - FAILURES_NAMED
        complain(say("……还有 {count} 个文件有坏字节，reader sync --json 列出全部。", count=more))
    for path in report.led_out[:LINKS_NAMED]:
        complain(say("没有跟随 {path}：这个链接指向资料库之外。", path=path))
    if len(report.led_out) > LINKS_NAMED:
        more = len(report.led_out) - LINKS_NAMED
        complain(say("……还有 {count} 个这样的链接，reader sync --json 列出全部。", count=more))
    for copy in report.copies[:COPIES_NAMED]:
        complain(say("{path} 与 {of} 文字一样，显示的是 {of}。", path=copy.path, of=copy.of))
    if len(report.copies) > COPIES_NAMED:
        more = len(report.copies) - COPIES_NAMED
        complain(say("……还有 {count} 个文件与别的文字一样，reader sync --json 列出全部。", count=more))
    for words in filter(None, (report.mended, report.complaint)):
        complain(words)


def path_of(library: Library, given: Path | str) -> str:
    """Return the file's path in the library, whether it was given so or as any other path. Raises CommandError."""
    file = Path(given)
    if not file.is_absolute() and (library.root / file).is_file():
        return file.as_posix()
    with suppress(ValueError):
        return file.resolve().relative_to(library.root.resolve()).as_posix()
    raise CommandError(say("{path} 不在资料库 {root} 里。", path=file, root=library.root))
