"""The present state of the files beside other files: which are pages, which have changed, which are gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.storage.beside_table import BesideFile, BesideFiles, beside_path
from reader.storage.folder import Scan


@dataclass(slots=True)
class Beside:
    """The state of the files beside others.

    `files` by the path of the file that was read with them; `pages` are the paths of those that are pages of it, and no
    issues themselves. `changed` are the files to be read again, since a file beside them has changed or was added;
    `incomplete` those with a page that is gone: they are missing as a whole, and what was read from them is kept.
    """

    files: dict[str, tuple[BesideFile, ...]] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)


def look_beside(scan: Scan, beside: Mapping[str, BesideFiles], new_paths: Mapping[str, str]) -> Beside:
    """Return the present state of the files beside others; `new_paths` are those of renamed files, by the old ones."""
    found = {file.path: (file.size, file.mtime_ns) for file in scan.files} if beside else {}
    seen = Beside()
    for old_path, known in beside.items():
        path = new_paths.get(old_path, old_path)
        seen.files[path] = known.files
        for each in known.files:
            place = beside_path(path, each.name)
            if known.are_taken and each.is_page:
                seen.pages.add(place)
                if place not in found:
                    seen.incomplete.add(path)
            if found.get(place, (-1, 0)) != (each.size, each.mtime_ns):
                seen.changed.add(path)
    return seen
