"""Planning imports, merges and restored backups of the user's data; `user_tables` writes the plans.

Of two changes of one record the later wins; if their text differs, the other text is kept as an earlier version.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from reader.newspaper.article import Article
from reader.newspaper.correction import Correction
from reader.newspaper.decision import Decision, decided_in, moved_to, printing_of
from reader.newspaper.holdings import Bookmark, on_printing
from reader.newspaper.logical_clock import moment_after, moment_of, order_of
from reader.storage.act_recording import Change as Change
from reader.storage.user_records import Alias, Records, Unreadable

_Record = TypeVar("_Record", Bookmark, Correction, Decision)


class MergePlan(Struct, frozen=True):
    """The records to write. `versions` are the bookmarks whose text is overridden by that of another copy."""

    bookmarks: tuple[Change[Bookmark], ...] = ()
    corrections: tuple[Change[Correction], ...] = ()
    decisions: tuple[Change[Decision], ...] = ()
    aliases: tuple[Alias, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    versions: tuple[Bookmark, ...] = ()
    remark: str = ""
    """What is to be told of the file that they come from."""

    @property
    def size(self) -> int:
        """Return how many bookmarks, corrections and decisions are added or changed."""
        return len(self.bookmarks) + len(self.corrections) + len(self.decisions)

    @property
    def added(self) -> tuple[Bookmark, ...]:
        return tuple(c.after for c in self.bookmarks if _exists(c.after) and not _exists(c.before))

    @property
    def replaced(self) -> tuple[Change[Bookmark], ...]:
        """Return the bookmarks that exist before and after, but lose some of their text."""
        return tuple(
            c
            for c in self.bookmarks
            if c.before is not None
            and _exists(c.before)
            and _exists(c.after)
            and _is_missed(c.before, c.after)
        )

    def uuids_of_replaced_texts(self) -> list[str]:
        """Return the UUIDs of the bookmarks and decisions that lose something that the reader has written or marked."""
        uuids = [
            change.after.uuid for change in self.decisions if is_text_replaced(change.before, change.after)
        ]
        for change in self.replaced:
            before = change.before
            after = change.after
            is_kept = before is None or (
                set(before.note.splitlines()) <= set(after.note.splitlines())
                and set(before.tags) <= set(after.tags)
                and before.passage == after.passage
            )
            if not is_kept:
                uuids.append(after.uuid)
        return uuids

    def uuids_of_overruled_choices(self) -> list[str]:
        """Return the UUIDs of the corrections chosen here, where another machine has chosen another one later.

        Such a choice takes the one back and brings the other, at one moment.
        """
        chosen_at = {
            (change.after.tick, change.after.modified)
            for change in self.corrections
            if change.before is not None and change.before.undone and not change.after.undone
        }
        taken_back = [
            change.after
            for change in self.corrections
            if change.before is not None and not change.before.undone and change.after.undone
        ]
        return [
            correction.uuid
            for correction in taken_back
            if (correction.tick, correction.modified) in chosen_at
        ]

    @property
    def removed(self) -> tuple[Bookmark, ...]:
        return tuple(c.after for c in self.bookmarks if _exists(c.before) and not _exists(c.after))


def plan_merge(ours: Records, theirs: Records) -> MergePlan:
    """Return the plan for merging the records of another copy.

    Where two machines have bookmarked the same article or passage, the older bookmark is kept, with the text of both.
    """
    changes, versions = _later(ours.bookmarks, theirs.bookmarks)
    corrections, _ = _later(ours.corrections, theirs.corrections)
    decisions, overridden = _later(ours.decisions, theirs.decisions)
    decided = {decision.uuid for decision in (*ours.decisions, *theirs.decisions)}
    for one in texts_put_aside(overridden):
        if one.uuid not in decided:
            decisions[one.uuid] = Change(None, one)
    alias_by_key = {alias.old_key: alias for alias in ours.aliases}
    changed = _joined({b.uuid: b for b in ours.bookmarks}, changes)
    aliases = tuple(
        a for a in theirs.aliases if a.old_key not in alias_by_key or _is_later(a, alias_by_key[a.old_key])
    )
    return MergePlan(
        bookmarks=tuple(changed.values()),
        corrections=tuple(corrections.values()),
        decisions=tuple(decisions.values()),
        aliases=aliases,
        unreadable=theirs.unreadable,
        versions=(*(old for old, holding in versions if _is_missed(old, holding)), *theirs.versions),
    )


def plan_restore(ours: Records, backup: Records, now: dt.datetime) -> MergePlan:
    """Return the plan for restoring bookmarks, corrections and decisions from a backup.

    Records added since the backup are removed (and can be restored); changed ones get their former content. Where a
    record is now is not taken from the backup, nor is what was removed then and is now.
    """
    ours_now = {b.uuid: b for b in ours.bookmarks}
    anchors = {c.uuid: c.anchor for c in ours.corrections}
    printings = {d.uuid: printing_of(d.content) for d in ours.decisions}
    then = []
    for bookmark in backup.bookmarks:
        our_bookmark = ours_now.get(bookmark.uuid)
        if our_bookmark is None:
            then.append(bookmark)
        else:  # that an article moved is no change
            then.append(on_printing(bookmark, our_bookmark.printing, our_bookmark.month_day))
    corrections_then = [replace(c, anchor=anchors.get(c.uuid, c.anchor)) for c in backup.corrections]
    decisions_then = []
    for decision in backup.decisions:
        printing = printings.get(decision.uuid)
        if printing is None:
            decisions_then.append(decision)
        else:
            decisions_then.append(replace(decision, content=moved_to(decision.content, printing)))
    unreadable = _uuids_of(backup.unreadable)

    def known(records: Iterable[_Record]) -> list[_Record]:
        """Leave alone what the backup has, but can't tell."""
        return [record for record in records if record.uuid not in unreadable]

    bookmarks = list(_restored(known(ours.bookmarks), then, now))
    corrections = _restored(known(ours.corrections), corrections_then, now)
    decisions = _restored(known(ours.decisions), decisions_then, now)
    renamed = {alias.old_key for alias in ours.aliases}
    aliases = tuple(alias for alias in backup.aliases if alias.old_key not in renamed)
    versions = tuple(c.before for c in bookmarks if c.before is not None and _is_missed(c.before, c.after))
    return MergePlan(
        bookmarks=tuple(bookmarks),
        corrections=tuple(corrections),
        decisions=tuple(decisions),
        aliases=aliases,
        versions=versions,
    )


