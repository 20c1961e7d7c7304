"""Corrections by a command: of lines, issues and characters."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "correct",
    commands=(
        Command(
            "correct",
            later("更正认错的地方：哪行是标题，哪里是另一篇，谁写的，是哪天的报"),
            "reader.features.correct.cli:Correct",
            heading="mend",
        ),
    ),
)
