"""`reader log`: prints or saves the research log, turns it on and off, and clears it."""

from pathlib import Path
from typing import Annotated

from msgspec import structs

from reader.cli.libraries import opened
from reader.cli.options import Arguments, AsJson, LibraryPlace, OneOf, Option, Switches
from reader.cli.terminal import print_json, print_warning
from reader.cli.written_files import write_or_print
from reader.features.research_log.log_file import as_markdown, log_of, why_no_log
from reader.i18n import count, later, say

_DOES = OneOf()


class Log(Arguments, frozen=True):
    MORE = later(
        "默认不记：看过什么是私事，要记的人自己打开。只存在这台电脑上，不在资料库文件夹里，\n"
        "文件夹借人、拷走都不会带着它。打开和关掉对所有资料库和窗口都有效；终端里的命令不记。"
    )
    EXAMPLES = (
        ("reader log --on", later("从现在起记")),
        (later("reader log -o 日志.md"), later("存成 Markdown，按天排，读过的文章带引文")),
    )
    JSON = later("打印一个对象：on entries；每条的 time kind（query 或 article）text total key")
    ANSWERS = ("reader.features.research_log.schemas:Log",)
    library: LibraryPlace = None
    as_json: AsJson = False
    turned: Annotated[
        bool | None,
        Switches((("--on", True, later("从现在起记")), ("--off", False, later("关闭；已有记录保留"))), _DOES),
    ] = None
    clears: Annotated[bool, Option("把这个资料库的日志全部删掉，无法恢复", "--clear", one_of=_DOES)] = False
    output: Annotated[
        Path | None,
        Option("存成 Markdown 文件；已有的不覆盖", "-o --output", "FILE", one_of=_DOES),
    ] = None

    def run(self) -> int:
        with opened(self.library) as library:
            log = log_of(library)
            name = library.name
            if self.turned is not None:
                log.turn(on=self.turned)
                print(_state_in_words(is_on=self.turned))
                return 0
            if self.clears:
                print(count(len(log.clear()), "已删掉 {n} 条日志"))
                return 0
            entries = log.entries()
            is_on = log.is_on()
            why = "" if entries else why_no_log(library)
        if self.as_json:
            listed = [structs.asdict(entry) | {"time": entry.time.isoformat()} for entry in entries]
            print_json({"on": is_on, "entries": listed})
            return 0
        if not entries:
            print_warning((why or say("日志是空的。")) + _state_in_words(is_on=is_on))
        if entries or self.output is not None:
            write_or_print(as_markdown(entries, name), self.output)
        return 0


def _state_in_words(*, is_on: bool) -> str:
    if is_on:
        return say("正在记研究日志。")
    return say("没有记研究日志；打开：reader log --on")
