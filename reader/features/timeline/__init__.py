"""Queries over time: as a table, as data and as a picture."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, SetView


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "timeline",
            say("按年分布"),
            (),
            say("查找"),
            "历年 年份 时间 画什么 与别的词比较 导出时间分布 years by year over time timeline chart",
            leaves_page=True,
            is_former=True,
        ),
    )


PLUG = Plug(
    "timeline",
    title=later("时间分布"),
    meaning=later("画出一个词在各个时候的篇数，与别的词比较，存成表格、图片。"),
    actions=_actions,
    views=(SetView("years", later("历年"), "timeline", after="context list"),),
    commands=(
        Command(
            "timeline",
            later("一个词在各个时候有多少篇"),
            "reader.features.timeline.cli:TimelineCommand",
            heading="find",
            after="saved search",
        ),
    ),
    part="reader.features.timeline.ui.timeline_part:TimelinePart",
    answers={
        "Years": "reader.features.timeline.ui.year_bars:YearBars",
        "YearsPanel": "reader.features.timeline.ui.timeline_part:TimelinePanel",
    },
)
