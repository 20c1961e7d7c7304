"""The formats in which articles go out together."""

from enum import StrEnum

from reader.i18n import say


class CollectionFormat(StrEnum):
    """The formats; of an EPUB one file is written, of the others a folder."""

    EPUB = "epub"
    MARKDOWN = "markdown"
    TEI = "tei"

    @property
    def label(self) -> str:
        """Return the name of the format for people."""
        match self:
            case CollectionFormat.EPUB:
                return say("EPUB 电子书")
            case CollectionFormat.MARKDOWN:
                return say("Markdown 文件夹，一篇一个文件")
            case CollectionFormat.TEI:
                return say("TEI 文件夹，一期一个文件")
