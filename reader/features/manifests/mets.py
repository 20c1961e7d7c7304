"""METS: an issue manifest, read together with the files of the issue's pages (see `issue_in_files`)."""

from reader.features.manifests import issue_in_files
from reader.features.manifests.mets_file import issue_of
from reader.formats import xml_tree
from reader.formats.page_boxes import PageBoxes, of_laid_out
from reader.formats.reading import SavedFile
from reader.formats.scans.laid_out import LaidOut
from reader.newspaper.article import SourceText


class Mets:
    """The format of files whose root is `mets`."""

    name = "mets"

    def certainty(self, file: SavedFile) -> float:
        return 1.0 if xml_tree.root_of(file.data) == "mets" else 0.0

    def read(self, file: SavedFile) -> SourceText:
        return laid_out(file).source


def laid_out(file: SavedFile) -> LaidOut:
    """Return an issue with its printed lines. Raises UnreadableFile."""
    return issue_in_files.laid_out(file, *issue_of(file))


def boxes_of(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    return of_laid_out(laid_out(file), source)
