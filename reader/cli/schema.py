"""`reader schema`: what a command prints with `--json`, as JSON Schema."""

from typing import Annotated

from reader.cli.errors import WrongArguments
from reader.cli.options import Argument, Arguments
from reader.cli.schemas import answers, schema_of
from reader.cli.terminal import print_json
from reader.i18n import later, say


class Schema(Arguments, frozen=True):
    MORE = later("搜索的每个结果在哪里都是同样的一条：search hit；存成 .jsonl 的是 search jsonl file。")
    EXAMPLES = (
        ("reader schema search", later("search --json 打印的对象")),
        ("reader schema search hit", later("一个结果有哪些项")),
    )
    command: Annotated[tuple[str, ...], Argument("COMMAND", "哪个命令；不写则列出有哪些")] = ()

    def run(self) -> int:
        name = " ".join(self.command)
        if not name:
            print("\n".join(answers()))
            return 0
        if name not in answers():
            known = say("、").join(answers())
            raise WrongArguments(say("没有“{name}”的格式，有的是：{known}", name=name, known=known))
        print_json(schema_of(name), indent=2)
        return 0
