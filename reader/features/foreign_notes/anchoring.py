"""Anchoring quotes in the articles of a library by their words and context, and making bookmarks of them."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reader.export.article_text import markable_texts, recognised_blocks
from reader.export.corrected_places import recognised_words
from reader.features.foreign_notes.quoted import LARGEST, Quoted, quotes_in
from reader.formats.decoding import decoded
from reader.i18n import say
from reader.language.forms import search_form
from reader.language.surroundings import agree_after, agree_before
from reader.library import quotes
from reader.library.answers import issue_in_words
from reader.library.article_set import Shapes
from reader.library.given_files import given
from reader.library.library import Library
from reader.library.read_share import what_is_read
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from reader.search.documents import Order
from reader.storage.disk_errors import LibraryError
from reader.storage.user_data import new_bookmark
from reader.storage.user_merge import MergePlan
from reader.storage.user_records import Records

_MOST_ARTICLES = 20
"""Maximum number of articles with the words of a quote that are looked at; in more, the words tell no place."""
_LEAST = 4
"""Minimum number of characters, in search form, that tell a place."""
_NAMED = 3
_PIECES = re.compile(r"[“”‘’\"'「」『』《》〈〉\n]")
"""What a string that is searched for does not contain."""


class Place(Struct, frozen=True):
    stored: StoredArticle
    passage: Passage


class Unanchored(Struct, frozen=True):
    """A quote without a place, and why; `places` are those between which its words do not tell."""

    quoted: Quoted
    why: str
    places: tuple[str, ...] = ()


class Anchored(Struct, frozen=True):
    """What a file's quotes have become: new bookmarks, those that are there already, and those without a place."""

    new: tuple[Bookmark, ...]
    known: int
    unanchored: tuple[Unanchored, ...]
    found: tuple[tuple[Quoted, Place | Unanchored], ...]
    """Each quote of the file with its place, whatever is bookmarked there."""
    remark: str = ""
    """What is to be told of the file (`Given.remark`)."""

    def in_words(self) -> str:
        parts = [say("收进 {n} 条", n=len(self.new))]
        if self.known:
            parts.append(say("已有 {n} 条", n=self.known))
        if self.unanchored:
            parts.append(say("没有找到位置的 {n} 条", n=len(self.unanchored)))
        return say("，").join(parts)


def anchored_in(library: Library, path: Path) -> Anchored:
    """Return what the quotes of a file become; nothing is written. Raises LibraryError.

    In a library that is not read to the end, no place is certain to be the only one.
    """
    read = library.answers_from()
    if not read.is_whole:
        raise LibraryError(say("{read}；读完再导入，才知道每条引语只在一处。", read=what_is_read(read)))
    file = given(path, LARGEST)
    text = decoded(file.data)
    quotes_of_file = quotes_in(text.text if text is not None else "", path.name)
    quote_places = tuple((quote, _place_of(library, quote)) for quote in quotes_of_file)
    anchored = _anchored(quote_places, library.user_data.all_bookmarks(), library.user_data.now())
    return replace(anchored, remark=file.remark)


def take(library: Library, anchored: Anchored, name: str) -> tuple[Anchored, MergePlan]:
    """Store the new bookmarks as one step, which `undo_last_step` undoes. Raises UserDataError.

    What is new is decided inside the write, where no other program can have stored the same since; return that.
    """

    def new(ours: Records) -> Records:
        nonlocal anchored
        now = _anchored(anchored.found, ours.bookmarks, library.user_data.now())
        anchored = replace(now, remark=anchored.remark)
        return Records(anchored.new)

    plan = library.user_data.merge_records(new, name)
    return anchored, plan


