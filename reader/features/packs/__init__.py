"""Packs: a library in one file, to give away. Writing, checking, and reading them in place (`docs/decisions/0013`)."""

from pathlib import Path

from reader.i18n import later, say
from reader.plugs import Action, Command, LibraryKind, Plug, Slot

PACK_SUFFIX = ".yuebao"


def _is_pack(path: Path) -> bool:
    return path.suffix.lower() == PACK_SUFFIX and not path.is_dir()


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "open_pack",
            say("打开别人给的资料包…"),
            keywords="收到 open pack file",
            slots=(Slot.LIBRARIES,),
            is_former=True,
        ),
        Action(
            "pack_library",
            say("把资料库打包送人…"),
            purpose=say("资料库"),
            keywords="分享 压缩 pack share give",
            after="open_link",
            slots=(Slot.LIBRARY,),
        ),
    )


PLUG = Plug(
    "packs",
    actions=_actions,
    commands=(
        Command(
            "pack",
            later("把资料库打成一个文件，送人"),
            "reader.features.packs.cli:Pack",
            heading="give",
            after="export",
        ),
    ),
    library=LibraryKind(
        suffix=PACK_SUFFIX,
        holds=_is_pack,
        open="reader.features.packs.older_pack:open_pack",
        window="reader.features.packs.ui",
        help=later("，或别人给的资料包（.yuebao）"),
    ),
)
