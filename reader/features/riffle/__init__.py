"""Leafing quickly through a newspaper's issues, headlines only."""

from reader.i18n import say
from reader.plugs import Action, Plug, Slot

PLUG = Plug(
    "riffle",
    title=lambda: say("按年翻阅"),
    meaning=lambda: say("像翻合订本一样，一期一期地过一年的报。"),
    actions=lambda: (
        Action(
            "riffle",
            say("按年翻阅"),
            ("Ctrl+G",),
            say("读报"),
            "快翻 浏览 胶卷 riffle browse leaf through years",
            after="paper_of_day go_to_date newest_issue",
            slots=(Slot.READING, Slot.CALENDAR),
            icon="reel",
            leaves_page=True,
        ),
    ),
    part="reader.features.riffle.ui:Riffle",
)
