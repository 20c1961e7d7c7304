"""The parts of a query as chips above the results, which can be negated, moved to a field, split or removed."""

from reader.i18n import later
from reader.plugs import Action, Plug


def _actions() -> tuple[Action, ...]:
    return (Action("ten_days", "", ("Shift+F8",), is_former=True),)


PLUG = Plug(
    "query_chips",
    title=later("搜索条件的标签"),
    meaning=later("搜索的各部分显示成标签，一点就能改、能去掉；关掉就只写出怎样理解的。"),
    actions=_actions,
    answers={"UnderstoodQuery": "reader.features.query_chips.ui.chips:QueryChips"},
    part="reader.features.query_chips.ui.ten_days:TenDaysPart",
)
