"""Moving the reader's records with their articles in a sync: bookmarks, dossiers, read marks, characters, people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from reader.formats.reading import cuts, may_hold_days
from reader.language.forms import HAN, search_form
from reader.language.patterns import pattern
from reader.library.printings import articles_of, ids_of_titles
from reader.newspaper.article import Article, key_of_lost, opening_of
from reader.newspaper.decision import (
    ON_ARTICLE,
    DecisionContent,
    DossierArticle,
    ReadArticle,
    SplitPerson,
    as_bookmark,
    printing_of,
)
from reader.newspaper.holdings import Bookmark, Document
from reader.newspaper.printing import PrintedArticle, Printing, chosen, named_printing, told_name
from reader.search.documents import Order
from reader.search.engine import Engine
from reader.search.query import parse_query
from reader.search.terms import MARKERS, SEAM, search_text
from reader.storage.catalogue import Catalogue
from reader.storage.printing_table import CurrentPrinting, Moves
from reader.storage.user_data import UserData, UserDataError

PROBE_LENGTH = 10
"""Length of the strings that are searched for."""
PROBES = 12
"""Approximate number of strings that are searched for."""
CANDIDATES = 20
"""Maximum number of articles considered for a string."""
LEAST_SHARED = 0.5
"""Minimum share of the shorter text's pieces (`pieces_of`) that must be in the other one.

Measured on the sample library and real issues, two different articles never share more than 0.36. An article shares at
least 0.73 with itself if a tenth of the characters are misread, 0.53 if a fifth are, and 1 if it was cut or joined to
another one. English texts share 0.2 with others, and 0.65 with themselves if a tenth of the letters are misread. Only a
recurring notice with small changes shares as much; therefore a bookmark stays within its day or its file."""
LEAST_KEPT = 0.25
"""Minimum share of the bookmarked text that must be found: a caption that became a separate article is not enough."""
_LETTERS = 5
"""Length of the pieces of words in an alphabet: of shorter ones, any two texts have most in common."""
_NO_ALPHABET = f"{HAN}\u3040-\u30ff\uac00-\ud7a3"
_ALPHABETIC = pattern(rf"[^\W\d_{_NO_ALPHABET}](?:[^\W_{_NO_ALPHABET}]|[ ,.;:'’-])*")
"""Words in an alphabet, and the digits between them."""


def found_by_text(lost: Iterable[Bookmark], catalogue: Catalogue, engine: Engine) -> dict[str, int]:
    """Return the ids of the articles that were found with certainty by their texts, by the UUIDs of the bookmarks."""
    pairs = ((bookmark.uuid, _article_now(bookmark, catalogue, engine)) for bookmark in lost)
    return {uuid: article_id for uuid, article_id in pairs if article_id is not None}


def _article_now(bookmark: Bookmark, catalogue: Catalogue, engine: Engine) -> int | None:
    text = search_text(bookmark.article)
    ids = list(_candidates(bookmark, text, engine))
    paths = catalogue.first_paths(ids)
    near = [
        row
        for row in catalogue.texts(ids).values()
        if _is_of_issue(row, bookmark) or paths.get(row.id) == bookmark.path
    ]
    near.sort(key=lambda row: (row.date != bookmark.date, row.id))
    at = successor(text, [row.text for row in near])
    if at is None:
        return None
    return near[at].id


def successor(text: str, others: Sequence[str]) -> int | None:
    """Return the index of the text that most probably replaces `text`; None if none is similar enough.

    Of equally similar texts, the first is returned.
    """
    text_pieces = pieces_of(text)
    best = None
    most = LEAST_KEPT * len(text_pieces)
    for at, other in enumerate(others):
        pairs = pieces_of(other)
        common = len(text_pieces & pairs)
        if shared(text_pieces, pairs) >= LEAST_SHARED and (
            common > most or (best is None and common >= most)
        ):
            best = at
            most = common
    return best


def _is_of_issue(row: Document, bookmark: Bookmark) -> bool:
    is_of_paper = not (row.newspaper and bookmark.newspaper) or row.newspaper == bookmark.newspaper
    return is_of_paper and row.date is not None and row.date == bookmark.date


def _candidates(bookmark: Bookmark, text: str, engine: Engine) -> dict[int, None]:
    """Return the ids of articles that contain pieces of the text: those of its date, or of any date without these."""
    # short strings from all parts of the text, some of which are likely to be in its successor, too
    runs = [run.strip() for run in re.split(f'[\n{SEAM}{MARKERS}"]', text)]
    cuts = []
    for run in filter(None, runs):
        # they overlap, so that a changed character spoils at most two of them
        for at in range(0, max(len(run) - PROBE_LENGTH, 0) + 1, PROBE_LENGTH // 2):
            cuts.append(run[at : at + PROBE_LENGTH])
    step = max(len(cuts) // PROBES, 1)
    probes = list(dict.fromkeys(cuts[::step]))
    days = [f"日期:{bookmark.date}", ""] if bookmark.date else [""]
    for day in days:
        ids = dict.fromkeys(
            chain.from_iterable(
                engine.page(parse_query(f'"{probe}" {day}'), Order.NEWEST, limit=CANDIDATES)
                for probe in probes
            )
        )
        if ids:
            return ids
    return {}


def pieces_of(text: str) -> set[str]:
    """Return the pieces by which texts are compared: pairs of neighbouring characters, and longer ones of words in an
    alphabet (`_LETTERS`).

    What is shorter is a piece as a whole.
    """
    if not _ALPHABETIC.search(text):
        return _parts(text, 2)
    pieces = set[str]()
    end = 0
    for run in _ALPHABETIC.finditer(text):
        between = text[end : run.start()]
        if between:
            pieces |= _parts(between, 2)
        pieces |= _parts(run[0], _LETTERS)
        end = run.end()
    rest = text[end:]
    if rest:
        pieces |= _parts(rest, 2)
    return pieces


def _parts(text: str, length: int) -> set[str]:
    return {text[i : i + length] for i in range(max(len(text) - length + 1, 1))}


def shared(one: set[str], other: set[str]) -> float:
    """Return the share of the pairs of the smaller set that are in the other one, from 0 to 1."""
    return len(one & other) / min(len(one), len(other))


KeysMoved = Mapping[tuple[str, str], str]
"""The new keys of articles, by (path of the file, former key)."""


_SURELY_SHARED = 0.9
"""Minimum share of the shorter text's pieces for two texts with the same beginning to count as the same."""


