"""Completions of a query while a person types it, and the searches of before."""

from reader.i18n import later, say
from reader.plugs import Action, Plug


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "forget_searches",
            say("清除搜索记录"),
            (),
            say("查找"),
            "历史 隐私 忘记 forget clear remove search history",
            after="export",
        ),
    )


PLUG = Plug(
    "query_completion",
    title=later("搜索建议"),
    meaning=later("打字时列出库里有的人名、词语、报纸名、日期，和从前搜过的。"),
    actions=_actions,
    part="reader.features.query_completion.ui:CompletionPart",
    follows=True,
)
