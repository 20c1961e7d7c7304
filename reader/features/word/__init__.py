"""Word documents."""

from reader.i18n import later
from reader.plugs import FileFormat, Plug

PLUG = Plug(
    "word",
    answers={"paragraphs_of_word": "reader.features.word.docx:paragraphs_of_word"},
    formats=(
        FileFormat(
            "docx",
            later("Word 文件（.docx）"),
            "reader.features.word.docx:Docx",
            (".docx",),
            is_package=True,
            may_hold_days=True,
        ),
    ),
)