class ReaderMark(Struct, frozen=True, eq=False):
    """A record of the reader about an article: a bookmark or a decision, by its UUID.

    `bookmark` has the stored copy of the article, if the record has one; `read` is the record itself if it is a read
    mark. `name` is one of the names of printings in a `SplitPerson`; "" for other records.
    """

    uuid: str
    printing: Printing
    bookmark: Bookmark | None = None
    read: ReadArticle | None = None
    name: str = ""
    month_day: str | None = None
    is_decision: bool = True


class MarkFollower(Struct):
    """Moves the marks of a library with their articles. Each step is one transaction of the user data."""

    _catalogue: Catalogue
    _engine: Engine
    user_data: UserData
    _places_left: dict[str, str] = {}
    _on: dict[int, list[ReaderMark]] | None = None
    """The marks by the ids of the articles that they are on; None until they are read."""

    def begin(self) -> None:
        """Read which articles have marks, before anything is changed.

        If the marks cannot be read now, they are only moved by `finish`.
        """
        with suppress(UserDataError):
            self._on = self._by_article(_marks_of(self.user_data))

    def replaced(self, path: str, keys: Sequence[str], texts: Sequence[str]) -> dict[tuple[str, str], str]:
        """Return the new keys of the marked articles of a file that is read again, found by comparing texts.

        `keys` and `texts` are the keys and search texts of the file's present articles.
        """
        if not self._on:
            return {}
        marked = [i for i, _, _ in self._catalogue.files.articles_of_file(path) if i in self._on]
        rows = self._catalogue.article_rows(marked).values() if marked else ()
        gone = {row.id: row.key for row in rows if row.key not in keys}
        moved = {}
        for article_id, row in self._catalogue.texts(list(gone)).items() if gone else ():
            at = successor(row.text, texts)
            if at is not None:
                moved[path, gone[article_id]] = keys[at]
        return moved

    def follow(
        self,
        gone: Collection[int],
        keys_moved: KeysMoved,
        places_left: Mapping[str, str],
        articles_moved: Mapping[int, int],
    ) -> None:
        """Move the marks of articles that no longer exist (`gone`) to the articles that replace them.

        `places_left` has the new places (`Printing.place`) of files that changed their issue, by their former places;
        `articles_moved` the ids of the articles that have the lines of others, by the ids of these.
        """
        self._places_left |= places_left
        if self._on is None:
            return
        was_on: dict[ReaderMark, int] = {}
        for former_id in gone:
            was_on |= dict.fromkeys(self._on.pop(former_id, ()), former_id)
        marks = [*was_on]
        if not marks:
            return
        homes = {mark: articles_moved[was] for mark, was in was_on.items() if was in articles_moved}
        with suppress(UserDataError):
            moved = {mark.uuid for mark in marks}
            self._move(marks, keys_moved, homes, are_stored_anew=True)
            for article_id, present in self._by_article(
                [mark for mark in _marks_of(self.user_data) if mark.uuid in moved]
            ).items():
                self._on.setdefault(article_id, []).extend(present)

    def finish(self, keys_moved: KeysMoved) -> str | None:
        """Move all marks, also those whose articles were not found before, and back up the user data.

        Return a message if that failed or if something is wrong with the user data, else None.
        """
        try:
            self._move(_marks_of(self.user_data), keys_moved)
            # the new names of articles whose keys have changed, by their former names
            articles_by_key = self._printed(keys_moved.values())
            names = {}
            for (path, old), new in keys_moved.items():
                for article in articles_by_key[new]:
                    if article.is_in("", path):
                        now = article.printing()
                        names[replace(now, key=old).name] = now.name
            moved = self._without_present(names)
            # the new places of issues by the former ones, for places that no longer have an issue
            left = {old: named_printing(old) for old in self._places_left}
            self.user_data.printings.follow(
                Moves(
                    names={
                        old: self._places_left[old]
                        for old, it in left.items()
                        if it.date is not None and not self._catalogue.tree.issues_on(it.newspaper, it.date)
                    }
                    | moved,
                    people=moved,
                )
            )
            self.user_data.backups.make()
        except UserDataError as error:
            self.user_data.note_full_disk(error)
            return str(error)
        return self.user_data.complaint

    def _by_article(self, marks: Sequence[ReaderMark]) -> dict[int, list[ReaderMark]]:
        marks_by_article: dict[int, list[ReaderMark]] = defaultdict(list)
        for mark, article in zip(marks, self._articles_of(marks), strict=True):
            if article is not None:
                marks_by_article[article.id].append(mark)
        return dict(marks_by_article)

    def _articles_of(self, marks: Sequence[ReaderMark]) -> list[PrintedArticle | None]:
        return articles_of([mark.printing for mark in marks], self._catalogue, self.user_data.printings)

    def _move(
        self,
        marks: Sequence[ReaderMark],
        keys_moved: KeysMoved,
        homes: Mapping[ReaderMark, int] = MappingProxyType({}),
        *,
        are_stored_anew: bool = False,
    ) -> None:
        """Move marks to their articles; `homes` has the ids of those that are known.

        `are_stored_anew`: the articles of the marks were stored anew, and may have been divided.
        """
        article_by_mark = dict(zip(marks, self._articles_of(marks), strict=True))
        article_by_mark |= {mark: self._of_id(article_id) for mark, article_id in homes.items()}
        self._take_back(article_by_mark)
        self._take_moved(article_by_mark, keys_moved)
        refused = self._compare(article_by_mark)
        self._look_for_text(article_by_mark)
        if are_stored_anew:
            self._follow_passages(article_by_mark)
        moves = self._moves({mark: it for mark, it in article_by_mark.items() if it})
        self.user_data.printings.follow(
            _without_article(moves, [mark for mark in refused if article_by_mark[mark] is None])
        )

    def _take_back(self, article_by_mark: dict[ReaderMark, PrintedArticle | None]) -> None:
        """Move bookmarks back if an article has the bookmarked text again, for example as a correction was undone."""
        former = {
            mark: mark.bookmark.article.key
            for mark in article_by_mark
            if mark.bookmark is not None and _has_left_its_key(mark.bookmark, mark.printing)
        }
        articles_by_key = self._printed(former.values())
        for mark, key in former.items():
            file = mark.printing.file
            path = mark.printing.path
            in_file = [
                article
                for article in articles_by_key[key]
                if article.shown_key == key and article.is_in(file, path)
            ]
            back = chosen(replace(mark.printing, key=key), in_file)
            if back is None or mark.bookmark is None:
                continue
            if self._is_text_of(back.id, mark.bookmark) and self._has_passage(back.id, mark.bookmark):
                article_by_mark[mark] = back

    def _take_moved(
        self, article_by_mark: dict[ReaderMark, PrintedArticle | None], keys_moved: KeysMoved
    ) -> None:
        """Find the articles of marks whose key was changed by a correction, or which another issue of their file has
        since it is divided otherwise.
        """
        lost = {
            mark: keys_moved.get((mark.printing.path, mark.printing.key), mark.printing.key)
            for mark, article in article_by_mark.items()
            if article is None
        }
        articles_by_key = self._printed(lost.values())
        for mark, key in lost.items():
            path = mark.printing.path
            if key != mark.printing.key:
                article_by_mark[mark] = next(
                    (file_article for file_article in articles_by_key[key] if file_article.is_in("", path)),
                    None,
                )
                continue
            outer = next((outer for outer, _ in cuts(path, may_hold_days)), None)
            in_whole: list[PrintedArticle] = []
            for file_article in articles_by_key[key]:
                if outer is not None and any(at.startswith(f"{outer}/") for at in file_article.paths):
                    in_whole.append(file_article)
            article_by_mark[mark] = in_whole[0] if len(in_whole) == 1 else None

    def _compare(self, article_by_mark: dict[ReaderMark, PrintedArticle | None]) -> list[ReaderMark]:
        """Compare the stored copies with the articles found, for files whose content has changed.

        Another article of the issue may have the same beginning as the marked one, and therefore its key. Return the
        marks for which only such an article was found.
        """
        refused = []
        for mark, article in article_by_mark.items():
            # an unchanged file still has the marked article
            if article is None or article.is_in(mark.printing.file, ""):
                continue
            if mark.bookmark is not None:
                now = self._alike(mark.bookmark, article.id)
                if now is None:
                    refused.append(mark)
            elif mark.read is not None:
                (by_title,) = ids_of_titles([mark.read], self._catalogue)
                now = by_title or article.id
            else:
                continue
            if now != article.id:
                article_by_mark[mark] = self._of_id(now)
        return refused

    def _alike(self, bookmark: Bookmark, article_id: int) -> int | None:
        """Return the id of the article of the issue that is most similar to the stored copy, preferring the given one.

        None if none is similar enough.
        """
        text = search_text(bookmark.article)
        own_text = self._catalogue.texts([article_id]).get(article_id)
        if own_text is None or shared(pieces_of(text), pieces_of(own_text.text)) >= _SURELY_SHARED:
            return article_id
        texts = self._texts_of_issue(article_id)
        at = successor(text, list(texts.values()))
        if at is None:
            return None
        successor_id = list(texts)[at]
        if self._is_other(successor_id, bookmark):
            return None
        return successor_id

    def _texts_of_issue(self, article_id: int) -> dict[int, str]:
        """Return the search texts of the articles of an issue, by their ids; that of the given one first."""
        row = self._catalogue.article_rows([article_id])[article_id]
        of_issue = self._catalogue.tree.articles(row.issue_id)
        ids = [article_id, *(other.id for other in of_issue if other.id != article_id)]
        texts = self._catalogue.texts(ids)
        return {text_id: texts[text_id].text for text_id in ids if text_id in texts}

    def _is_other(self, article_id: int, bookmark: Bookmark) -> bool:
        """Return whether an article has the beginning of the stored copy, but another title and another text."""
        row = self._catalogue.article_rows([article_id]).get(article_id)
        if row is None or search_form(row.title) == search_form(bookmark.article.title()):
            return False
        return opening_of(row.key) == opening_of(bookmark.article.key) and not self._is_text_of(
            article_id, bookmark
        )

    def _is_text_of(self, article_id: int, bookmark: Bookmark) -> bool:
        """Return whether an article has nearly the same text as the stored copy; also True if it no longer exists."""
        texts = self._catalogue.texts([article_id])
        marked_pieces = pieces_of(search_text(bookmark.article))
        return (
            article_id not in texts
            or shared(marked_pieces, pieces_of(texts[article_id].text)) >= _SURELY_SHARED
        )

    def _follow_passages(self, article_by_mark: dict[ReaderMark, PrintedArticle | None]) -> None:
        """Move the highlights whose words are in another article of the issue now, as theirs was divided."""
        for mark, article in article_by_mark.items():
            if article is None or mark.bookmark is None or self._has_passage(article.id, mark.bookmark):
                continue
            part_id = self._part_with_passage(article.id, mark.bookmark)
            if part_id is not None:
                article_by_mark[mark] = self._of_id(part_id)

    def _part_with_passage(self, article_id: int, bookmark: Bookmark) -> int | None:
        """Return the id of the only other article of the issue that is a part of the stored copy and has its passage.

        A part has what the present article lacks: of a text that is printed twice, both have the same. None if no
        article or several are such parts, or if the passage was not in the copy itself.
        """
        if not _is_passage_in(bookmark.article, bookmark):
            return None
        pieces = {text_id: pieces_of(text) for text_id, text in self._texts_of_issue(article_id).items()}
        marked_pieces = pieces_of(search_text(bookmark.article))
        lacking = marked_pieces - pieces.pop(article_id, set())
        parts = []
        for other_id, other_pieces in pieces.items():
            common = marked_pieces & other_pieces
            has_what_lacks = 2 * len(common & lacking) > len(common)
            is_of_copy = shared(marked_pieces, other_pieces) >= LEAST_SHARED
            if has_what_lacks and is_of_copy and self._has_passage(other_id, bookmark):
                parts.append(other_id)
        return parts[0] if len(parts) == 1 else None

    def _has_passage(self, article_id: int, bookmark: Bookmark) -> bool:
        """Return whether an article has the passage of a bookmark; True if either no longer exists, or never did."""
        if bookmark.passage is None:
            return True
        stored = self._catalogue.article(article_id)
        return stored is None or _is_passage_in(stored.article, bookmark)

    def _of_id(self, article_id: int | None) -> PrintedArticle | None:
        if article_id is not None:
            rows = self._catalogue.article_rows([article_id])
        else:
            rows = {}
        articles_by_key = self._printed(row.key for row in rows.values())
        for row in rows.values():
            for article in articles_by_key[row.key]:
                if article.id == row.id:
                    return article
        return None

    def _look_for_text(self, article_by_mark: dict[ReaderMark, PrintedArticle | None]) -> None:
        """Find the articles of marks by the stored text, or by the title stored in a read mark."""
        lost = [mark for mark, article in article_by_mark.items() if article is None]
        bookmarks = {mark: mark.bookmark for mark in lost if mark.bookmark is not None}
        by_text = found_by_text(bookmarks.values(), self._catalogue, self._engine)
        ids = {
            mark: by_text[bookmark.uuid] for mark, bookmark in bookmarks.items() if bookmark.uuid in by_text
        }
        ids = {mark: i for mark, i in ids.items() if not self._is_other(i, bookmarks[mark])}
        read = [mark for mark in lost if mark.read is not None]
        titles = ids_of_titles([mark.read for mark in read if mark.read is not None], self._catalogue)
        ids |= {mark: i for mark, i in zip(read, titles, strict=True) if i is not None}
        rows = self._catalogue.article_rows(list(ids.values()))
        articles_by_key = self._printed(row.key for row in rows.values())
        for mark, i in ids.items():
            article_by_mark[mark] = None
            if i in rows:
                of_key = articles_by_key[rows[i].key]
                article_by_mark[mark] = next((article for article in of_key if article.id == i), None)

    def _printed(self, keys: Iterable[str]) -> defaultdict[str, list[PrintedArticle]]:
        by_key: defaultdict[str, list[PrintedArticle]] = defaultdict(list)
        for article in self._catalogue.forms.printed(keys):
            by_key[article.key].append(article)
        return by_key

    def _moves(self, article_by_mark: Mapping[ReaderMark, PrintedArticle]) -> Moves:
        bookmarks = {}
        decisions = {}
        names = {}
        people = {}
        for mark, article in article_by_mark.items():
            now = article.printing(near=mark.printing)
            if mark.name:
                people[mark.name] = now.name
            elif (now, article.month_day) != (mark.printing, mark.month_day) and not mark.is_decision:
                bookmarks[mark.uuid] = CurrentPrinting(now, article.month_day)
            elif now != mark.printing and mark.is_decision:
                decisions[mark.uuid] = CurrentPrinting(now, article.month_day)
            if mark.printing.name not in (now.name, mark.printing.key):
                names[mark.printing.name] = now.name
        names |= self._told_names(article_by_mark)
        return Moves(
            bookmarks,
            decisions,
            self._without_present(names),
            {old: new for old, new in people.items() if old != new},
        )

    def _told_names(self, article_by_mark: Mapping[ReaderMark, PrintedArticle]) -> dict[str, str]:
        """Return the present names of articles by those told before, for texts that several articles have.

        A name that was told of several marked articles leads to none of them.
        """
        names: dict[str, str] = {}
        ambiguous = set[str]()
        for mark, article in article_by_mark.items():
            if mark.name:
                continue
            now = article.printing(near=mark.printing)
            if mark.is_decision:
                month_day = article.month_day
            else:
                month_day = mark.month_day
            before = told_name(mark.printing, month_day)
            # a bare key is the name of every printing of the text
            if before in (mark.printing.key, told_name(now, article.month_day)):
                continue
            if names.setdefault(before, now.name) != now.name:
                ambiguous.add(before)
        articles_by_key = self._printed(_key_in(name) for name in names)
        return {
            name: now
            for name, now in names.items()
            if name not in ambiguous and len(articles_by_key[_key_in(name)]) > 1
        }

    def _without_present(self, names: Mapping[str, str]) -> dict[str, str]:
        """Return `names` (new by former ones) without the former names that an article has again."""
        articles_by_key = self._printed(named_printing(old).key for old in names)
        present = set()
        for articles in articles_by_key.values():
            for article in articles:
                present.add(article.printing().name)
        return {old: new for old, new in names.items() if old not in present}


