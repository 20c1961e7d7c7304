"""What happens to the user's data when other records come in, or a backup is restored: decided here, written elsewhere.

Of two changes of one record the later holds; where their words differ, the words that do not hold are kept as an
earlier version.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from reader.newspaper.correction import Correction
from reader.newspaper.holdings import Bookmark
from reader.storage.user_records import Alias, Records, Unreadable

_Kept = TypeVar("_Kept", Bookmark, Correction)


@dataclass(frozen=True, slots=True)
class Change(Generic[_Kept]):
    """A record before, where there was one, and after."""

    before: _Kept | None
    after: _Kept


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What is to be written. `versions`: bookmarks whose words do not hold any more, or never did here."""

    bookmarks: tuple[Change[Bookmark], ...] = ()
    corrections: tuple[Change[Correction], ...] = ()
    aliases: tuple[Alias, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    versions: tuple[Bookmark, ...] = ()

    @property
    def size(self) -> int:
        """How many bookmarks and corrections come or change."""
        return len(self.bookmarks) + len(self.corrections)

    @property
    def added(self) -> tuple[Bookmark, ...]:
        """Bookmarks that are new, or removed no more."""
        return tuple(c.after for c in self.bookmarks if _is_kept(c.after) and not _is_kept(c.before))

    @property
    def replaced(self) -> tuple[Change[Bookmark], ...]:
        """Bookmarks that are kept before and after, and lose words of theirs."""
        return tuple(
            c
            for c in self.bookmarks
            if c.before is not None
            and _is_kept(c.before)
            and _is_kept(c.after)
            and _is_missed(c.before, c.after)
        )

    @property
    def removed(self) -> tuple[Bookmark, ...]:
        """Bookmarks that are kept before, and not after."""
        return tuple(c.after for c in self.bookmarks if _is_kept(c.before) and not _is_kept(c.after))


def plan_merge(ours: Records, theirs: Records, now: dt.datetime) -> MergePlan:
    """Takes in the records of another copy. What is equal twice, an article or a passage that was bookmarked on two
    machines, becomes one bookmark, the older, with all the words.
    """
    changes, versions = _later(ours.bookmarks, theirs.bookmarks)
    corrections, _ = _later(ours.corrections, theirs.corrections)
    known = {alias.old_key for alias in ours.aliases}
    changed = _joined({b.uuid: b for b in ours.bookmarks}, changes, now)
    return MergePlan(
        bookmarks=tuple(changed.values()),
        corrections=tuple(corrections.values()),
        aliases=tuple(alias for alias in theirs.aliases if alias.old_key not in known),
        unreadable=theirs.unreadable,
        versions=tuple(old for old, holding in versions if _is_missed(old, holding)),
    )


def plan_restore(ours: Records, backup: Records, now: dt.datetime) -> MergePlan:
    """Makes bookmarks and corrections what they were in the backup: what came since is removed (and can be brought
    back), what was changed has its words of then.
    """
    keys = {b.uuid: b.key for b in ours.bookmarks}
    anchors = {c.uuid: c.anchor for c in ours.corrections}
    then = [
        replace(b, key=keys.get(b.uuid, b.key)) for b in backup.bookmarks
    ]  # to follow an article is no change
    corrections_then = [replace(c, anchor=anchors.get(c.uuid, c.anchor)) for c in backup.corrections]
    bookmarks = list(_restored(ours.bookmarks, then, now, lambda b, t: replace(b, deleted=b.deleted or t)))
    corrections = _restored(ours.corrections, corrections_then, now, lambda c, _: replace(c, undone=True))
    known = {alias.old_key for alias in ours.aliases}
    return MergePlan(
        bookmarks=tuple(bookmarks),
        corrections=tuple(corrections),
        aliases=tuple(alias for alias in backup.aliases if alias.old_key not in known),
        versions=tuple(c.before for c in bookmarks if c.before is not None and _is_missed(c.before, c.after)),
    )


def _later(
    ours: Iterable[_Kept], theirs: Iterable[_Kept]
) -> tuple[dict[str, Change[_Kept]], list[tuple[_Kept, _Kept]]]:
    """The changes, and pairs of a record that does not hold and the one that does."""
    known = {each.uuid: each for each in ours}
    changes: dict[str, Change[_Kept]] = {}
    lost: list[tuple[_Kept, _Kept]] = []
    for their in theirs:
        our = known.get(their.uuid)
        if our is None:
            changes[their.uuid] = Change(None, their)
        elif their.modified > our.modified:
            changes[their.uuid] = Change(our, their)
            lost.append((our, their))
        elif their != our:
            lost.append((their, our))
    return changes, lost


def _joined(
    ours: Mapping[str, Bookmark], changes: Mapping[str, Change[Bookmark]], now: dt.datetime
) -> dict[str, Change[Bookmark]]:
    after = {**ours, **{uuid: change.after for uuid, change in changes.items()}}
    changed = dict(changes)
    for first, *others in _equals(after.values()):
        time = max([now, *(each.modified + dt.timedelta(microseconds=1) for each in (first, *others))])
        notes = dict.fromkeys(each.note for each in (first, *others) if each.note)
        tags = dict.fromkeys(tag for each in (first, *others) for tag in each.tags)
        one = replace(first, note="\n".join(notes), tags=tuple(tags), modified=time)
        for each in (one, *(replace(other, deleted=time, modified=time) for other in others)):
            changed[each.uuid] = Change(ours.get(each.uuid), each)
    return changed


def _equals(bookmarks: Iterable[Bookmark]) -> Iterator[list[Bookmark]]:
    """Bookmarks of one article, or of one passage of it, the oldest first, where there are several."""
    found: dict[tuple[str, str | None], list[Bookmark]] = {}
    for bookmark in sorted(bookmarks, key=lambda each: (each.created, each.uuid)):
        identity = None if bookmark.passage is None else bookmark.passage.identity
        if _is_kept(bookmark):
            found.setdefault((bookmark.key, identity), []).append(bookmark)
    for same_key in found.values():
        while same_key:
            equal = [each for each in same_key if each.article == same_key[0].article]
            same_key = [each for each in same_key if each.article != equal[0].article]
            if len(equal) > 1:
                yield equal


def _restored(
    ours: Iterable[_Kept],
    backup: Iterable[_Kept],
    now: dt.datetime,
    removed: Callable[[_Kept, dt.datetime], _Kept],
) -> Iterator[Change[_Kept]]:
    known = {each.uuid: each for each in ours}
    for then in backup:
        our = known.pop(then.uuid, None)
        time = now if our is None else max(now, our.modified + dt.timedelta(microseconds=1))
        if our is None or replace(our, modified=then.modified) != then:
            yield Change(our, replace(then, modified=time))
    for our in known.values():
        time = max(now, our.modified + dt.timedelta(microseconds=1))
        gone = removed(our, time)
        if gone != our:
            yield Change(our, replace(gone, modified=time))


def _is_kept(bookmark: Bookmark | None) -> bool:
    return bookmark is not None and bookmark.deleted is None


def _is_missed(one: Bookmark, other: Bookmark) -> bool:
    """Whether something of `one` is lost to a person who has `other` in its place."""
    is_noted = one.note not in ("", other.note) or not set(one.tags) <= set(other.tags)
    return is_noted or (one.passage, one.article) != (other.passage, other.article)
