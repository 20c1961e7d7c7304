"""Comparing the recognised characters of a page with its picture, one place in doubt after the other."""

from reader.i18n import later, say
from reader.plugs import Action, Plug


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "proofread",
            say("校对这一版"),
            ("Ctrl+Shift+R",),
            say("更正与核对"),
            "错字 存疑 识别 版面图 OCR proofread correct",
            after="correct_character correct_files correct_issue",
            leaves_page=True,
            refused_by="why_no_characters",
        ),
        Action("misreadings", "", refused_by="why_no_characters", leaves_page=True, is_former=True),
    )


PLUG = Plug(
    "proofread",
    title=later("校对"),
    meaning=later("把识别的字和版面图对着看，没有把握的一处一处问：对，或应是什么。"),
    actions=_actions,
    part="reader.features.proofread.ui.proofread_part:ProofreadPart",
)
