"""Claims (查证): the sentences of a text against the papers, each with its witnesses."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, SetView, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "claims",
            say("查证"),
            (),
            say("收藏与引用"),
            "核实 对照 有据 脚注 claims check witness footnotes",
            slots=(Slot.LIST, Slot.TEXT),
            leaves_page=True,
            is_former=True,
        ),
    )


PLUG = Plug(
    "claims",
    title=later("查证"),
    meaning=later("一段文字与报纸对照：每句话有没有据，报上怎么说。"),
    actions=_actions,
    commands=(
        Command(
            "claims",
            later("查证：一段文字的每句话，报上有没有据，怎么说"),
            "reader.features.claims.cli:Claims",
            heading="find",
            after="chronicle",
        ),
    ),
    views=(
        SetView(
            "claims",
            later("查证"),
            "claims",
            after="people events words years context list",
            of_dossiers=True,
        ),
    ),
    part="reader.features.claims.ui.claims_part:ClaimsPart",
)
