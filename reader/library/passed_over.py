"""The files of a folder that are not read, although nothing failed: of what kind each is, and what to do with it.

What belongs to a program, to a sync client or to a saved web page is none of the reader's files, and is not told.
Pictures that may be recognised are told by who recognises them, PDFs of pictures here, too.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

from reader import formats
from reader.formats.other_kinds import comparable, ending_of
from reader.formats.reading import UnreadFiles
from reader.i18n import Words, count, later, say
from reader.library.sync_events import PassedKind, PassedOver
from reader.newspaper.picture_names import is_picture
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.disk_errors import LibraryError
from reader.storage.folder import FolderError, LibraryFolder, Scan

_ENDINGS = {
    PassedKind.BACKUP: ".bak .old .orig .swp .swo .tmp .temp .part .crdownload",
    PassedKind.CHECKSUMS: ".md5 .md5sum .sha1 .sha256 .sha512 .sfv .crc .par2",
    PassedKind.RECORD: ".opf .ncx .xmp .thm .nfo .torrent",
    PassedKind.REFERENCES: ".ris .bib .enw .nbib .bibtex",
    PassedKind.TIMED: ".lrc .ass .ssa .srt .vtt .sbv .sub .ttml .smi",
    PassedKind.BESIDE_TEXT: ".ann",
    PassedKind.MEDIA: (
        ".mp3 .m4a .wav .flac .ogg .opus .wma .amr .aac .mp4 .m4v .mov .avi .mkv .wmv .flv .webm .rmvb .mpg .3gp"
    ),
    PassedKind.PROGRAM: (
        ".exe .dll .so .py .js .css .map .ttf .otf .woff .woff2 .db .sqlite .ini .cfg .log .lnk .url .bat .sh .svg .ico"
    ),
}
_KIND_OF_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}


def passed_over(
    names: Iterable[str],
    without_article: Mapping[str, str],
    inside: Iterable[str] = (),
    apart: Iterable[PassedOver] = (),
) -> list[PassedOver]:
    """Return the files that are not read: `names` were passed over by a scan; those `without_article` have been read,
    and each stands with what it is in few words; those `inside` are in archives. Those `apart` are told as they are.
    """
    of_scan = [by_name(name) for name in names if not (is_picture(name) or formats.is_of_programs(name))]
    read = [file_without_article(path, what) for path, what in without_article.items()]
    of_archives = [_inside(path) for path in inside if not formats.is_of_programs(path)]
    return sorted([*of_scan, *read, *of_archives, *apart], key=attrgetter("path"))


def passed_over_now(folder: LibraryFolder, catalogue: Catalogue) -> list[PassedOver]:
    """Return the files of a library's folder that are not read, as it is now. Raises LibraryError."""
    try:
        scan = folder.scan(formats.is_issue_path)
    except FolderError as error:
        raise LibraryError(str(error)) from error
    return passed_over_in(scan, catalogue)


def passed_over_in(scan: Scan, catalogue: Catalogue) -> list[PassedOver]:
    """Return the files of a scan that are not read, those in archives included."""
    without_article = catalogue.files.failed_files(are_left_out=True)
    inside = unread_inside(scan, catalogue)
    apart = [*wordless_files(catalogue), *unnamed_inside(scan, catalogue)]
    return passed_over(scan.passed_over, without_article, inside, apart)


def wordless_files(catalogue: Catalogue) -> list[PassedOver]:
    """Return the PDFs of which nothing was read, as their pages are pictures without a text."""
    return [
        PassedOver(path, PassedKind.WORDLESS, message)
        for path, message in catalogue.files.wordless_files().items()
    ]


def unread_inside(scan: Scan, catalogue: Catalogue) -> Iterator[str]:
    """Yield the paths of the files in archives that are of kinds not read, as they were when the archive was listed."""
    for path, names in _stored_of_archives(_UNREAD_IN, scan, catalogue):
        yield from (f"{path}/{name}" for name in json.loads(names))


def unnamed_inside(scan: Scan, catalogue: Catalogue) -> Iterator[PassedOver]:
    """Yield for each archive how many more files in it are of kinds not read than are named."""
    for path, number_as_stored in _stored_of_archives(_UNNAMED_IN, scan, catalogue):
        number = int(number_as_stored)
        words = count(number, "里面另有 {n} 个文件没有读，没有一一列出名字。请解开压缩包后查看。")
        yield PassedOver(path, PassedKind.UNNAMED, words, number)


def _stored_of_archives(beginning: str, scan: Scan, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield the archives of a scan of which something is stored under keys with this beginning, with that."""
    stored_by_path = catalogue.stored_values(beginning)
    if stored_by_path:
        for path in sorted(stored_by_path.keys() & scan.by_path().keys()):
            yield path, stored_by_path[path]


def keep_unread(writer: CatalogueWriter, files_by_archive: Mapping[str, UnreadFiles]) -> None:
    """Store which files of archives are of kinds not read."""
    for path, files in files_by_archive.items():
        if files.names:
            writer.keep(_UNREAD_IN + path, json.dumps(files.names, ensure_ascii=False))
        else:
            writer.forget(_UNREAD_IN + path)
        if files.unnamed:
            writer.keep(_UNNAMED_IN + path, files.unnamed)
        else:
            writer.forget(_UNNAMED_IN + path)


_UNREAD_IN = "unread in "
"""The beginning of a key of the catalogue, before the path of an archive."""
_UNNAMED_IN = "number of others unread in "
"""The beginning of another one."""


def _inside(path: str) -> PassedOver:
    if is_picture(path):
        words = say("图片在压缩包里，没有读。请解开后放入，再识别上面的文字。")
        return PassedOver(path, PassedKind.PICTURE, words)
    return by_name(path)


def loose_picture(path: str) -> PassedOver:
    words = say("图片，不是哪一篇文字的版面，没有放入。要识别上面的文字，请单独导入它。")
    return PassedOver(path, PassedKind.LOOSE_PICTURE, words)


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
        number = count(sum(file.files for file in group), "{n} 个文件没有读")
        yield say(
            "{number}，如 {path}：{message}", number=number, path=group[0].path, message=group[0].message
        )


def by_name(name: str) -> PassedOver:
    """Return a file of a kind that is not read as its name tells it."""
    ending = _ending_of(name)
    kind = _KIND_OF_ENDING.get(ending, PassedKind.UNKNOWN)
    if name.endswith(("~", "#")):
        kind = PassedKind.BACKUP
    elif formats.is_of_programs(name):
        kind = PassedKind.PROGRAM
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
    PassedKind.REFERENCES: later("文献目录的条目，没有正文，不是报纸。"),
    PassedKind.TIMED: later("歌词或字幕，不是报纸。"),
    PassedKind.BESIDE_TEXT: later("另一篇文字的标注，没有正文，不是报纸。"),
    PassedKind.MEDIA: later("声音或影像，没有可读的文字。"),
    PassedKind.PROGRAM: later("程序、样式或数据，不是报纸。"),
}


def file_without_article(path: str, what: str) -> PassedOver:
    if not formats.has_no_ending(path):
        return PassedOver(path, PassedKind.NO_ARTICLE, say("不含文章：{what}。", what=what))
    words = say("没有后缀，里面也找不到报纸名和日期，没有当作报纸。若是报纸，请改名为 .txt。")
    return PassedOver(path, PassedKind.NO_ENDING, words)
