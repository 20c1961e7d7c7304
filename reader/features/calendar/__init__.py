"""The calendar: the days of a newspaper with their issues, a face of the papers in the sidebar."""

from reader.i18n import later, say
from reader.plugs import Action, Face, Plug


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "go_to_date",
            say("到某一天…"),
            ("Ctrl+D", "Ctrl+Shift+D"),
            say("读报"),
            "日期 跳到 日历 生日 纪念日 按年翻阅 date day go to calendar birthday riffle flip",
            after="newest_issue",
            icon="calendar",
            leaves_page=True,
        ),
        Action("riffle", "", ("Ctrl+G",), leaves_page=True, is_former=True),
    )


PLUG = Plug(
    "calendar",
    title=later("日历"),
    meaning=later("哪天有报、哪天缺期；按日子找报，找生日、纪念日那天的报纸；像翻合订本一样一期一期地翻。"),
    actions=_actions,
    part="reader.features.calendar.ui.calendar_part:CalendarPart",
    follows=True,
    face=Face("calendar", "papers", later("日历"), "日期 月份 calendar month", ("Ctrl+2",)),
)
