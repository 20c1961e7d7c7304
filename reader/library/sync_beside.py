"""The files that others were read with, as they are now: which are pages, which have changed, which are gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.storage.beside_table import BesideFile, BesideFiles, beside_path
from reader.storage.folder import Scan


@dataclass(slots=True)
class Beside:
    """What a look beside files finds.

    `files` by the path of the file that was read with them; `pages` are the paths of those that are pages of one, and
    no issues themselves. `changed` are the files to be read again, since a file beside them is another or has come;
    `incomplete` those of which a page is gone: they are missing as a whole, and what was read from them is kept.
    """

    files: dict[str, tuple[BesideFile, ...]] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)


def look_beside(scan: Scan, beside: Mapping[str, BesideFiles], new_paths: Mapping[str, str]) -> Beside:
    """Return what is beside the files now; `new_paths` are those of renamed ones."""
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
