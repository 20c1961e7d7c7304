"""What the core asks of the feature that typesets articles for paper."""

from collections.abc import Sequence

from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle


class PdfMaking:
    """Makes PDF files of articles; without that feature, none."""

    def made(
        self,
        library: Library,
        parts: Sequence[StoredArticle],
        *,
        is_whole_page: bool,
        paper: str,
        orientation: str,
        has_notes: bool,
    ) -> bytes | None:
        """Return a story (`parts`), or the page on which its first part is printed, as a PDF file.

        None if nothing here can typeset it. `paper` is a4 or a3; `orientation` is auto, portrait or landscape. Qt was
        started before.
        """
        return None
