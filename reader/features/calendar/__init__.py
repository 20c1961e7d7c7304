"""The calendar: the days of a newspaper with their issues, in a tab of the sidebar."""

from reader.i18n import later, say
from reader.plugs import Action, Plug, Slot

PLUG = Plug(
    "calendar",
    title=later("日历"),
    meaning=later("哪天有报、哪天缺期；按日子找报。"),
    actions=lambda: (
        Action(
            "show_calendar",
            say("日历"),
            ("Ctrl+2",),
            say("窗口"),
            "日期 月份 calendar month",
            after="show_papers",
            slots=(Slot.SIDEBAR,),
            icon="calendar",
            leaves_page=True,
        ),
        Action(
            "go_to_date",
            say("到某一天…"),
            ("Ctrl+D",),
            say("读报"),
            "日期 跳到 date day go to",
            after="newest_issue",
            slots=(Slot.READING,),
            leaves_page=True,
        ),
    ),
    part="reader.features.calendar.ui.calendar_part:CalendarPart",
    follows=True,
)
