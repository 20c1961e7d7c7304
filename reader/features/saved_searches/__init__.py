"""Searches that a reader has saved, and what is new in them."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "save_search",
            say("保存搜索"),
            ("Ctrl+Shift+S",),
            say("查找"),
            "保存 订阅 save search",
            after="concordance previous_hit",
            slots=(Slot.QUERY, Slot.LATER),
        ),
    )


PLUG = Plug(
    "saved_searches",
    title=later("已保存的搜索"),
    meaning=later("保存一个搜索；以后新找到的文章标出来。"),
    actions=_actions,
    commands=(
        Command(
            "saved",
            later("已保存的搜索，和它们上次看过以后新找到的"),
            "reader.features.saved_searches.cli:SavedCommand",
            heading="find",
            after="search",
        ),
    ),
    answers={"named": "reader.features.saved_searches.saved_searches:searches_of"},
    part="reader.features.saved_searches.ui:SavedPart",
    follows=True,
)
