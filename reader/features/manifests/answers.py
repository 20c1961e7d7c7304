"""What is known of a file that may be an issue manifest, or may be named by one."""

from collections.abc import Sequence

from reader.features.manifests import iiif, mets_file
from reader.features.manifests.iiif import Iiif
from reader.features.manifests.mets import Mets
from reader.formats.reading import Manifests, SavedFile, UnreadableFile


class FoundManifests(Manifests):
    def is_manifest(self, data: bytes) -> bool:
        return any(each.certainty(SavedFile("", data)) for each in (Mets(), Iiif()))

    def is_named_by_one(self, data: bytes) -> bool:
        return iiif.are_annotations(data)

    def pictures_named(self, data: bytes) -> Sequence[str]:
        file = SavedFile("", data)
        try:
            if Mets().certainty(file):
                issue = mets_file.issue_of(file)[0]
            elif Iiif().certainty(file):
                issue = iiif.issue_of(file)
            else:
                return ()
        except UnreadableFile:
            return ()
        named = [page.picture for page in issue.pages if page.picture]
        names = (mets_file.local_name(each) or mets_file.local_name(iiif.end_of(each)) for each in named)
        return tuple(dict.fromkeys(filter(None, names)))
