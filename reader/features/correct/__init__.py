"""Corrections of lines, issues and characters: their lists, and the command."""

from reader.i18n import later
from reader.plugs import Action, Command, Plug


def _actions() -> tuple[Action, ...]:
    return (Action("correct_files", "", refused_by="why_no_lines", is_former=True),)


PLUG = Plug(
    "correct",
    title=later("更正一览"),
    meaning=later("列出所有的更正，可撤销、导出、导入；也能批量更正日期、报纸名、版面。"),
    decided=later("所作的更正"),
    decided_number="reader.features.correct.decided:number_of_corrections",
    actions=_actions,
    commands=(
        Command(
            "correct",
            later("更正认错的地方：哪行是标题，哪里是另一篇，谁写的，是哪天的报"),
            "reader.features.correct.cli:Correct",
            heading="mend",
        ),
    ),
    part="reader.features.correct.ui:CorrectPart",
)
