"""`reader sync`."""

import sys
from contextlib import suppress
from functools import partial
from typing import Annotated

from msgspec.structs import asdict

from reader.cli.libraries import (
    chosen_root,
    opened,
    print_failures,
    print_waiting,
    report_to_json,
    summary,
    synced,
    unbuffered_stdin,
)
from reader.cli.options import Arguments, LibraryPlace, OneOf, Option
from reader.cli.terminal import STOPS, print_json, print_warning
from reader.i18n import later, say
from reader.library import sync_process
from reader.library.answers import WaitingPictures
from reader.library.sync_events import LibraryBusy, PassedKind, SyncReport
from reader.plugs import all_plugs, answering

_EXCLUDING = OneOf()
_MANY = 1000
"""The number of articles left to analyse from which on that takes so long that it is said."""


class Sync(Arguments, frozen=True):
    MORE = later(
        "可以随时中断，下次接着读。不见了的文件，文字仍然留着，可看可搜；\n"
        "一下子少了十分之一以上的文件时先不动，问过再说（--accept-missing）。\n"
        "无法读取的文件逐一列出，不妨碍其余的。"
    )
    EXAMPLES = (
        (later("reader sync --library ~/旧报"), later("读入 ~/旧报，终端里有进度条")),
        (later("reader sync --library ~/旧报 --json"), later("把结果打印成一个 JSON 对象")),
    )
    ANSWERS = ("reader.cli.schemas:Synced",)
    library: LibraryPlace = None
    accept_missing: Annotated[bool, Option("文件确实移走了：照样继续")] = False
    as_json: Annotated[
        bool,
        Option(
            "打印一个对象：added changed missing unchanged failed articles seconds renamed passed_over led_out\n"
            "pictures damaged copies left_out opened formats sources unknown_script update unanalysed waiting",
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
            is_disk_full = library.user_data.found_disk_full
        return int(is_disk_full)

    def _tell(self, waiting: WaitingPictures, report: SyncReport) -> None:
        wordless = [file.path for file in report.passed_over if file.kind is PassedKind.WORDLESS]
        if report.pictures or wordless:
            pictures = waiting.look(wordless)
        else:
            pictures = ()
        if self.as_json:
            print_json(report_to_json(report) | {"waiting": [asdict(picture) for picture in pictures]})
        else:
            print(summary(report), flush=True)
            print_waiting(pictures, waiting.hint())
        print_failures(report)
        if report.unanalysed >= _MANY:
            print_warning(
                say("都能搜了。人名、转载等接着整理；可以随时停下（{keys}），下次更新接着做。", keys=STOPS)
            )
