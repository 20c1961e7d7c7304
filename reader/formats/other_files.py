"""Files that may well hold an issue, in a form that is not read: by their names alone, and what to do with each."""

from pathlib import PurePath

from reader.i18n import say

_TEXTS = frozenset({".doc", ".wps", ".rtf", ".odt", ".pages", ".xps", ".oxps"})
_BOOKS = frozenset({".mobi", ".azw", ".azw3", ".fb2", ".htmlz", ".chm"})
_SHEETS = frozenset({".xls", ".xlsx", ".ods", ".et"})
_SCANS = frozenset({".caj", ".kdh", ".nh", ".ceb", ".ceb2", ".djvu", ".djv", ".pdg"})
_PACKED = frozenset({".rar", ".7z", ".zipx", ".lzh", ".cab"})
_ALL = _TEXTS | _BOOKS | _SHEETS | _SCANS | _PACKED


def is_other(path: PurePath) -> bool:
    """Return whether a file is in a form that is not read, but may hold an issue."""
    return path.suffix.lower() in _ALL


def what_to_do(path: PurePath) -> str | None:
    """Return why a file is not read, and what a person can do; None if its name does not tell."""
    ending = path.suffix.lower()
    if ending in _TEXTS:
        return say(
            "这里不读 {ending} 文件。请用 Word、WPS 或 LibreOffice 打开，另存为 .docx 后放入。", ending=ending
        )
    if ending in _BOOKS:
        return say("这里不读 {ending} 电子书。请用 calibre 转换成 EPUB 后放入。", ending=ending)
    if ending in _SHEETS:
        return say("这里不读 {ending} 表格。请打开后另存为“CSV UTF-8（逗号分隔）”，再放入。", ending=ending)
    if ending in _SCANS:
        return say(
            "这里不读 {ending} 文件。请用它自己的阅读器另存为 PDF；若只有图像，再用 OCR 程序识别后放入。",
            ending=ending,
        )
    if ending in _PACKED:
        return say("这里不读 {ending} 压缩包。请解开后放入，或改存为 .zip。", ending=ending)
    return None
