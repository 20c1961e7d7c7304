"""The paper of a birthday or another day."""

from reader.i18n import later, say
from reader.plugs import Action, Plug, Slot

PLUG = Plug(
    "day_paper",
    title=later("某一天的报纸"),
    meaning=later("找生日、纪念日那天的报纸。"),
    actions=lambda: (
        Action(
            "paper_of_day",
            say("打开生日那天的报纸…"),
            ("Ctrl+Shift+D",),
            say("读报"),
            "纪念日 birthday paper day",
            after="go_to_date newest_issue",
            slots=(Slot.CALENDAR, Slot.WELCOME),
            icon="newspaper",
            leaves_page=True,
        ),
    ),
    part="reader.features.day_paper.ui:DayPaperPart",
)
