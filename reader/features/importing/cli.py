"""`reader import`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from reader.cli.libraries import (
    FAILURES_NAMED,
    LINKS_NAMED,
    PASSED_OVER_NAMED,
    failures_to_json,
    make_ready,
    opened,
    passed_over_to_json,
    print_failures,
    report_to_json,
    summary,
    synced,
)
from reader.cli.options import Argument, Arguments, AsJson, LibraryPlace
from reader.cli.terminal import print_error, print_json
from reader.features.importing.copying import ImportReport, import_files
from reader.i18n import count, later, say
from reader.library.passed_over import lines_by_kind
from reader.library.sync_events import LibraryBusy, PassedOver, TooManyLost


class Import(Arguments, frozen=True):
    MORE = later("按年月放好，绝不覆盖内容不同的文件；库里已有的不再复制。有文件没能放进去时以 1 退出。")
    EXAMPLES = (
        (later("reader import 19870612.txt --library ~/旧报"), later("放进 ~/旧报/1987/06/")),
        (later("reader import ~/下载/扫描 --library ~/旧报"), later("文件夹里的报纸文件全部放进去")),
    )
    JSON = later("打印一个对象：copied same same_issue failed passed_over led_out pictures sync")
    ANSWERS = ("reader.features.importing.schemas:Imported",)
    paths: Annotated[tuple[Path, ...], Argument("PATH", "文件或文件夹")]
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with opened(self.library) as library:
            if not library.is_sample:
                make_ready(library)  # to know what is there already
            imported = import_files(library, self.paths)
            if not self.as_json:
                print("\n".join(_lines(imported)), flush=True)
            try:
                report = synced(library)
            except (LibraryBusy, TooManyLost) as error:
                report = None
                print_error(str(error))
        if self.as_json:
            same = [{"path": path, "as": twin} for path, twin in imported.same]
            same_issue = [{"path": path, "as": other} for path, other in imported.same_issue]
            print_json(
                {
                    "copied": imported.copied,
                    "same": same,
                    "same_issue": same_issue,
                    "failed": failures_to_json(imported.failed),
                    "passed_over": passed_over_to_json(imported.passed_over),
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
            print_error(say("没能放入 {path}：{message}", path=failure.path, message=failure.message))
        if len(imported.failed) > FAILURES_NAMED:
            more = len(imported.failed) - FAILURES_NAMED
            print_error(say("……还有 {count} 个文件没能放入，reader import --json 列出全部。", count=more))
        if imported.failed or not report:
            return 1
        return 0


def _lines(imported: ImportReport) -> Iterator[str]:
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
        yield say("未读取链接 {path} 指向的内容：这个链接指向所给的文件夹之外", path=path)
    if len(imported.led_out) > LINKS_NAMED:
        more = len(imported.led_out) - LINKS_NAMED
        yield say("……还有 {count} 个这样的链接，reader import --json 列出全部", count=more)
    yield from _passed_over_lines(imported.passed_over)


def _passed_over_lines(files: Sequence[PassedOver]) -> Iterator[str]:
    """Yield a line for each file if there are few, else for each kind."""
    if len(files) <= PASSED_OVER_NAMED:
        for file in files:
            yield say("没有放入 {path}：{message}", path=file.path, message=file.message)
        return
    yield from lines_by_kind(files)
    yield say("逐个的名字：reader import --json")