def _is_passage_in(article: Article, bookmark: Bookmark) -> bool:
    from reader.library import quotes

    if bookmark.passage is None:
        return False
    texts = quotes.texts_of(article)
    return bool(quotes.places_of(bookmark.passage, texts, bookmark.article))


def _key_in(name: str) -> str:
    return named_printing(name).key


def _has_left_its_key(bookmark: Bookmark, printing: Printing) -> bool:
    """Return whether a mark was moved to an article with another beginning, or has lost its article.

    A different ordinal in the key does not count.
    """
    key = bookmark.article.key
    return opening_of(key) != opening_of(printing.key) or printing.key == key_of_lost(key)


def _without_article(moves: Moves, lost: Sequence[ReaderMark]) -> Moves:
    """Return the moves with those of the `lost` marks, whose article is gone while another one has its key.

    They get a key that no article has.
    """
    places = {
        mark: CurrentPrinting(replace(mark.printing, key=key_of_lost(mark.printing.key)), mark.month_day)
        for mark in lost
    }
    bookmarks = {mark.uuid: at for mark, at in places.items() if not mark.is_decision}
    decisions = {mark.uuid: at for mark, at in places.items() if mark.is_decision}
    return replace(
        moves, bookmarks={**moves.bookmarks, **bookmarks}, decisions={**moves.decisions, **decisions}
    )


def _marks_of(user_data: UserData) -> list[ReaderMark]:
    """Return all marks, including removed and undone ones, as these can be restored. Raises UserDataError."""
    marks = [
        ReaderMark(
            all_bookmark.uuid,
            all_bookmark.printing,
            all_bookmark,
            month_day=all_bookmark.month_day,
            is_decision=False,
        )
        for all_bookmark in user_data.all_bookmarks()
    ]
    for decision in user_data.decisions.all(*ON_ARTICLE, SplitPerson, with_undone=True):
        content: DecisionContent = decision.content
        printing = printing_of(content)
        if printing is not None:
            if isinstance(content, DossierArticle):
                bookmark = as_bookmark(decision, content)
            else:
                bookmark = None
            if isinstance(content, ReadArticle):
                read = content
            else:
                read = None
            marks.append(ReaderMark(decision.uuid, printing, bookmark, read))
        elif isinstance(content, SplitPerson):
            marks += [ReaderMark(decision.uuid, named_printing(name), name=name) for name in content.keys]
    return marks
