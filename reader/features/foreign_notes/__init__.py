"""Importing what others wrote: quotes with notes of other programs are anchored in the articles."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "import_foreign_notes",
            say("导入别的程序的批注…"),
            purpose=say("收藏与引用"),
            keywords="Zotero Hypothesis Markdown RIS CSL 引语 import notes quotes",
            after="note",
            slots=(Slot.NOTES,),
        ),
    )


PLUG = Plug(
    "foreign_notes",
    title=later("导入别的程序的批注"),
    meaning=later("Zotero、Hypothesis、Markdown、纯文本里的引语和批注，按原话和前后文找到位置，收成收藏。"),
    commands=(
        Command(
            "import-notes",
            later("导入别的程序写的引语和批注：Zotero、Hypothesis、Markdown、纯文本"),
            "reader.features.foreign_notes.cli:ImportNotes",
            heading="keep",
            after="bookmark",
        ),
    ),
    actions=_actions,
    part="reader.features.foreign_notes.ui:ForeignNotesPart",
)
