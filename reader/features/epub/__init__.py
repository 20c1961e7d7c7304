"""Articles as an e-book."""

from reader.i18n import later
from reader.plugs import ExportForm, FileFormat, Plug

PLUG = Plug(
    "epub",
    title=later("EPUB 电子书"),
    meaning=later("成批导出文章时的一种格式。"),
    exports=(ExportForm("epub", ".epub", later("EPUB 电子书"), "reader.features.epub.epub:write"),),
    formats=(
        FileFormat(
            "epub",
            later("EPUB（如 calibre 抓取的报纸）"),
            "reader.features.epub.reading:Epub",
            (".epub",),
            is_package=True,
        ),
    ),
)
