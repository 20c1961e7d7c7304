"""Queries over time: as a table, as data and as a picture."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "timeline",
    title=later("时间分布"),
    meaning=later("画出一个词在各个时候的篇数，与别的词比较，存成表格、图片。"),
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
    follows=True,
    answers={
        "Years": "reader.features.timeline.ui.year_bars:YearBars",
        "YearsPanel": "reader.features.timeline.ui.timeline_part:TimelinePanel",
    },
)
