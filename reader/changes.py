"""The changes in each version of the program, read from the bundled change logs, one for each language.

`CHANGELOG.md` and `CHANGELOG.zh.md` list the same versions, newest first, with equal numbers of headings and points; a
test checks that.
"""

import datetime as dt
import re
from itertools import chain

from msgspec import Struct

from reader import assets, i18n
from reader.i18n import say

LISTS = {"en": "CHANGELOG.md", "zh": "CHANGELOG.zh.md"}
_HEADING = re.compile(r"## (?P<number>\d+(?:\.\d+)*)(?: · (?P<day>\d{4}-\d\d-\d\d))?")
_GROUP = "### "
_POINT = "- "
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()]*\)")


class ChangeGroup(Struct, frozen=True):
    """The changes under one heading of a version; the heading is "" in a version without headings."""

    heading: str
    points: tuple[str, ...]


class Release(Struct, frozen=True):
    """A version: its number, its release date (None if unreleased), its description, and its changes."""

    number: str
    day: dt.date | None
    about: str
    groups: tuple[ChangeGroup, ...]

    @property
    def points(self) -> tuple[str, ...]:
        """All changes of the version, in the order of the change log."""
        return tuple(chain.from_iterable(group.points for group in self.groups))


def releases() -> tuple[Release, ...]:
    """Return all versions, newest first, in the language of the program."""
    text = assets.document(LISTS[i18n.language()]).read_text(encoding="utf-8")
    return releases_of(text)


def releases_of(text: str) -> tuple[Release, ...]:
    """Return the versions in the text of a change log.

    Raises ValueError if a heading has no version number, or if text belongs to no point.
    """
    return tuple(_release(part) for part in re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:])


def releases_after(number: str) -> tuple[Release, ...]:
    """Return the versions later than version `number`, newest first."""
    return tuple(release for release in releases() if is_later(release.number, number))


def title_of(release: Release) -> str:
    title = say("阅报 {version}", version=release.number)
    if release.day:
        return f"{title} · {release.day.isoformat()}"
    return title


def is_later(number: str, other: str) -> bool:
    """Return whether the version `number` is later than `other`: 0.10 is later than 0.9, and any version is later than
    "".
    """
    return _parts(number) > _parts(other)


def _parts(number: str) -> tuple[int, ...]:
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})*", number):
        return tuple(map(int, number.split(".")))
    return ()


def _release(part: str) -> Release:
    first, *others = re.split(rf"^{_GROUP}", part, flags=re.MULTILINE)
    heading, _, text = first.partition("\n")
    match = _HEADING.fullmatch(heading)
    if not match:
        raise ValueError(heading)
    about, *points = _paragraphs(text)
    groups = [ChangeGroup("", tuple(points))] if points else []
    for other in others:
        group_name, _, text = other.partition("\n")
        before, *points = _paragraphs(text)
        if before:
            raise ValueError(before)
        groups.append(ChangeGroup(group_name, tuple(points)))
    if match["day"]:
        day = dt.date.fromisoformat(match["day"])
    else:
        day = None
    return Release(match["number"], day, about, tuple(groups))


def _paragraphs(text: str) -> list[str]:
    """Return the text before the first point, then each point on one line, with links replaced by their words."""
    paragraphs = re.split(rf"^{_POINT}", text, flags=re.MULTILINE)
    return [_LINK.sub(r"\1", " ".join(paragraph.split())) for paragraph in paragraphs]
