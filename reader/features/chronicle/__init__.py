"""Chronicles (大事记): a line for an event, in the words of the papers, with its day and its sources."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, SetView


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "chronicle",
            say("起草大事记"),
            ("Ctrl+Shift+G",),
            say("收藏与引用"),
            "大事 年表 起草 chronicle timeline of events draft",
            leaves_page=True,
            is_former=True,
        ),
    )


PLUG = Plug(
    "chronicle",
    title=later("大事记"),
    meaning=later("从文章里起草大事记：日子、报上的原话、出处；在窗口里改，存成文件。"),
    actions=_actions,
    commands=(
        Command(
            "chronicle",
            later("大事记：从搜索、专题、一段日子起草，一条一件事，带出处"),
            "reader.features.chronicle.cli:ChronicleCommand",
            heading="find",
            after="timeline",
        ),
    ),
    views=(SetView("events", later("大事"), "chronicle", after="words years context list"),),
    answers={
        "named": "reader.features.chronicle.chronicles:Chronicles",
        "other_collections": "reader.features.chronicle.among_dossiers:other_collections",
    },
    part="reader.features.chronicle.ui.chronicle_part:ChroniclePart",
)
