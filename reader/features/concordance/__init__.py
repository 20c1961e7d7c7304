"""Concordance: every place of a query in its context, and the words that are more frequent near it than elsewhere."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, SetView, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "concordance",
            say("逐处列出"),
            ("Ctrl+Shift+L",),
            say("查找"),
            "语境 上下文 索引行 every place words in context concordance kwic",
            slots=(Slot.PLACES,),
            leaves_page=True,
            is_former=True,
        ),
    )


PLUG = Plug(
    "concordance",
    title=later("逐处列出"),
    meaning=later("找的字每处一行，居中；也数旁边常见的字词。"),
    actions=_actions,
    commands=(
        Command(
            "kwic",
            later("列出要找的每一处，连同左右的文字"),
            "reader.features.concordance.cli:Kwic",
            heading="find",
            after="timeline saved search",
        ),
        Command(
            "collocates",
            later("列出要找的字旁边特别常见的字和词"),
            "reader.features.concordance.cli:Collocates",
            heading="find",
            after="kwic",
        ),
    ),
    views=(
        SetView("context", later("逐处"), "concordance", after="list"),
        SetView("words", later("用词"), "collocates", later("旁边的"), after="years context list"),
    ),
    part="reader.features.concordance.ui.concordance_part:ConcordancePart",
)
