"""Which corrections apply to which file; finding the file of a correction whose file is gone; corrections in words."""

import datetime as dt
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from reader import formats
from reader.i18n import say
from reader.language.dates.date_expressions import days_of
from reader.library.files_beside import source_of
from reader.newspaper.article import Role
from reader.newspaper.article_key import digest_of
from reader.newspaper.correction import Claim, CorrectedRole, Correction, CorrectionKind, correction_to_json
from reader.parsing.path_hints import Origin, origin_of
from reader.search.engine import Engine, Order
from reader.search.query import parse_query
from reader.storage.catalogue import Catalogue
from reader.storage.file_table import KnownFile
from reader.storage.folder import LibraryFolder

PROBE_LENGTH = 12
FOUND_AT_ONCE = 20
FILES_LOOKED_AT = 6
LEAST_FITTING = 0.8
"""Minimum mean likeness of the three lines of an anchor in a file of another name: all of them, but for OCR errors."""

_QUOTED = 12


class CorrectionsByFile:
    """The corrections by the file that they apply to: its own, and those of its copies, which have equal bytes.

    A recurring notice of another issue has equal bytes, too. So what was told of the issue of a copy applies only where
    the paths tell the same of it, and the file has nothing of the kind itself; what was told of a line applies unless
    the paths tell two newspapers or days.
    """

    def __init__(self, corrections: Iterable[Correction], known: Mapping[str, KnownFile]) -> None:
        self._of_path: dict[str, list[Correction]] = defaultdict(list)
        self._of_digest: dict[bytes, list[Correction]] = defaultdict(list)
        for correction in corrections:
            if correction.claim.kind.is_of_story:
                continue
            path = correction.anchor.path
            self._of_path[path].append(correction)
            if path in known:
                self._of_digest[known[path].digest].append(correction)

    def of(self, path: str, digest: bytes) -> tuple[Correction, ...]:
        own = self._of_path.get(path, ())
        shared = [each for each in self._of_digest.get(digest, ()) if each.anchor.path != path]
        if not shared:
            return tuple(own)
        told = {each.claim.kind for each in own if each.claim.kind.is_of_issue}
        origin = origin_of(path)
        return (*own, *(each for each in shared if each.claim.kind not in told and _is_shared(each, origin)))


def _is_shared(correction: Correction, origin: Origin) -> bool:
    """Return whether a correction of a copy applies to the file of this origin."""
    copied = origin_of(correction.anchor.path)
    both = (copied.title, origin.title), (copied.date, origin.date)
    if correction.claim.kind.is_of_issue:
        return all(one == other for one, other in both)
    return all(one == other or None in (one, other) for one, other in both)


def stamp_of(corrections: Iterable[Correction]) -> str:
    """Return a digest of the corrections with which a file was parsed; "" for none."""
    records = sorted(
        json.dumps(correction_to_json(each) | {"path": ""}, sort_keys=True) for each in corrections
    )
    return digest_of("\n".join(records).encode(), 8).hex() if records else ""


def matching_files(
    homeless: Iterable[Correction],
    present_paths: Collection[str],
    folder: LibraryFolder,
    catalogue: Catalogue,
    engine: Engine,
) -> dict[str, str]:
    """Return the path by UUID for the corrections of missing files whose line was found in another file.

    Only files of `present_paths` are tried that contain the quoted words, or have the missing file's name; the line has
    to stand between the same neighbouring lines.
    """
    homes = {}
    for correction in homeless:
        fitting = {
            path: _fit(correction, folder, path)
            for path in _candidates(correction, present_paths, catalogue, engine)
        }
        best = max(fitting, key=lambda path: fitting[path], default=None)
        if best is not None and fitting[best] >= LEAST_FITTING:
            homes[correction.uuid] = best
    return homes


def _fit(correction: Correction, folder: LibraryFolder, path: str) -> float:
    from reader import parsing

    try:
        source = source_of(folder, path)
    except formats.UnreadableFile:
        return 0.0
    found = parsing.resolve([correction], source).lines.get(correction.uuid)
    return (
        0.0 if found is None else parsing.anchor_likeness(correction.anchor, parsing.anchor_of(source, found))
    )


