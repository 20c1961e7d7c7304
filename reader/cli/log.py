"""`reader log`: prints or saves the research log, turns it on and off, and clears it."""

from reader.cli.arguments.options import Options
from reader.cli.libraries import opened
from reader.cli.terminal import print_json, print_warning
from reader.cli.written_files import write_or_print
from reader.export.research_log import as_markdown
from reader.i18n import count, say


def run(options: Options) -> int:
    with opened(options.library) as library:
        log, name = library.research_log, library.name
        if options.turned is not None:
            log.turn(on=options.turned)
            print(_state_in_words(is_on=options.turned))
            return 0
        if options.clears:
            print(count(len(log.clear()), "已删掉 {n} 条日志"))
            return 0
        entries, is_on = log.entries(), log.is_on()
        why = "" if entries else library.why_no_log()
    if options.as_json:
        listed = [
            {
                "time": each.time.isoformat(),
                "kind": each.kind,
                "text": each.text,
                "total": each.total,
                "key": each.key,
            }
            for each in entries
        ]
        print_json({"on": is_on, "entries": listed})
        return 0
    if not entries:
        print_warning((why or say("日志是空的。")) + _state_in_words(is_on=is_on))
    if entries or options.output is not None:
        write_or_print(as_markdown(entries, name), options.output)
    return 0


def _state_in_words(*, is_on: bool) -> str:
    return say("正在记研究日志。") if is_on else say("没有记研究日志；打开：reader log --on")