def texts_put_aside(overridden: Iterable[tuple[Decision, Decision]]) -> Iterator[Decision]:
    """Yield overridden texts of dossiers, searches and people as removed decisions, which can be restored."""
    for old, holding in overridden:
        one = old.content.own_words
        other = holding.content.own_words
        if one not in other:
            yield replace(old, uuid=uuid_aside(old.uuid, one), undone=True)


def uuid_aside(decision_uuid: str, words: str) -> str:
    """Return the UUID under which overridden words of a decision are kept; it is the same on all machines."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{decision_uuid}\n{words}"))


def is_text_replaced(before: Decision | None, after: Decision) -> bool:
    """Return whether a decision in effect stays in effect, and loses words of the reader's."""
    if before is None or before.undone or after.undone:
        return False
    return before.content.own_words not in after.content.own_words


def _later(
    ours: Iterable[_Record], theirs: Iterable[_Record]
) -> tuple[dict[str, Change[_Record]], list[tuple[_Record, _Record]]]:
    """Return the changes, and pairs of an overridden record and the one that overrides it."""
    our_by_uuid = {our_record.uuid: our_record for our_record in ours}
    changes: dict[str, Change[_Record]] = {}
    lost: list[tuple[_Record, _Record]] = []
    for their in theirs:
        our = our_by_uuid.get(their.uuid)
        if our is None:
            changes[their.uuid] = Change(None, their)
        elif (moment_of(their), _content_of(our)) > (moment_of(our), _content_of(their)):
            changes[their.uuid] = Change(our, their)
            lost.append((our, their))
        elif their != our:
            lost.append((their, our))
    return changes, lost


def _is_later(alias: Alias, other: Alias) -> bool:
    """Return whether an alias replaces another one of the same key. Aliases have no ticks: each machine finds them
    itself.
    """
    return (alias.modified, alias.new_key) > (other.modified, other.new_key)


