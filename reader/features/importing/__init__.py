"""Importing files: copies of issue files in a library, by year and month, from the window, by a drop or a command."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "import_files",
            say("导入文件、识别图片…"),
            ("Ctrl+I",),
            say("资料库"),
            "添加 加入 扫描 照片 OCR import add files recognise pictures scans",
            after="rescan",
            slots=(Slot.FILES,),
            refused_by="why_unchangeable",
        ),
    )


PLUG = Plug(
    "importing",
    commands=(
        Command(
            "import",
            later("把文件复制进资料库，然后读入"),
            "reader.features.importing.cli:Import",
            heading="read",
            after="unknown sync",
        ),
    ),
    actions=_actions,
    part="reader.features.importing.ui:ImportingPart",
    follows=True,
    answers={"import_folder": "reader.features.importing.copying:import_folder"},
)
