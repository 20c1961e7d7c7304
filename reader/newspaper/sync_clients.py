"""The names that sync clients and other programs give to copies of a file: of papers, and of the reader's own file.

A client that finds two versions of a file writes one of them beside the other, with a remark in its name. A few
programs keep former versions in a folder of their own. What a name says is certain only together with the file that
it is a copy of: without that beside it, any name is that of a file of its own.
"""

from collections.abc import Container

from msgspec import Struct

from reader.language.patterns import pattern

_CONFLICT = (
    "conflicted|conflict|konflikt|en conflit|en conflicto|in conflitto|em conflito"
    "|冲突的?|衝突的?|沖突的?|競合|충돌된?"
)
"""The words of clients for two versions of a file, in the languages that they speak."""
_COPY = "copy|file|kopie|copie|copia|副本|複本|文件|檔案|版本|复制|複製|拷贝|コピー|사본|파일"
_MADE = "copy|kopie|copie|copia|副本|複本|复件|複件|复制|複製|拷贝|コピー|사본"
"""The words that stand before the name of a copy."""
_OPEN = r"[(（[【]"
_CLOSE = r"[)）\]】]"
_INSIDE = r"[^()（）\[\]【】]*"
_DAY = r"\d{4}-?\d\d-?\d\d"
_TIME = r"\d\d[-_:]?\d\d([-_:]?\d\d)?"


class ClientNames(Struct, frozen=True):
    """How a program names the copy of “stem.ending”; `is_ambiguous`: papers have such names, too,
    those of a second page, of another day. `pattern` matches the whole name without
    its ending, `stem` is that of the original.
    """

    clients: str
    pattern: str
    is_ambiguous: bool = False


_SIGNS = (
    *("onflict", "onflikt", "onflit", "冲突", "衝突", "沖突", "競合", "충돌"),
    *(".path", "-desktop-", "-laptop-", "-win-", "logseq/bak/"),
)
"""Each certain name has one of these."""
NAMES = (
    ClientNames("Syncthing", rf"(?P<stem>.+)\.sync-conflict-{_DAY}-{_TIME}(-[a-z0-9]{{7}})?"),
    ClientNames(
        "Dropbox, Nextcloud, 坚果云, Box",
        rf"(?P<stem>.+?)[ _]?{_OPEN}{_INSIDE}({_CONFLICT}){_INSIDE}({_COPY}){_INSIDE}{_CLOSE}",
    ),
    ClientNames("Dropbox", rf"(?P<stem>.+?)[ _]?{_OPEN}{_INSIDE}({_COPY}) ({_CONFLICT}){_INSIDE}{_CLOSE}"),
    ClientNames(
        "Dropbox",
        rf"(?P<stem>.+?)[ _]?{_OPEN}(case|selective sync|unicode encoding) ({_CONFLICT}){_INSIDE}{_CLOSE}",
    ),
    ClientNames(
        "Seafile, Unison", rf"(?P<stem>.+?)[ _]?{_OPEN}(sfconflict |conflict #\d+ on ){_INSIDE}{_CLOSE}"
    ),
    ClientNames("Google Drive", rf"(?P<stem>.+?)[ _]?{_OPEN}({_CONFLICT})\d{{0,3}}{_CLOSE}"),
    ClientNames("rclone, Resilio", rf"(?P<stem>.+?)\.(\.?({_CONFLICT})(\d{{0,3}}|[-_]{_DAY}.*)|\.path\d)"),
    ClientNames("ownCloud", rf"(?P<stem>.+?)_conflict-{_DAY}-{_TIME}"),
    ClientNames("Synology", r"(?P<stem>.+?)_[^_]+_[a-z]{3}-\d\d-\d{4,6}-\d{4}_(case)?conflict"),
    ClientNames("百度网盘", rf"(?P<stem>.+?)[-_ ]({_CONFLICT})[ _]?({_COPY})([-_ ].*)?"),
    ClientNames("OneDrive", r"(?P<stem>.+)-(desktop|laptop|win)-[a-z0-9]{4,12}(-\d{1,2})?"),
    ClientNames(
        "others", rf"(?P<stem>.+?)[ _]?{_OPEN}{_INSIDE}({_CONFLICT}){_INSIDE}{_CLOSE}", is_ambiguous=True
    ),
    ClientNames("OneDrive", r"(?P<stem>.+)-[^-./]*[^-./\d][^-./]*", is_ambiguous=True),
    ClientNames("iCloud", r"(?P<stem>.+) \d{1,2}", is_ambiguous=True),
    ClientNames("browsers", rf"(?P<stem>.+?) ?{_OPEN}\d{{1,2}}{_CLOSE}", is_ambiguous=True),
    ClientNames(
        "Windows, Google Drive",
        rf"({_MADE})( ?{_OPEN}\d{{1,2}}{_CLOSE})? (of |von |de |di |- )?(?P<stem>.+)",
        is_ambiguous=True,
    ),
    ClientNames(
        "Windows, macOS",
        rf"(?P<stem>.+?)( ?- ?| ?的 ?| |_)({_COPY})( ?{_OPEN}?\d{{1,2}}{_CLOSE}?)?",
        is_ambiguous=True,
    ),
)
"""The certain names before the others."""

