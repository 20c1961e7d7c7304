"""Claims (查证): the sentences of a text against the papers, each with its witnesses."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, Slot

PLUG = Plug(
    "claims",
    title=later("查证"),
    meaning=later("一段文字与报纸对照：每句话有没有据，报上怎么说。"),
    actions=lambda: (
        Action(
            "claims",
            say("查证…"),
            (),
            say("收藏与引用"),
            "核实 对证 出处 依据 志稿 claims verify check facts witness",
            after="chronicle",
            slots=(Slot.LIBRARY,),
            leaves_page=True,
        ),
    ),
    commands=(
        Command(
            "claims",
            later("查证：一段文字的每句话，报上有没有据，怎么说"),
            "reader.features.claims.cli:Claims",
            heading="find",
            after="chronicle",
        ),
    ),
    part="reader.features.claims.ui:ClaimsPart",
)