def _anchored(
    quote_places: tuple[tuple[Quoted, Place | Unanchored], ...],
    bookmarks: Sequence[Bookmark],
    now: dt.datetime,
) -> Anchored:
    """Return what the quotes become beside these bookmarks, removed ones included."""
    bookmark_by_place = {
        (bookmark.printing.name, bookmark.passage.identity): bookmark
        for bookmark in bookmarks
        if bookmark.passage and bookmark.deleted is None
    }
    tick = 1 + max((bookmark.tick for bookmark in bookmarks), default=0)
    new: dict[tuple[str, str], Bookmark] = {}
    unanchored = list[Unanchored]()
    again = 0
    for quote, place in quote_places:
        if isinstance(place, Unanchored):
            unanchored.append(place)
            continue
        at = place.stored.printing.name, place.passage.identity
        old_bookmark = new.get(at) or bookmark_by_place.get(at)
        if old_bookmark is None:
            blank_bookmark = new_bookmark(place.stored, now, tick)
            name = str(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(at)))
            new[at] = replace(
                blank_bookmark, uuid=name, note=quote.note, tags=quote.tags, passage=place.passage
            )
        elif quote.note in old_bookmark.note:
            again += 1
        elif at in new:
            new[at] = replace(
                old_bookmark,
                note=f"{old_bookmark.note}\n\n{quote.note}",
                tags=(*old_bookmark.tags, *quote.tags),
            )
        else:
            why = say("这里已有您的标记，批注没有并进去")
            unanchored.append(Unanchored(quote, why, (issue_in_words(place.stored.issue),)))
    return Anchored(tuple(new.values()), again, tuple(unanchored), quote_places)


def _place_of(library: Library, quoted: Quoted) -> Place | Unanchored:
    longest = max(_PIECES.split(quoted.exact), key=len)
    if len(search_form(longest)) < _LEAST:
        return Unanchored(quoted, say("引语太短，说不准是哪里"))
    asked = library.sets.of_text(f'"{longest}"', Shapes.AS_PRINTED)
    results = library.searcher.search(asked, Order.OLDEST, limit=_MOST_ARTICLES + 1, with_suggestions=False)
    if len(results.ids) > _MOST_ARTICLES:
        return Unanchored(quoted, say("太多文章里有这句话"))
    articles = filter(None, map(library.articles.article, results.ids))
    places = list(chain.from_iterable(_places_in(stored, quoted) for stored in articles))
    if not places:
        return Unanchored(quoted, say("没有一篇文章里有这句话"))
    on_day = [each for each in places if not quoted.date or _day(each) in ("", quoted.date)]
    if not on_day:
        return _between(quoted, say("文章里有这句话，日子不是 {day}", day=quoted.date), places)
    fitting = [each for each in on_day if _agrees(quoted, each.passage)]
    if not fitting:
        return _between(quoted, say("有这句话，前后文不合"), on_day)
    if len(fitting) > 1:
        return _between(quoted, say("这句话有几处，分不清是哪一处"), fitting)
    return fitting[0]


def _between(quoted: Quoted, why: str, places: Sequence[Place]) -> Unanchored:
    place_names = dict.fromkeys(
        f"{issue_in_words(place.stored.issue)} {place.stored.article.title()}" for place in places
    )
    return Unanchored(quoted, why, tuple(place_names)[:_NAMED])


def _places_in(stored: StoredArticle, quoted: Quoted) -> Iterator[Place]:
    """Yield each place of the words in one article; they may be as recognised or as corrected."""
    texts = markable_texts(recognised_blocks(stored))
    passages = quotes.passages_quoting(quoted.exact, texts)
    if not passages and (recognised := recognised_words(quoted.exact, stored)):
        passages = quotes.passages_quoting(recognised, texts)
    return (Place(stored, passage) for passage in passages)


def _day(place: Place) -> str:
    if place.stored.issue.date:
        return place.stored.issue.date.isoformat()
    return ""


def _agrees(quoted: Quoted, passage: Passage) -> bool:
    """Return whether no context is told, or one side agrees with that of a place."""
    before = search_form(quoted.before)
    after = search_form(quoted.after)
    if not (before or after):
        return True
    at = search_form(passage.before), search_form(passage.after)
    return bool(before and agree_before(before, at[0])) or bool(after and agree_after(after, at[1]))
