"""What is in doubt in a library, listed in one place (`library.doubts`)."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug

PLUG = Plug(
    "unknown",
    title=later("待查"),
    meaning=later(
        "还不知道的都在一处：日期不详、不合的，读不了的，同一内容的几个文件，识别把握低的，找不到的书签，等着识别的图片。"
    ),
    commands=(
        Command(
            "unknown",
            later("还不知道的：日期不详、不合，读不了，识别把握低，找不到的书签"),
            "reader.features.unknown.cli:Unknown",
            heading="read",
            after="check correct sync",
        ),
    ),
    actions=lambda: (
        Action(
            "unknown",
            say("待查"),
            purpose=say("更正与核对"),
            keywords="不详 不合 读不了 副本 copies 把握低 找不到 待识别 unknown undated unread lost",
            after="proofread misreadings",
            leaves_page=True,
        ),
    ),
    part="reader.features.unknown.ui:UnknownPart",
    follows=True,
)
