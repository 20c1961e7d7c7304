"""Copies of files of which no day is known: they belong to the issue of the file that they are copies of.

A file without a day is an issue of its own. Where its name says that it is a copy, by a table of what sync clients and
other programs write, and its text is that of the file beside it, both are one issue: then its text is a further source,
as that of a dated copy is.
"""

from collections.abc import Collection

from reader.newspaper.sync_clients import CopyName, copy_names
from reader.sources import FileText, FormArticle, twins
from reader.storage.catalogue import Catalogue
from reader.storage.file_table import folder_of
from reader.storage.form_table import UndatedFile


def undated_copies(catalogue: Catalogue, stored: Collection[str]) -> list[tuple[UndatedFile, UndatedFile]]:
    """Return the copies that are in another issue than their original, each with that.

    Only files beside those that have been `stored` are looked at, or beside the originals that their names tell.
    """
    folders = {folder_of(path) for path in stored}
    for path in stored:
        for copy in copy_names(path):
            folders.add(folder_of(copy.original))
    if not folders:
        return []
    by_path = {file.path: file for file in catalogue.forms.undated_files(folders)}
    copies = []
    for file in by_path.values():
        original = _original_of(catalogue, file, by_path)
        if original is not None:
            copies.append((file, original))
    return copies


def _original_of(
    catalogue: Catalogue, file: UndatedFile, by_path: dict[str, UndatedFile]
) -> UndatedFile | None:
    """Return the file in another issue that a file is a copy of, by its name and its text; None if there is none."""
    for name in copy_names(file.path):
        original = by_path.get(name.original)
        if original is None or original.issue_id == file.issue_id:
            continue
        if original.of == file.of and _is_copy(catalogue, file.path, name):
            return original
    return None


def _is_copy(catalogue: Catalogue, path: str, name: CopyName) -> bool:
    """Return whether the texts of both files are those of a copy and its original."""
    texts = [
        FileText(path, _articles(catalogue, path, 0), originals=(name.original,), is_copy=name.is_certain),
        FileText(name.original, _articles(catalogue, name.original, 1)),
    ]
    return path in twins(texts)


def _articles(catalogue: Catalogue, path: str, number: int) -> tuple[FormArticle, ...]:
    """Return the articles of a file; those of both files have different ids."""
    _, _, articles = catalogue.parsed_file(path)
    return tuple(FormArticle(2 * at + number, article) for at, article in enumerate(articles))
