"""Opens the library that a command works on, and syncs it first if it has to be."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar, TypeVar

from reader import assets, do_nothing, formats
from reader.cli.errors import CommandError
from reader.cli.options import Arguments, LibraryPlace, elsewhere, only_folder
from reader.cli.terminal import erase_bar, print_warning, progress_bar
from reader.i18n import Words, count, later, say
from reader.library.answers import WaitingPicture, waiting_in_words
from reader.library.change_summary import step_in_words
from reader.library.library import Library, LibraryError
from reader.library.passed_over import lines_by_kind
from reader.library.read_share import all_so_far
from reader.library.sync_events import Failure, LibraryBusy, PassedKind, PassedOver, SyncReport
from reader.own_process import PatientInput, input_of_parent
from reader.plugs import load
from reader.search.documents import missing_dates_warning
from reader.storage import settings
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.system_paths import for_system, real_path
from reader.worker_pool import processors

_Result = TypeVar("_Result")

FAILURES_NAMED = 20
LINKS_NAMED = 5
COPIES_NAMED = 5
PASSED_OVER_NAMED = 8
LIBRARY_VARIABLE = "READER_LIBRARY"
"""The environment variable with the library, where none is given."""
UUID_SHOWN = 8
"""The number of a UUID's first characters that are printed. A command accepts them in its place."""


def chosen_root(location: Path | str | None) -> Path:
    """Return the folder of the library: `location`, else READER_LIBRARY, else the one opened last, else the sample.

    Raises CommandError if `location` is the address of a library on a server.
    """
    folder = only_folder(location or os.environ.get(LIBRARY_VARIABLE) or None)
    if folder is not None:
        return folder
    loaded = settings.load()
    if loaded.complaint:
        print_warning(loaded.complaint)
    last = loaded.settings.library
    if last:
        return Path(last)
    return assets.sample_library()


def _open(location: Path | str | None) -> Library:
    location = location or os.environ.get(LIBRARY_VARIABLE) or None
    where = elsewhere(location)
    if where is not None:
        library: Library = load(where.open_at_terminal)(str(location))
        return library
    return Library.open(chosen_root(location))


@contextmanager
def opened(location: Path | str | None) -> Iterator[Library]:
    """Open the library until the block ends; then back up changes of the user's data, and print warnings.

    Raises LibraryError if it can't be opened.
    """
    library = _open(location)
    if library.user_data.complaint:
        print_warning(library.user_data.complaint)
    library.show_decided()
    try:
        yield library
        words = library.back_up_changes()
        if words:
            print_warning(words)
        words = missing_dates_warning(library.lacked())
        if words:
            print_warning(words)
        words = library.complaint()
        if words:
            print_warning(words)
    finally:
        library.close()


@contextmanager
def ready(location: Path | str | None) -> Iterator[Library]:
    """Open the library as `opened` does, and sync it first if it has no catalogue or index yet.

    While another process reads it in, or if that was interrupted, a message says how much has been read.
    """
    with opened(location) as library:
        make_ready(library)
        words = all_so_far(library.answers_from())
        if words:
            print_warning(words)
        yield library


def make_ready(library: Library) -> None:
    """Sync the library if it was never synced, or its index is lost.

    Prints a message if another process is syncing it.
    """
    if library.is_ready():
        return
    print_warning(library.why_unready())
    try:
        print_failures(synced(library))
    except LibraryBusy as busy:
        print_warning(say("{busy}先看已经读好的部分。", busy=busy))


def with_repair(library: Library, ask: Callable[[], _Result]) -> _Result:
    """Return what `ask` returns. If damaged catalogue or index made it fail, sync the library and call it once more."""
    try:
        return ask()
    except (LibraryError, CatalogueDamaged):
        if library.is_ready():
            raise
    make_ready(library)
    library.answers_from()
    return ask()


