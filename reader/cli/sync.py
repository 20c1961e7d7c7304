"""`reader sync` and `reader import`."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated

from msgspec.structs import asdict

from reader.cli.libraries import (
    FAILURES_NAMED,
    LINKS_NAMED,
    chosen_root,
    make_ready,
    opened,
    print_failures,
    print_waiting,
    summary,
    synced,
    unbuffered_stdin,
)
from reader.cli.options import Argument, Arguments, AsJson, LibraryPlace, OneOf, Option
from reader.cli.terminal import print_json, print_warning
from reader.i18n import count, later, say
from reader.library import sync_process
from reader.library.answers import WaitingPictures, wordless_among
from reader.library.import_files import ImportReport
from reader.library.sync_events import Failure, LibraryBusy, SyncReport, TooManyLost
from reader.plugs import all_plugs, answering

_EXCLUDING = OneOf()
_MANY = 1000
"""The number of articles left to analyse from which on that takes so long that it is said."""


class Sync(Arguments, frozen=True):
    MORE = later(
        "可以随时中断，下次接着读。不见了的文件，文字仍然留着，可看可搜；\n"
        "一下子少了十分之一以上的文件时先不动，问过再说（--accept-missing）。\n"
        "读不了的文件逐一列出，不妨碍其余的。"
    )
    EXAMPLES = (
        (later("reader sync --library ~/旧报"), later("读入 ~/旧报，终端里有进度条")),
        (later("reader sync --library ~/旧报 --json"), later("把结果打印成一个 JSON 对象")),
    )
    library: LibraryPlace = None
    accept_missing: Annotated[bool, Option("文件确实移走了：照样继续")] = False
    as_json: Annotated[
        bool,
        Option(
            "打印一个对象：added changed missing unchanged failed articles seconds renamed passed_over led_out\n"
            "damaged copies left_out opened formats sources unknown_script update unanalysed waiting",
            "--json",
            one_of=_EXCLUDING,
        ),
    ] = False
    progress_jsonl: Annotated[bool, Option("一边读一边打印进度，每行一个对象", one_of=_EXCLUDING)] = False
    obey_stdin: Annotated[bool, Option(None)] = False
    by_names: Annotated[bool, Option(None)] = False

    def run(self) -> int:
        if self.progress_jsonl:
            words = unbuffered_stdin() if self.obey_stdin else None
            root = chosen_root(self.library)
            return sync_process.serve(
                root, sys.stdout, words, accept_missing=self.accept_missing, by_names=self.by_names
            )
        with opened(self.library) as library:
            waiting = answering(WaitingPictures, all_plugs())(library.folder)
            synced(library, accept_missing=self.accept_missing, searchable=partial(self._tell, waiting))
            with suppress(LibraryBusy):  # the process that holds the lock tidies when it ends
                library.tidy()
        return 0

    def _tell(self, waiting: WaitingPictures, report: SyncReport) -> None:
        wordless = wordless_among(report.failed)
        pictures = waiting.look(wordless) if report.pictures or wordless else ()
        if self.as_json:
            print_json(report_to_json(report) | {"waiting": [asdict(each) for each in pictures]})
        else:
            print(summary(report), flush=True)
            print_waiting(pictures, waiting.hint())
        print_failures(report)
        if report.unanalysed >= _MANY:
            print_warning(say("都能搜了。人名、转载等接着整理；可以随时停下（Ctrl+C），下次更新接着做。"))


class Import(Arguments, frozen=True):
    MORE = later("按年月放好，绝不覆盖内容不同的文件；库里已有的不再复制。有文件没能放进去时以 1 退出。")
    EXAMPLES = (
        (later("reader import 19870612.txt --library ~/旧报"), later("放进 ~/旧报/1987/06/")),
        (later("reader import ~/下载/扫描 --library ~/旧报"), later("文件夹里的报纸文件全部放进去")),
    )
    JSON = later("打印一个对象：copied same same_issue failed passed_over led_out pictures sync")
    paths: Annotated[tuple[Path, ...], Argument("PATH", "文件或文件夹")]
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with opened(self.library) as library:
            if not library.is_sample:
                make_ready(library)  # to know what is there already
            imported = library.import_files(self.paths)
            if not self.as_json:
                print("\n".join(_import_lines(imported)), flush=True)
            try:
                report = synced(library)
            except (LibraryBusy, TooManyLost) as error:
                report = None
                print_warning(str(error))
        if self.as_json:
            print_json(
                {
                    "copied": imported.copied,
                    "same": [{"path": path, "as": twin} for path, twin in imported.same],
                    "same_issue": [{"path": path, "as": other} for path, other in imported.same_issue],
                    "failed": _failures_to_json(imported.failed),
                    "passed_over": imported.passed_over,
                    "left_out": imported.left_out,
                    "led_out": imported.led_out,
                    "pictures": imported.pictures,
                    "wordless": imported.wordless,
                    "sync": report_to_json(report) if report else None,
                }
            )
        elif report:
            print(summary(report))
        if report:
            print_failures(report)
        for failure in imported.failed[:FAILURES_NAMED]:
            print_warning(say("没能放入 {path}：{message}", path=failure.path, message=failure.message))
        if len(imported.failed) > FAILURES_NAMED:
            more = len(imported.failed) - FAILURES_NAMED
            print_warning(say("……还有 {count} 个文件没能放入，reader import --json 列出全部。", count=more))
        return 1 if imported.failed or not report else 0


def report_to_json(report: SyncReport) -> dict[str, object]:
    return {
        "added": report.added,
        "changed": report.changed,
        "missing": report.missing,
        "unchanged": report.unchanged,
        "failed": _failures_to_json(report.failed),
        "articles": report.articles,
        "seconds": report.seconds,
        "renamed": report.renamed,
        "passed_over": report.passed_over,
        "led_out": report.led_out,
        "damaged": _failures_to_json(report.damaged),
        "copies": [{"path": copy.path, "of": copy.of} for copy in report.copies],
        "left_out": report.left_out,
        "opened": report.opened,
        "formats": report.formats,
        "sources": report.sources,
        "unknown_script": report.unknown_script,
        "update": report.update,
        "unanalysed": report.unanalysed,
    }


def _failures_to_json(failures: list[Failure]) -> list[dict[str, str]]:
    return [{"path": failure.path, "message": failure.message} for failure in failures]


def _import_lines(imported: ImportReport) -> Iterator[str]:
    for path in imported.copied:
        yield say("放入 {path}", path=path)
    if imported.pictures:
        yield count(imported.pictures, "连同各版的图片 {n} 幅")
    if imported.wordless:
        yield count(len(imported.wordless), "还没有文字的图片 {n} 张；用 reader recognize 识别")
    for path, twin in imported.same:
        yield say("没有复制 {path}：库里已有一样的 {twin}", path=path, twin=twin)
    for path, other in imported.same_issue:
        yield say("请留意：{path} 与 {other} 是同一期的同一版", path=path, other=other)
    for path in imported.led_out[:LINKS_NAMED]:
        yield say("没有跟随 {path}：这个链接指向所给的文件夹之外", path=path)
    if len(imported.led_out) > LINKS_NAMED:
        more = len(imported.led_out) - LINKS_NAMED
        yield say("……还有 {count} 个这样的链接，reader import --json 列出全部", count=more)
    if imported.passed_over:
        yield count(imported.passed_over, "跳过 {n} 个不是报纸的文件")
    if imported.left_out:
        yield say("没有放入 {count} 个不含文章的文件", count=imported.left_out)
