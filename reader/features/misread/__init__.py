"""Misread characters: how often they are, which are likely, and correcting them."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "correct_character",
            say("所选的字认错了…"),
            ("Ctrl+H",),
            say("更正与核对"),
            "错字 校对 替换 correct character",
            after="correct_files correct_issue",
            slots=(Slot.SELECTION, Slot.CORRECT),
            icon="pencil",
            refused_by="why_no_characters",
        ),
    )


PLUG = Plug(
    "misread",
    title=later("认错的字"),
    meaning=later("改正所选的字，找出可能认错的字；改正过的照样显示，也能改回。"),
    actions=_actions,
    commands=(
        Command(
            "misreadings",
            later("列出一期里可能认错的字"),
            "reader.features.misread.cli:Misreadings",
            heading="mend",
            after="correct",
        ),
    ),
    command_actions={"correct": "reader.features.misread.cli:Character"},
    part="reader.features.misread.ui.misread_part:MisreadPart",
    follows=True,
    analysis="reader.features.misread.measuring:Measuring",
    room="reader.features.misread.room:SIDE",
    answers={
        "Misread": "reader.features.misread.answers:FoundMisread",
        "doubts": "reader.features.misread.in_doubt:misread_in_doubt",
        "doubt_acts": "reader.features.misread.in_doubt:acts_on_misread",
    },
)
