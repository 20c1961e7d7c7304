"""The files of a folder that are not read, although nothing failed: of what kind each is, and what to do with it.

What belongs to a program, to a sync client or to a saved web page is none of the reader's files, and is not told.
Pictures that may be recognised are told by who recognises them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from reader import formats
from reader.formats.other_kinds import comparable, ending_of
from reader.i18n import Words, count, later, say
from reader.library.sync_events import PassedKind, PassedOver
from reader.pictures.page_files import is_picture
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.disk_errors import LibraryError
from reader.storage.folder import FolderError, LibraryFolder, Scan

_ENDINGS = {
    PassedKind.BACKUP: ".bak .old .orig .swp .swo .tmp .temp .part .crdownload",
    PassedKind.CHECKSUMS: ".md5 .md5sum .sha1 .sha256 .sha512 .sfv .crc .par2",
    PassedKind.RECORD: ".opf .ncx .xmp .thm .nfo .bib .ris .torrent",
    PassedKind.MEDIA: (
        ".mp3 .m4a .wav .flac .ogg .opus .wma .amr .aac .mp4 .m4v .mov .avi .mkv .wmv .flv .webm .rmvb .mpg .3gp"
    ),
    PassedKind.PROGRAM: (
        ".exe .dll .so .py .js .css .map .ttf .otf .woff .woff2 .db .sqlite .ini .cfg .log .lnk .url .bat .sh .svg .ico"
    ),
}
_KIND_OF_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
_OF_SYSTEMS = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "robots.txt", "hts-log.txt"})
"""Names of files that systems and mirroring programs write beside the reader's."""


def passed_over(
    names: Iterable[str], without_article: Mapping[str, str], inside: Iterable[str] = ()
) -> list[PassedOver]:
    """Return the files that are not read: `names` were passed over by a scan; those `without_article` have been read,
    and each stands with what it is in few words; those `inside` are in archives.
    """
    of_scan = [_by_name(name) for name in names if not (is_picture(name) or _is_of_programs(name))]
    read = [_without_article(path, what) for path, what in without_article.items()]
    of_archives = [_inside(path) for path in inside if not _is_of_programs(path)]
    return sorted([*of_scan, *read, *of_archives], key=lambda file: file.path)


def passed_over_now(folder: LibraryFolder, catalogue: Catalogue) -> list[PassedOver]:
    """Return the files of a library's folder that are not read, as it is now. Raises LibraryError."""
    without_article = catalogue.files.failed_files(are_left_out=True)
    if folder.root.is_file():  # a library in one file
        return passed_over([], without_article)
    try:
        scan = folder.scan(formats.is_issue_path)
    except FolderError as error:
        raise LibraryError(str(error)) from error
    return passed_over(scan.passed_over, without_article, unread_inside(scan, catalogue))


def unread_inside(scan: Scan, catalogue: Catalogue) -> Iterator[str]:
    """Yield the paths of the files in archives that are of kinds not read, as they were when the archive was listed."""
    names_by_archive = catalogue.stored_values(_UNREAD_IN)
    if not names_by_archive:
        return
    for path in names_by_archive.keys() & scan.by_path().keys():
        for name in json.loads(names_by_archive[path]):
            yield f"{path}/{name}"


def keep_unread(writer: CatalogueWriter, names_by_archive: Mapping[str, Sequence[str]]) -> None:
    """Store which files of archives are of kinds not read."""
    for path, names in names_by_archive.items():
        if names:
            writer.keep(_UNREAD_IN + path, json.dumps(names, ensure_ascii=False))
        else:
            writer.forget(_UNREAD_IN + path)


_UNREAD_IN = "unread in "
"""The beginning of a key of the catalogue, before the path of an archive."""


def _inside(path: str) -> PassedOver:
    if is_picture(path):
        words = say("图片在压缩包里，没有读。请解开后放入，再识别上面的文字。")
        return PassedOver(path, PassedKind.PICTURE, words)
    return _by_name(path)


def lines_by_kind(files: Iterable[PassedOver]) -> Iterator[str]:
    """Yield a line for each kind, and for each unknown ending: how many there are, the first of them, what to do."""
    groups: dict[tuple[PassedKind, str], list[PassedOver]] = {}
    for file in files:
        if file.kind is PassedKind.UNKNOWN:
            ending = _ending_of(file.path)
        else:
            ending = ""
        groups.setdefault((file.kind, ending), []).append(file)
    for group in groups.values():
        number = count(len(group), "{n} 个文件没有读")
        yield say(
            "{number}，如 {path}：{message}", number=number, path=group[0].path, message=group[0].message
        )


def _is_of_programs(name: str) -> bool:
    path = PurePosixPath(name)
    is_hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return is_hidden or path.name.lower() in _OF_SYSTEMS or formats.is_beside_page(path)


def _by_name(name: str) -> PassedOver:
    ending = _ending_of(name)
    kind = _KIND_OF_ENDING.get(ending, PassedKind.UNKNOWN)
    if name.endswith(("~", "#")):
        kind = PassedKind.BACKUP
    if kind is PassedKind.UNKNOWN:
        return PassedOver(name, kind, _of_unknown(name, ending))
    return PassedOver(name, kind, _WORDS[kind]())


def _ending_of(path: str) -> str:
    return ending_of(comparable(path))


def _of_unknown(name: str, ending: str) -> str:
    if formats.is_issue_path(name):
        return say("不是普通文件，而是管道、断了的链接之类，没有读。")
    return say(
        "这里不认识 {ending} 文件。里面若是文字，请改名为 .txt；否则请另存为 PDF 或 .docx 后放入。",
        ending=ending,
    )


_WORDS: dict[PassedKind, Words] = {
    PassedKind.BACKUP: later("程序留下的备份，不当作报纸。原来的文件在旁边，就不必管它。"),
    PassedKind.CHECKSUMS: later("校验和清单，不是报纸。"),
    PassedKind.RECORD: later("别的程序写下的著录，不是报纸。"),
    PassedKind.MEDIA: later("声音或影像，没有可读的文字。"),
    PassedKind.PROGRAM: later("程序、样式或数据，不是报纸。"),
}


def _without_article(path: str, what: str) -> PassedOver:
    if not formats.has_no_ending(path):
        return PassedOver(path, PassedKind.NO_ARTICLE, say("不含文章：{what}。", what=what))
    words = say("没有后缀，里面也找不到报名和日期，没有当作报纸。若是报纸，请改名为 .txt。")
    return PassedOver(path, PassedKind.NO_ENDING, words)
