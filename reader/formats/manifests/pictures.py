"""The names of the page pictures in an issue manifest."""

from collections.abc import Sequence

from reader.formats.manifests import iiif, mets_file
from reader.formats.manifests.beside import local_name
from reader.formats.manifests.mets import Mets
from reader.formats.reading import SavedFile, UnreadableFile


def pictures_named(file: SavedFile) -> Sequence[str]:
    """Return the paths of the page pictures, relative to the manifest's folder; () if it can't be read.

    For a picture given by a URL, the path is the last part of the URL's path.
    """
    try:
        if Mets().certainty(file):
            issue = mets_file.issue_of(file)[0]
        elif iiif.Iiif().certainty(file):
            issue = iiif.issue_of(file)
        else:
            return ()
    except UnreadableFile:
        return ()
    named = [page.picture for page in issue.pages if page.picture]
    names = (local_name(each) or local_name(iiif.end_of(each)) for each in named)
    return tuple(dict.fromkeys(filter(None, names)))