def _content_of(record: Bookmark | Correction | Decision) -> str:
    """Return the reader's part of a record, by which all machines choose the same one of two simultaneous changes.

    The place of an article or a line is not part of it: each machine determines that itself.
    """
    match record:
        case Bookmark():
            return repr((record.deleted, record.note, record.tags, record.passage))
        case Correction():
            return repr((record.undone, record.claim))
        case Decision():
            return repr((record.undone, decided_in(record.content)))


def _joined(
    ours: Mapping[str, Bookmark], changes: Mapping[str, Change[Bookmark]]
) -> dict[str, Change[Bookmark]]:
    """Return the changes, and those that merge equal bookmarks into one.

    They depend on the bookmarks alone, so that two machines with the same bookmarks merge them in the same way.
    """
    after = {**ours, **{uuid: change.after for uuid, change in changes.items()}}
    changed = dict(changes)
    for first, *others in _equals(after.values()):
        last = max((first, *others), key=order_of)
        tick, time = moment_after(last.modified, moment_of(last))
        notes = dict.fromkeys(bookmark.note for bookmark in (first, *others) if bookmark.note)
        tags = dict.fromkeys(chain.from_iterable(bookmark.tags for bookmark in (first, *others)))
        one = replace(first, note="\n".join(notes), tags=tuple(tags), modified=time, tick=tick)
        for bookmark in (one, *(replace(other, deleted=time, modified=time, tick=tick) for other in others)):
            changed[bookmark.uuid] = Change(ours.get(bookmark.uuid), bookmark)
    return changed


def _equals(bookmarks: Iterable[Bookmark]) -> Iterator[list[Bookmark]]:
    """Yield groups of bookmarks of the same article, or of the same passage, the oldest first."""
    groups: dict[tuple[str, str | None, Article], list[Bookmark]] = {}
    for bookmark in sorted(bookmarks, key=attrgetter("created", "uuid")):
        if bookmark.passage is None:
            identity = None
        else:
            identity = bookmark.passage.identity
        if _exists(bookmark):
            groups.setdefault((bookmark.printing.name, identity, bookmark.article), []).append(bookmark)
    yield from (equal for equal in groups.values() if len(equal) > 1)


def _restored(
    ours: Iterable[_Record],
    backup: Iterable[_Record],
    now: dt.datetime,
) -> Iterator[Change[_Record]]:
    our_by_uuid = {any_record.uuid: any_record for any_record in ours}
    for then in backup:
        our = our_by_uuid.pop(then.uuid, None)
        if not _is_in_effect(our) and not _is_in_effect(then):
            continue
        if our is None or replace(our, modified=then.modified, tick=then.tick) != then:
            tick, time = moment_after(
                now, *(moment_of(any_record) for any_record in (our, then) if any_record is not None)
            )
            yield Change(our, replace(then, modified=time, tick=tick))
    for our in our_by_uuid.values():
        tick, time = moment_after(now, moment_of(our))
        gone = _removed(our, time)
        if gone != our:
            yield Change(our, replace(gone, modified=time, tick=tick))


def _uuids_of(unreadable: Iterable[Unreadable]) -> set[str]:
    """Return the UUIDs of unreadable records, as far as they can be read."""
    uuids = set()
    for record in unreadable:
        with suppress(ValueError, TypeError, KeyError):
            uuids.add(str(json.loads(record.content)["uuid"]))
    return uuids


def _removed(record: _Record, time: dt.datetime) -> _Record:
    if isinstance(record, Bookmark):
        return replace(record, deleted=record.deleted or time)
    return replace(record, undone=True)


def _is_in_effect(record: Bookmark | Correction | Decision | None) -> bool:
    if isinstance(record, Bookmark | None):
        return _exists(record)
    return not record.undone


def _exists(bookmark: Bookmark | None) -> bool:
    return bookmark is not None and bookmark.deleted is None


def _is_missed(one: Bookmark, other: Bookmark) -> bool:
    """Return whether `other` lacks something of the note, tags, passage or article of `one`."""
    is_noted = one.note not in ("", other.note) or not set(one.tags) <= set(other.tags)
    return is_noted or (one.passage, one.article) != (other.passage, other.article)
