"""The ten days before and after an article, for the words or the person that are read."""

from reader.i18n import later, say
from reader.plugs import Action, Plug, Slot

PLUG = Plug(
    "ten_days",
    title=later("前后十天"),
    meaning=later("选中的字或人名，在这一篇前后十天里还见于哪些文章，旧的在前。"),
    actions=lambda: (
        Action(
            "ten_days",
            say("前后十天"),
            ("Shift+F8",),
            say("查找"),
            "前情 后续 追踪 十日 ten days before after on from here follow up",
            after="look_up name_list",
            slots=(Slot.WORDS,),
        ),
    ),
    part="reader.features.ten_days.ui:TenDaysPart",
)
