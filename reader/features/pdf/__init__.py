"""PDF files with a text layer: characters, read in a child process → lines → reading order → articles."""

from reader.i18n import later
from reader.plugs import FileFormat, Plug

PLUG = Plug(
    "pdf",
    formats=(
        FileFormat(
            "pdf",
            later("PDF 的文字层"),
            "reader.features.pdf.pdf:Pdf",
            (".pdf",),
            is_package=True,
            boxes="reader.features.pdf.pdf:boxes_of",
        ),
    ),
)
