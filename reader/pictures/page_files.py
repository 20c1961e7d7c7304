"""Finding the picture of a text file, or of one of its pages, by the names of the files and by what the text states."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from msgspec import Struct

from reader.newspaper.picture_names import ENDINGS, is_picture

_FOLDER_NAMES = (
    "image images img imgs pic pics picture pictures scan scans page pages media"
    " jpg jpgs jpeg png tif tiff jp2 webp pdf pdfs"
    " 图 图片 图像 版面 版面图 版图 扫描 扫描件 扫描图 原图 原版 影印 影印件"
)
_FOLDERS = frozenset(_FOLDER_NAMES.split())
"""Names of folders of pictures next to text files or to folders of texts."""
_OF_TEXTS = re.compile(r"\.(alto|page|hocr|ocr|mets|tei|xml|html?|txt)$", re.IGNORECASE)
_FOLDER_SIGNS = re.compile(r"[/\\]")
_DAY = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d(?!\d(?!\d)))")
"""A date in eight digits, which may be followed by one or two digits of a page."""
_SIGN = re.compile(r"\d+|[^\W\d_]+")
_UNIT = re.compile(r"第(?=[a-z]?\d)|(?<=\d)[年月日版页]|(?<![^\W\d_])(?:p|pg|page)(?=[\W_]*\d)")
"""Words that mark a number as that of a page or in a date; they are ignored in names."""
_YEAR = re.compile(r"(?:1[89]|20)\d\d")

Signs = tuple[str, ...]
"""The words and numbers of a name in normal form, by which differently written names are compared."""


class Folder(Struct, frozen=True, dict=True):
    """The content of a folder: names of its subfolders, its pictures (`files`) and its web pages
    (`lists`).
    """

    folders: Sequence[str]
    files: Sequence[str]
    lists: Sequence[str] = ()

    @cached_property
    def pictures(self) -> dict[Signs, str]:
        """The names of the pictures by their `Signs`."""
        pictures = sorted(filter(is_picture, self.files), key=_rank)
        return {_signs(posixpath.splitext(name)[0]): name for name in reversed(pictures)}


def picture_of(text: str, list_folder: Callable[[str], Folder], stated: str | None = None) -> str | None:
    """Return the path of the picture that belongs to a text file; None if it is not found.

    Args:
        text: The path of the file in the library, with `/`.
        list_folder: Returns the content of a folder of the library ("" for its root), an empty one if it is
        missing.
        stated: The path of the picture in the text (`PageBoxes.picture`); it is untrusted, only its last part
        is used.
    """
    stems = _stems(text, stated)
    folders = list(_folders(text, list_folder))
    for folder in folders:
        name_by_lower = {name.lower(): name for name in list_folder(folder).files if is_picture(name)}
        for name in chain.from_iterable(map(_file_names, stems)):
            if name in name_by_lower:
                return posixpath.join(folder, name_by_lower[name])
    return _named_by((_signs(stems[-1]),), folders, list_folder)


def _file_names(stem: str) -> list[str]:
    """Return the names that the file of a picture may have: the stem itself, if it has an ending already."""
    if is_picture(stem):
        return [stem]
    return [stem + ending for ending in ENDINGS]


def picture_of_page(text: str, page: str, list_folder: Callable[[str], Folder]) -> str | None:
    """Return the path of the picture of one page, by its label, of a text file with several pages; else None.

    Its name consists of the names of the text and the page in any notation (for “1987-06-03.txt”:
    “19870603-02.jpg”, “1987-06-03第02版.jpg”), or is that of the page, in a folder with the name of the text.
    """
    of_text = _signs(_stems(text)[-1])
    of_page = _signs(page)
    if not of_page or _is_part_of_day(of_text):
        return None
    folders = list(_folders(text, list_folder))
    pages = [of_page]
    if of_page[0].isdecimal():
        pages.append(("a", *of_page))  # a paper whose first section is A may number its pages without it
    with_text = [of_text + page_signs for page_signs in pages]
    path = _named_by(with_text, folders, list_folder)
    if path is not None:
        return path
    return _named_by([*pages, *with_text], list(_own_folders(of_text, folders, list_folder)), list_folder)


def pictures_of_pages(text: str, list_folder: Callable[[str], Folder]) -> list[str]:
    """Return the sorted paths of the pictures of all pages of a text file, by their names as in
    `picture_of_page`.
    """
    of_text = _signs(_stems(text)[-1])
    if _is_part_of_day(of_text):
        return []
    folders = list(_folders(text, list_folder))
    paths = [
        posixpath.join(folder, name)
        for folder in folders
        for signs, name in list_folder(folder).pictures.items()
        if len(signs) > len(of_text) and signs[: len(of_text)] == of_text
    ]
    for folder in _own_folders(of_text, folders, list_folder):
        paths += [posixpath.join(folder, name) for name in list_folder(folder).pictures.values()]
    return sorted(set(paths))


def _own_folders(
    of_text: Signs, folders: Sequence[str], list_folder: Callable[[str], Folder]
) -> Iterator[str]:
    """Yield those of the folders, and of their subfolders, that have the name of the text file."""
    for folder in folders:
        if _signs(posixpath.basename(folder)) == of_text:
            yield folder
        for name in sorted(list_folder(folder).folders):
            if _signs(name) == of_text:
                yield posixpath.join(folder, name)


def _named_by(
    sign_groups: Sequence[Signs], folders: Sequence[str], list_folder: Callable[[str], Folder]
) -> str | None:
    """Return the path of the first picture in these folders with one of the `sign_groups` names, else None."""
    for folder in folders:
        pictures = list_folder(folder).pictures
        for signs in sign_groups:
            if signs and signs in pictures:
                return posixpath.join(folder, pictures[signs])
    return None


def _signs(name: str) -> Signs:
    name = _DAY.sub(r" \1 \2 \3 ", unicodedata.normalize("NFKC", name).lower())
    signs = _SIGN.findall(_UNIT.sub(" ", name))
    return tuple(map(_without_zeros, signs))


def _without_zeros(sign: str) -> str:
    """Return a number without the zeros before it; another sign as it is."""
    if not sign.isdecimal():
        return sign
    return sign.lstrip("0") or "0"


def _is_part_of_day(signs: Signs) -> bool:
    """Return whether a name ends in a year or month: with a page number it would look like a date."""
    if not signs or _YEAR.fullmatch(signs[-1]):
        return True
    return len(signs) > 1 and _YEAR.fullmatch(signs[-2]) is not None and len(signs[-1]) < 3


def _rank(name: str) -> tuple[int, str]:
    ending = posixpath.splitext(name)[1].lower()
    return ENDINGS.index(ending), name


def _stems(text: str, stated: str | None = None) -> list[str]:
    """Return the possible names of the picture in lower case, with or without ending, most reliable first."""
    stems = []
    if stated:
        name = _FOLDER_SIGNS.split(stated.partition("?")[0])[-1].lower()
        stems += [name, posixpath.splitext(name)[0]]
    name = posixpath.basename(text).lower()
    while True:
        stem = posixpath.splitext(name)[0]
        stems.append(stem)
        has_further_ending = stem != name and _OF_TEXTS.search(stem) is not None
        name = stem
        if not has_further_ending:
            break
    if is_picture(name):  # page.jpg.txt
        stems.append(posixpath.splitext(name)[0])
    return list(dict.fromkeys(filter(None, stems)))


def _folders(text: str, list_folder: Callable[[str], Folder]) -> Iterator[str]:
    """Yield the folders that may contain the picture.

    They are the folder of the text, folders of pictures in it, and the corresponding folder in a tree of
    pictures next to the tree of texts (for `text/1987/a.xml`: `images/1987`).
    """
    if posixpath.dirname(text):
        parts = posixpath.dirname(text).split("/")
    else:
        parts = []
    yield "/".join(parts)
    for depth in range(len(parts), -1, -1):
        above = "/".join(parts[:depth])
        rest = parts[depth + 1 :]
        for name in sorted(list_folder(above).folders):
            if name.lower() in _FOLDERS:
                yield posixpath.join(above, name, *rest)
