"""What chronicles add to the program."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "chronicle",
    title=later("大事记"),
    meaning=later("从文章里起草大事记：日子、报上的原话、出处；在窗口里改，存成文件。"),
    commands=(
        Command(
            "chronicle",
            later("大事记：从搜索、专题、一段日子起草，一条一件事，带出处"),
            "reader.features.chronicle.cli:ChronicleCommand",
            heading="find",
            after="timeline",
        ),
    ),
)
