"""The registration of packs as a wing: what the rest of the program calls for them."""

from pathlib import Path

from reader.i18n import say
from reader.library.wings import Wing
from reader.packs import PACK_SUFFIX
from reader.plugs import Action, Command, Slot


def _is_pack(path: Path) -> bool:
    return path.suffix.lower() == PACK_SUFFIX and not path.is_dir()


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "open_pack",
            say("打开别人给的资料包…"),
            purpose=say("资料库"),
            keywords="收到 open pack file",
            after="open_link",
            slots=(Slot.LIBRARIES,),
        ),
        Action(
            "pack_library",
            say("把资料库打包送人…"),
            purpose=say("资料库"),
            keywords="分享 压缩 pack share give",
            after="open_pack",
            slots=(Slot.LIBRARY,),
        ),
    )


WING = Wing(
    suffix=PACK_SUFFIX,
    holds=_is_pack,
    open="reader.packs.older_pack:open_pack",
    command=Command(
        "pack",
        lambda: say("把资料库打成一个文件，送人"),
        "reader.packs.cli",
        heading="give",
        after="export",
    ),
    window="reader.packs.ui.pack_controller",
    actions=_actions,
    help=lambda: say("，或别人给的资料包（.yuebao）"),
)