def _candidates(
    correction: Correction, present_paths: Collection[str], catalogue: Catalogue, engine: Engine
) -> list[str]:
    """Return paths, those of files that contain most of the correction's quotes first."""
    anchor = correction.anchor
    held: Counter[str] = Counter()
    for quoted in (anchor.quote, anchor.before, anchor.after):
        probe = quoted[:PROBE_LENGTH].replace('"', " ").strip()
        if probe:
            ids = engine.page(parse_query(f'"{probe}"'), Order.NEWEST, limit=FOUND_AT_ONCE)
            held.update(set(catalogue.first_paths(ids).values()))
    name = anchor.path.rpartition("/")[2]
    held.update(path for path in present_paths if path.rpartition("/")[2] == name)
    likely = [
        path
        for path, _ in sorted(held.items(), key=lambda each: (-each[1], each[0]))
        if path in present_paths
    ]
    return likely[:FILES_LOOKED_AT]


def in_words(claim: Claim) -> str:  # noqa: C901, PLR0912 - a case a kind of correction
    """Return the claim in words: “这是标题”, “署名：记者 顾知远”."""
    if claim.role is not None:
        return _corrected_role_in_words(claim.role)
    if claim.credit is not None:
        who = role_in_words(claim.credit.role)
        if not claim.credit.names:
            return say("这里没有署{who}", who=who)
        return say("署名：{who} {names}", who=who, names=" ".join(claim.credit.names))
    if claim.date is not None:
        return say("这一期是 {date} 的", date=claim.date)
    if claim.number is not None:
        return say("这一期是第 {number} 期", number=claim.number)
    if claim.title is not None:
        return say("这是《{title}》", title=claim.title)
    if claim.not_year is not None:
        return say("这一期不是 {year} 年的", year=claim.not_year)
    if claim.first is not None:
        quote = claim.first.quote
        text = quote if len(quote) <= _QUOTED else quote[:_QUOTED] + "…"
        if claim.kind is CorrectionKind.CONTINUES:
            return say("与“{text}”那篇是同一篇，接在它后面", text=text)
        return say("与“{text}”那篇不是同一篇", text=text)
    match claim.kind:
        case CorrectionKind.STARTS:
            return say("这里开始另一篇")
        case CorrectionKind.JOINED:
            return say("与上一篇是同一篇")
        case CorrectionKind.PARAGRAPH_JOINED:
            return say("与上一段是同一段")
        case _:
            return say("这里另起一段")


def date_in(text: str, near: dt.date | None = None) -> dt.date | None:
    """Return the day of a typed date: 1987-6-3, 1987年6月3日; for 6月3日 the last one before `near`."""
    days = days_of(text, dt.date.today(), near)
    return days.first if days is not None and days.first == days.last else None


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that a person has typed, separated by spaces or commas; nothing is guessed."""
    return tuple(dict.fromkeys(name for name in re.split(r"[\s、，,;；/／]+", text) if name))


def _corrected_role_in_words(role: CorrectedRole) -> str:
    return {
        CorrectedRole.HEADLINE: say("这是标题"),
        CorrectedRole.KICKER: say("这是眉题"),
        CorrectedRole.DECK: say("这是副题"),
        CorrectedRole.SECTION: say("这是栏目"),
        CorrectedRole.BYLINE: say("这是署名"),
        CorrectedRole.PARAGRAPH: say("这是正文"),
        CorrectedRole.SUBHEAD: say("这是小标题"),
        CorrectedRole.CAPTION: say("这是图说"),
        CorrectedRole.NOTICE: say("这是启事"),
        CorrectedRole.JUMP: say("这是转版的话"),
        CorrectedRole.MASTHEAD: say("这是报头"),
        CorrectedRole.PAGE: say("这是版次"),
    }[role]


def role_in_words(role: Role) -> str:
    """Return the role of a credit in words: “记者”."""
    return {
        Role.REPORTER: say("记者"),
        Role.CORRESPONDENT: say("通讯员"),
        Role.PHOTOGRAPHER: say("摄影"),
        Role.AUTHOR: say("作者"),
        Role.EDITOR: say("编辑"),
        Role.AGENCY: say("通讯社"),
    }[role]
