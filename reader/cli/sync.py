"""`reader sync` and `reader import`."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from reader import formats
from reader.cli.arguments.options import Options
from reader.cli.libraries import (
    FAILURES_NAMED,
    LINKS_NAMED,
    chosen_root,
    make_ready,
    opened,
    print_failures,
    synced,
)
from reader.cli.terminal import print_json, print_warning
from reader.i18n import count, say
from reader.library import sync_process
from reader.library.import_files import ImportReport
from reader.library.sync_events import Failure, LibraryBusy, SyncReport, TooManyLost


def run(options: Options) -> int:
    if options.progress_jsonl:
        words = unbuffered_stdin() if options.obey_stdin else None
        root = chosen_root(options.library)
        return sync_process.serve(root, sys.stdout, words, accept_missing=options.accept_missing)
    with opened(options.library) as library:
        report = synced(library, accept_missing=options.accept_missing)
        if options.as_json:
            print_json(report_to_json(report))
        else:
            print(summary(report), flush=True)
        print_failures(report)
        with suppress(LibraryBusy):  # the process that holds the lock tidies when it ends
            library.tidy()
    return 0


def unbuffered_stdin() -> IO[bytes] | None:
    """Return standard input, unbuffered; None if there is none.

    A thread that is blocked while it holds a buffered stream's lock would make Python abort at exit.
    """
    return os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0) if sys.stdin else None


def run_import(options: Options) -> int:
    with opened(options.library) as library:
        if not library.is_sample:
            make_ready(library)  # to know what is there already
        imported = library.import_files(options.paths)
        if not options.as_json:
            print("\n".join(_import_lines(imported)), flush=True)
        try:
            report = synced(library)
        except (LibraryBusy, TooManyLost) as error:
            report = None
            print_warning(str(error))
    if options.as_json:
        print_json(_import_to_json(imported, report))
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
        "update": report.update,
    }


def _failures_to_json(failures: list[Failure]) -> list[dict[str, str]]:
    return [{"path": failure.path, "message": failure.message} for failure in failures]


def _import_to_json(imported: ImportReport, report: SyncReport | None) -> dict[str, object]:
    return {
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


def summary(report: SyncReport) -> str:
    """Return the report of a sync as one line, without counts of zero."""
    others = report.passed_over - report.pictures
    counts = [
        (say("新增 {count} 个文件", count=report.added), report.added),
        (say("改动 {count}", count=report.changed), report.changed),
        (say("改名 {count}", count=report.renamed), report.renamed),
        (say("不见了 {count}", count=report.missing), report.missing),
        (say("没变 {count}", count=report.unchanged), report.unchanged),
        (say("读不了 {count}", count=len(report.failed)), len(report.failed)),
        (say("有坏字节 {count}", count=len(report.damaged)), len(report.damaged)),
        (say("不是报纸文件而跳过 {count}", count=others), others),
        *(
            (say("打开了{what} {count}", what=what, count=number), number)
            for what, number in report.opened.items()
        ),
        *(
            (say("不含文章：{what} {count}", what=what, count=number), number)
            for what, number in report.left_out.items()
        ),
        (say("没有跟随的链接 {count}", count=len(report.led_out)), len(report.led_out)),
    ]
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
    return line


def _source_lines(report: SyncReport) -> Iterator[str]:
    """Yield, for each combination of formats that issues were merged from, its number of issues in words."""
    for names, number in report.sources.items():
        format_names = [formats.name_of(name or "text") for name in names.split("+")]
        yield say("{sources}，{count}", sources=say("＋").join(format_names), count=count(number, "{n} 期"))


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