def synced(
    library: Library,
    *,
    accept_missing: bool = False,
    searchable: Callable[[SyncReport], object] = do_nothing,
) -> SyncReport:
    """Sync the library with a progress bar. Return the report. Raises LibraryBusy, TooManyLost.

    `searchable` is called with it once everything can be searched; what is derived from the articles follows.
    """
    complaint = library.user_data.complaint

    def tell(report: SyncReport) -> None:
        if report.complaint == complaint:
            report.complaint = None  # said when the library was opened
        erase_bar()
        searchable(report)

    with progress_bar() as progress:
        return library.sync(progress, accept_missing=accept_missing, workers=processors(), searchable=tell)


def print_unapplied(library: Library) -> None:
    """Print why decisions that are made do not show in the articles yet."""
    why = library.user_data.unapplied
    if why:
        print_warning(say("已经记下。{why}下次更新后生效。", why=why))
    else:
        print_warning(say("资料库正由另一个窗口或命令更新，下次更新后生效。"))


def print_waiting(pictures: tuple[WaitingPicture, ...], hint: str) -> None:
    """Print how many pictures have no text, and what to do with them."""
    if pictures:
        print(say("{words}。", words=waiting_in_words(pictures)))
        print(hint or say("识别：reader recognize"))


def print_failures(report: SyncReport) -> None:
    """Print, on standard error, the first few files of each kind of problem that a sync reported."""
    for failure in report.failed[:FAILURES_NAMED]:
        print_warning(say("无法读取 {path}：{message}", path=failure.path, message=failure.message))
    if len(report.failed) > FAILURES_NAMED:
        more = len(report.failed) - FAILURES_NAMED
        print_warning(say("……还有 {count} 个文件无法读取，reader sync --json 列出全部。", count=more))
    for damaged in report.damaged[:FAILURES_NAMED]:
        print_warning(say("读了 {path}：{message}", path=damaged.path, message=damaged.message))
    if len(report.damaged) > FAILURES_NAMED:
        more = len(report.damaged) - FAILURES_NAMED
        print_warning(say("……还有 {count} 个文件有坏字节，reader sync --json 列出全部。", count=more))
    for path in report.led_out[:LINKS_NAMED]:
        print_warning(say("未读取链接 {path} 指向的内容：这个链接指向资料库之外。", path=path))
    if len(report.led_out) > LINKS_NAMED:
        more = len(report.led_out) - LINKS_NAMED
        print_warning(say("……还有 {count} 个这样的链接，reader sync --json 列出全部。", count=more))
    _print_passed_over([file for file in report.passed_over if file.kind is not PassedKind.NO_ARTICLE])
    for copy in report.copies[:COPIES_NAMED]:
        print_warning(say("{words}。", words=copy.in_words()))
    if len(report.copies) > COPIES_NAMED:
        more = len(report.copies) - COPIES_NAMED
        print_warning(say("……还有 {count} 个文件是别的文件的副本，reader unknown 列出全部。", count=more))
    for words in filter(None, (report.mended, report.complaint)):
        print_warning(words)


def _print_passed_over(files: Sequence[PassedOver]) -> None:
    """Print a line for each file if there are few, else for each kind."""
    if len(files) <= PASSED_OVER_NAMED:
        for file in files:
            print_warning(say("没有读 {path}：{message}", path=file.path, message=file.message))
        return
    for words in lines_by_kind(files):
        print_warning(words)
    print_warning(say("逐个的名字：reader unknown --kind passed-over，reader sync --json"))


def path_of(library: Library, path: Path | str) -> str:
    """Return a file's path relative to the library. `path` is that path, or any other path of the file.

    Raises CommandError if the file is not in the library.
    """
    file = Path(path)
    # a path as other commands print it, from whatever folder the command is run
    if not file.is_absolute() and for_system(library.root / file).is_file():
        return file.as_posix()
    # a file in an archive, or a day in a file of several
    if any(held_file.path == file.as_posix() for held_file in library.derived.catalogue.files.held_files()):
        return file.as_posix()
    with suppress(ValueError):
        return real_path(file).relative_to(real_path(library.root)).as_posix()
    raise CommandError(say("{path} 不在资料库 {root} 里。", path=file, root=library.root))


