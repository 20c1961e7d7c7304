"""Merges segments as `spans` decides, one step at a time, by building them anew from the texts.

Whoosh's own merging reads the posting lists of segments back, document by document. Building from the texts takes a
thirtieth of the time, and damaged segments need no special case.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from reader.search.engine import Ids, Order, Texts
from reader.search.index.gram_index import Snapshot
from reader.search.index.gram_writer import GramWriter, MergePolicy
from reader.search.index.segments import Segment, damage_told
from reader.search.index.spans import Cut, cut_at, segments_to_cut, work_to_do
from reader.search.ranking import date_keys

_READ_AT_ONCE = 500


def next_merge(
    now: Snapshot, texts: Texts, at_most: int | None, pause: Callable[[], object]
) -> MergePolicy | None:
    """Return a policy that does the next step of merging; None where there is none.

    Steps that would build more than `at_most` documents are skipped. The policy calls `pause` every 500 documents.
    """
    whole = [
        span for span in now.manifest.spans if all(entry.name in now.segments for entry in span.segments)
    ]
    for work in work_to_do(whole):
        segments = [now.segments[entry.name] for entry in work.segments]
        day = None
        if isinstance(work, Cut):
            day = _day_to_cut_at(segments)
            segments = [now.segments[entry.name] for entry in segments_to_cut(work.segments, day)]
        if at_most is None or sum(segment.entry.live for segment in segments) <= at_most:
            return _merge(segments, day, texts, pause)
    return None


def _merge(
    segments: Sequence[Segment], day: int | None, texts: Texts, pause: Callable[[], object]
) -> MergePolicy:
    """Return a policy that builds segments anew, one for each span; unless `day` is None, a span begins with it."""

    def merge(writer: GramWriter) -> None:
        ids = ids_of(segments)
        keys = [
            date_keys(Order.NEWEST, segment.dates_of(docs), segment.places_of(docs), segment.ids[docs])
            for segment in segments
            for docs in [segment.live(segment.all())]
        ]
        newest_first = ids[np.argsort(np.concatenate([np.empty(0, np.uint64), *keys]))].tolist()
        if day is not None:
            writer.cut(day)
        writer.remove(newest_first)
        for at in range(0, len(newest_first), _READ_AT_ONCE):
            pause()
            wanted = newest_first[at : at + _READ_AT_ONCE]
            documents = texts.documents(wanted)
            for id in wanted:
                if id in documents:
                    writer.add(documents[id])

    return merge


def ids_of(segments: Iterable[Segment]) -> Ids:
    """Return the ids of the segments' documents that are not removed."""
    found = [np.empty(0, np.uint32)]
    for segment in segments:
        with damage_told(segment):
            found.append(segment.ids[segment.live(segment.all())].astype(np.uint32))
    return np.concatenate(found)


def _day_to_cut_at(segments: Sequence[Segment]) -> int:
    days, where = np.unique(np.concatenate([segment.days for segment in segments]), return_inverse=True)
    counts = np.bincount(where, np.concatenate([segment.day_counts for segment in segments]))
    return cut_at(days, counts, [segment.entry for segment in segments])
