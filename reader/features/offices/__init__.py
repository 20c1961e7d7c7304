"""Who is seen in which office of a body: first and last seen, gaps, and two people at once, never decided."""

from reader.i18n import later
from reader.plugs import Command, Face, Plug

PLUG = Plug(
    "offices",
    title=later("任职表"),
    meaning=later("一个机构里谁见报时是什么职务，从哪天见到哪天；要有“人物”。"),
    commands=(
        Command(
            "offices",
            later("任职表：一个机构谁见报时是什么职务，首见末见在哪天"),
            "reader.features.offices.cli:Offices",
            heading="find",
            after="people",
        ),
    ),
    part="reader.features.offices.ui.offices_face:OfficesFace",
    follows=True,
    face=Face("offices", "people", later("职务"), "任职表 官员 市长 书记 首见 末见 who held which office"),
)