def summary(report: SyncReport) -> str:
    """Return the report of a sync as one line, without counts of zero."""
    counts = [
        (say("新增 {count} 个文件", count=report.added), report.added),
        (say("改动 {count}", count=report.changed), report.changed),
        (say("改名 {count}", count=report.renamed), report.renamed),
        (say("不见了 {count}", count=report.missing), report.missing),
        (say("没变 {count}", count=report.unchanged), report.unchanged),
        (say("无法读取 {count}", count=len(report.failed)), len(report.failed)),
        (say("有坏字节 {count}", count=len(report.damaged)), len(report.damaged)),
        (say("没有读 {count}", count=report.unopened), report.unopened),
    ]
    for what, number in report.opened.items():
        counts.append((say("打开了{what} {count}", what=what, count=number), number))
    for what, number in report.left_out.items():
        counts.append((say("不含文章：{what} {count}", what=what, count=number), number))
    counts.append((say("未读取的链接 {count}", count=len(report.led_out)), len(report.led_out)))
    parts = [text for text, count in counts if count] or [
        say("文件夹里没有报纸文件（.txt、.md、PDF、网页、ALTO、PAGE、hOCR、EPUB、Word、表格、压缩包）")
    ]
    total = say(
        "共 {articles} 篇文章，用时 {seconds:.1f} 秒。", articles=report.articles, seconds=report.seconds
    )
    read_as = [
        say("{format} {count} 个文件", format=formats.name_of(name), count=number)
        for name, number in report.formats.items()
    ]
    line = say("，").join(parts) + say("；") + total
    if read_as:
        line += say("其中 {formats}。", formats=say("、").join(read_as))
    if report.sources:
        line += say("合为一期的几种来源：{what}。", what=say("、").join(_source_lines(report)))
    if report.unknown_script:
        line += count(
            report.unknown_script, "有 {n} 页的字识别引擎不认识（别的文字，或者图太糊），认出的多半不对。"
        )
    return line


def _source_lines(report: SyncReport) -> Iterator[str]:
    """Yield, for each combination of formats that issues were merged from, its number of issues in words."""
    for names, number in report.sources.items():
        format_names = [formats.name_of(name or "text") for name in names.split("+")]
        yield say("{sources}，{count}", sources=say("＋").join(format_names), count=count(number, "{n} 期"))


def unbuffered_stdin() -> PatientInput | None:
    """Return standard input, unbuffered; None if there is none."""
    if sys.stdin:
        return input_of_parent(sys.stdin.fileno())
    return None


def report_to_json(report: SyncReport) -> dict[str, object]:
    return {
        "added": report.added,
        "changed": report.changed,
        "missing": report.missing,
        "unchanged": report.unchanged,
        "failed": failures_to_json(report.failed),
        "articles": report.articles,
        "seconds": report.seconds,
        "renamed": report.renamed,
        "passed_over": passed_over_to_json(report.passed_over),
        "pictures": report.pictures,
        "led_out": report.led_out,
        "damaged": failures_to_json(report.damaged),
        "copies": [{"path": copy.path, "of": copy.of, "kind": copy.kind} for copy in report.copies],
        "left_out": report.left_out,
        "opened": report.opened,
        "formats": report.formats,
        "sources": report.sources,
        "unknown_script": report.unknown_script,
        "update": report.update,
        "unanalysed": report.unanalysed,
    }


def passed_over_to_json(files: Sequence[PassedOver]) -> list[dict[str, object]]:
    return [
        {"path": file.path, "kind": file.kind.value, "message": file.message, "files": file.files}
        for file in files
    ]


def failures_to_json(failures: list[Failure]) -> list[dict[str, str]]:
    return [{"path": failure.path, "message": failure.message} for failure in failures]


class UndoLast(Arguments, frozen=True):
    SHORT = later("撤销最近一次在终端里做的")
    MORE = later("收进去的取出来，新建的删掉；后来又改过的不动。窗口里做的在窗口里撤销。")
    KINDS: ClassVar[tuple[str, ...]] = ()
    """The kinds of the steps that it undoes: the command; without any, imports and the like (`UserData.last_step`)."""
    NOTHING: ClassVar[Words] = later("没有可以撤销的。")
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:
            undone = library.notebook.undo_last_step(*self.KINDS)
            print(step_in_words(*undone) if undone else type(self).NOTHING())
        return 0