_PATTERNS = tuple((pattern(f"(?i:{names.pattern})"), not names.is_ambiguous) for names in NAMES)
_AFTER_ENDING = pattern(rf"(?i:(?P<name>.+\.[a-z0-9]{{1,8}})\.(\.?({_CONFLICT})\d{{0,3}}|\.path\d))")
"""rclone, without `--suffix-keep-extension`: “x.txt.conflict1”."""
_REMARK = pattern(rf"(?i:(?P<name>.+\.[a-z]{{1,8}})\.(\.?({_CONFLICT})\d{{0,3}}|\.path\d))")
"""The same for a name of which only the ending is asked for."""
_BACKUP = pattern(r"(?P<above>.*?)(^|/)logseq/bak/(?P<name>.+)/[^/]+(?P<ending>\.[A-Za-z0-9]+)")
"""Logseq keeps the versions of “pages/x.md” as “logseq/bak/pages/x/2024-03-06T….md”."""


class CopyName(Struct, frozen=True):
    """What a path says if it is that of a copy: the path of the original, and whether no paper is named so."""

    original: str
    is_certain: bool


def copy_names(path: str) -> tuple[CopyName, ...]:
    """Return what the path may be the copy of, the likeliest first; nothing for a usual name."""
    backup = _BACKUP.fullmatch(path)
    if backup:
        above = f"{backup['above']}/" if backup["above"] else ""
        return (CopyName(f"{above}{backup['name']}{backup['ending']}", True),)
    folder, slash, name = path.rpartition("/")
    after = _AFTER_ENDING.fullmatch(name)
    if after:
        return (CopyName(f"{folder}{slash}{after['name']}", True),)
    return tuple(
        CopyName(f"{folder}{slash}{original}", is_certain) for original, is_certain in _originals(name)
    )


def _originals(name: str) -> list[tuple[str, bool]]:
    """Return the names that a file's name may be a copy of, each with whether it is certain."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending.isalnum() or _is_remark(ending):
        stem = name
        ending = ""
    originals = []
    for names, is_certain in _PATTERNS:
        match = names.fullmatch(stem)
        if match is not None:
            originals.append((f"{match['stem']}.{ending}" if ending else match["stem"], is_certain))
    return originals


def without_remark(name: str) -> str:
    """Return a name without the remark behind its ending (“x.txt.conflict1”); most names have none."""
    if "onflict" not in name and ".path" not in name and name.isascii():
        return name
    if (after := _REMARK.fullmatch(name)) is not None:
        return after["name"]
    return name


def _is_remark(ending: str) -> bool:
    return _AFTER_ENDING.fullmatch(f"x.txt.{ending}") is not None


def may_name_copies(paths: str) -> bool:
    """Return quickly whether one of many paths, in one string, may certainly be that of a copy."""
    folded = paths.casefold()
    return any(sign in folded for sign in _SIGNS)


def original_of(path: str, paths: Container[str]) -> CopyName | None:
    """Return the first name that a path may be a copy of, of those among `paths`; None if there is none."""
    return next(
        (
            copy_name
            for copy_name in copy_names(path)
            if copy_name.original in paths and copy_name.original != path
        ),
        None,
    )


def paper_path(path: str) -> str:
    """Return the path by which a file tells its paper and day: that of the original, if it is certainly a copy."""
    certain = (copy_name.original for copy_name in copy_names(path) if copy_name.is_certain)
    return next(certain, path)


_COPY_OF_NOTES = pattern(r".*\.sqlite|user.*\.sqlite[ ._(~-].*")
"""Any remark in the name of the reader's own file counts: it holds nothing but records, which are merged."""
_UNFINISHED = pattern(r"[.~].*|.*\.(tmp|temp|part|partial|filepart|crdownload|!sync|!ut|bts)")
"""Matches files that a sync client is still writing: hidden ones, and those with a suffix for unfinished files."""


def may_be_copy_of_notes(name: str) -> bool:
    """Return whether a file beside the reader's own may be a copy of it; the name is compared without case."""
    name = name.lower()
    return _COPY_OF_NOTES.fullmatch(name) is not None and _UNFINISHED.fullmatch(name) is None
