"""DjVu files with a text layer, where DjVuLibre is installed: its program `djvutxt` tells words and their boxes."""

from reader.i18n import later
from reader.plugs import FileFormat, Plug

PLUG = Plug(
    "djvu",
    formats=(
        FileFormat(
            "djvu",
            later("DjVu 的文字层"),
            "reader.features.djvu.djvu:Djvu",
            (".djvu", ".djv"),
            is_package=True,
            boxes="reader.features.djvu.djvu:boxes_of",
            program="djvutxt",
        ),
    ),
)
