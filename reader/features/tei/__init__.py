"""Articles as documents of the Text Encoding Initiative."""

from reader.i18n import later
from reader.plugs import ExportForm, FileFormat, Plug

PLUG = Plug(
    "tei",
    title=later("TEI 文件夹，一期一个文件"),
    meaning=later("成批导出文章时的一种格式。"),
    exports=(ExportForm("tei", "", later("TEI 文件夹，一期一个文件"), "reader.features.tei.tei:write"),),
    formats=(FileFormat("tei", later("TEI（编好的电子文本）"), "reader.features.tei.reading:Tei"),),
)
