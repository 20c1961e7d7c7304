"""Which picture belongs to a text file: by their names, and by what the text says."""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".jp2", ".j2k", ".webp", ".pdf")
"""What a picture of a page may end in; of several with one name the first is taken."""
_FOLDERS = frozenset(
    {
        "image",
        "images",
        "img",
        "imgs",
        "pic",
        "pics",
        "picture",
        "pictures",
        "scan",
        "scans",
        "page",
        "pages",
        "media",
    }
    | {"jpg", "jpgs", "jpeg", "png", "tif", "tiff", "jp2", "webp", "pdf", "pdfs"}
    | {
        "图",
        "图片",
        "图像",
        "版面",
        "版面图",
        "版图",
        "扫描",
        "扫描件",
        "扫描图",
        "原图",
        "原版",
        "影印",
        "影印件",
    }
)
"""What the folders of pictures are called beside those of texts."""
_OF_TEXTS = re.compile(r"\.(alto|page|hocr|ocr|mets|tei|xml|html?|txt)$", re.IGNORECASE)
_FOLDER_SIGNS = re.compile(r"[/\\]")


@dataclass(frozen=True, slots=True)
class Folder:
    """What is in a folder: the names of its folders, of its pictures, and of its web pages."""

    folders: Sequence[str]
    files: Sequence[str]
    lists: Sequence[str] = ()


def is_picture(name: str) -> bool:
    return name.lower().endswith(ENDINGS)


def picture_of(text: str, list_folder: Callable[[str], Folder], told: str | None = None) -> str | None:
    """Return the path of the picture that belongs to a text file; None if there is none.

    Args:
        text: The path of the file in the library, with `/`.
        list_folder: Returns what is in a folder ("": the library's own); nothing of one that is not there.
        told: What the text calls the picture (`PageBoxes.picture`), which is trusted in nothing but its name.
    """
    stems = _stems(text, told)
    for folder in _folders(text, list_folder):
        found = {name.lower(): name for name in list_folder(folder).files if is_picture(name)}
        for stem in stems:
            names = [stem] if is_picture(stem) else [stem + ending for ending in ENDINGS]
            for name in names:
                if name in found:
                    return posixpath.join(folder, found[name])
    return None


def _stems(text: str, told: str | None) -> list[str]:
    """Return what the name of the picture may be or begin with, the surest first, in small letters."""
    stems = []
    if told:
        name = _FOLDER_SIGNS.split(told.partition("?")[0])[-1].lower()
        stems += [name, posixpath.splitext(name)[0]]
    name = posixpath.basename(text).lower()
    while True:
        name, before = posixpath.splitext(name)[0], name
        stems.append(name)
        if not _OF_TEXTS.search(name) or name == before:
            break
    if is_picture(name):  # page.jpg.txt
        stems.append(posixpath.splitext(name)[0])
    return list(dict.fromkeys(filter(None, stems)))


def _folders(text: str, list_folder: Callable[[str], Folder]) -> Iterator[str]:
    """Yield the folders in which the picture may lie: that of the text, one of pictures in it, and those that stand in
    a tree of pictures where the text stands in a tree of texts.
    """
    parts = posixpath.dirname(text).split("/") if posixpath.dirname(text) else []
    yield "/".join(parts)
    for depth in range(len(parts), -1, -1):
        above = "/".join(parts[:depth])
        rest = parts[depth + 1 :]
        for name in sorted(list_folder(above).folders):
            if name.lower() in _FOLDERS:
                yield posixpath.join(above, name, *rest)
