"""The containers of a library, with a reader's choices for the columns of its tables."""

from reader.formats import Containers
from reader.storage.column_choices import choices_in
from reader.storage.folder import LibraryFolder


def containers_of(folder: LibraryFolder) -> Containers:
    return Containers(folder.open, choices_in(folder.user_folder))
