"""METS: an issue manifest, read together with the files of the issue's pages (see `issue_in_files`).

And what is known of a file that may be a manifest, also of IIIF, or may be named by one.
"""

from collections.abc import Sequence

from reader.features.manifests import iiif, issue_in_files, mets_file
from reader.features.manifests.iiif import Iiif
from reader.features.manifests.mets_file import issue_of
from reader.formats import xml_tree
from reader.formats.page_boxes import LaidOut, PageBoxes, of_laid_out
from reader.formats.reading import SavedFile, UnreadableFile
from reader.newspaper.article import SourceText
from reader.newspaper.facts import Rule


class Mets:
    """The format of files whose root is `mets`."""

    name = "mets"

    def certainty(self, file: SavedFile) -> float:
        if xml_tree.root_of(file.data) == "mets":
            return 1.0
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        return laid_out(file).source


def laid_out(file: SavedFile) -> LaidOut:
    """Return an issue with its printed lines. Raises UnreadableFile."""
    issue, encoding = issue_of(file)
    return issue_in_files.laid_out(file, issue, encoding, Rule.METS)


def boxes_of(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    return of_laid_out(laid_out(file), source)


def is_manifest(data: bytes) -> bool:
    return any(manifest_format.certainty(SavedFile("", data)) for manifest_format in (Mets(), Iiif()))


def is_named_by_manifest(data: bytes) -> bool:
    return iiif.are_annotations(data)


def pictures_named(data: bytes) -> Sequence[str]:
    file = SavedFile("", data)
    try:
        if Mets().certainty(file):
            issue = issue_of(file)[0]
        elif Iiif().certainty(file):
            issue = iiif.issue_of(file)
        else:
            return ()
    except UnreadableFile:
        return ()
    pictures = [page.picture for page in issue.pages if page.picture]
    names = (
        mets_file.local_name(picture) or mets_file.local_name(iiif.end_of(picture)) for picture in pictures
    )
    return tuple(dict.fromkeys(filter(None, names)))
