"""Drafts of notes: files beside the user's data, which exist only while a note is being written.

A draft is no record: it leaves no tombstone, and is neither merged nor backed up. A cancelled note leaves nothing
behind, and what was being written when the power failed is found again.
"""

from __future__ import annotations

import errno
import json
import os
import uuid
from collections.abc import Mapping
from contextlib import suppress
from operator import itemgetter
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reader import held_files
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.holdings import Bookmark, IssueRow, SourceRow, StoredArticle
from reader.newspaper.issue import Masthead
from reader.newspaper.passage import Passage, passage_from_json, passage_to_json
from reader.newspaper.printing import Printing, printing_from_json, printing_to_json
from reader.storage.folder import OWN_FOLDER
from reader.storage.regular_file import RefusedFile, open_file, write_whole
from reader.storage.user_file import DRAFTS


class NoteDraft(Struct, frozen=True):
    """A note on an article, or on a `passage` of it, that is not yet stored in a bookmark.

    `uuid` is the draft's own; `bookmark` is the UUID of the bookmark that is being edited, "" if there is
    none yet. `began` is the note that the bookmark had when editing began. `written_on` is the article as it was then;
    it is not stored with the draft.
    """

    uuid: str
    printing: Printing
    title: str
    passage: Passage | None
    bookmark: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    began: str = ""
    written_on: StoredArticle | None = None

    @classmethod
    def on_article(cls, stored: StoredArticle, passage: Passage | None = None) -> NoteDraft:
        title = stored.article.recognised().title()
        return cls(str(uuid.uuid4()), stored.printing, title, passage, written_on=stored)

    @classmethod
    def of_bookmark(cls, bookmark: Bookmark) -> NoteDraft:
        return cls(
            str(uuid.uuid4()),
            bookmark.printing,
            bookmark.article.title(),
            bookmark.passage,
            bookmark.uuid,
            bookmark.note,
            bookmark.tags,
            bookmark.note,
        )

    def with_words_of(self, bookmark: Bookmark) -> NoteDraft:
        return replace(self, note=bookmark.note, tags=bookmark.tags, began=bookmark.note)

    def stored_article(self) -> StoredArticle:
        """Return the article as it was when writing began; of a draft of an earlier window its title and passage."""
        if self.written_on is not None:
            return self.written_on
        printing = self.printing
        if self.passage:
            texts = self.passage.exact.split("\n")
        else:
            texts = []
        blocks = tuple(Block(BlockKind.PARAGRAPH, text, ()) for text in texts)
        article = Article(
            printing.key, ArticleKind.ARTICLE, printing.page, headline=self.title, blocks=blocks
        )
        issue = IssueRow(0, printing.newspaper, printing.date, None, None, None, 1, printing.path)
        source = SourceRow(printing.path, "", (), is_missing=True, file=printing.file)
        return StoredArticle(0, article, issue, Masthead(title=printing.newspaper), (source,))

    def words(self) -> tuple[str, tuple[str, ...]]:
        return self.note, self.tags


def draft_to_json(draft: NoteDraft) -> dict[str, object]:
    return {
        "uuid": draft.uuid,
        **printing_to_json(draft.printing),
        "title": draft.title,
        "passage": passage_to_json(draft.passage) if draft.passage else None,
        "bookmark": draft.bookmark,
        "note": draft.note,
        "tags": list(draft.tags),
        "began": draft.began,
    }


def draft_from_json(data: object) -> NoteDraft:
    """Return the draft that `draft_to_json` wrote; the data may be from an untrusted file.

    Raises ValueError on any other data.
    """
    if not isinstance(data, Mapping):
        raise ValueError("draft")
    names = ("uuid", "title", "bookmark", "note")
    draft_id, title, bookmark, note = (_text(data.get(name)) for name in names)
    tags = data.get("tags")
    passage = data.get("passage")
    if not isinstance(tags, list):
        raise ValueError("draft")
    if passage is not None and not isinstance(passage, Mapping):
        raise ValueError("passage")
    if bookmark:
        bookmark = str(uuid.UUID(bookmark))
    return NoteDraft(
        str(uuid.UUID(draft_id)),
        printing_from_json(data),
        title,
        passage_from_json(passage) if passage is not None else None,
        bookmark,
        note,
        tuple(map(_text, tags)),
        _text(data.get("began", "")),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text")
    value.encode()  # raises UnicodeEncodeError for a lone surrogate, which could not be written again
    return value


_LARGEST = 1 << 24
"""Maximum bytes of a draft."""
_MOST = 100
"""Maximum number of drafts that are read: nobody has begun more notes."""


class NoteDrafts(Struct, frozen=True):
    """The drafts in a folder; each is a file with its UUID as a name."""

    _user_folder: Path

    @property
    def _folder(self) -> Path:
        return self._user_folder / DRAFTS

    def keep(self, draft: NoteDraft) -> None:
        """Write a draft in place of its earlier version. Raises OSError."""
        in_library = self._user_folder.name == OWN_FOLDER  # whose folder may be on a drive that is away
        self._user_folder.mkdir(mode=0o700, parents=not in_library, exist_ok=True)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if self._folder.is_symlink():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self._folder))
        text = json.dumps(draft_to_json(draft), ensure_ascii=False)
        write_whole(self._path(draft), text.encode("utf-8", "replace"), replaces=True)

    def drop(self, draft: NoteDraft) -> None:
        """Remove a draft, and the folder when it was the last one. Raises OSError."""
        held_files.remove(self._path(draft), missing_ok=True)
        with suppress(OSError):  # there are others, or there never was one
            self._folder.rmdir()

    def all(self) -> list[NoteDraft]:
        """Return the drafts that can be read, the last written first; other files are left alone."""
        dated_drafts = []
        with suppress(OSError):
            if self._folder.is_symlink():
                return []
            for path in list(self._folder.glob("*.json"))[:_MOST]:
                with suppress(OSError, RefusedFile, ValueError, RecursionError):
                    with open_file(path) as file:
                        data = file.read(_LARGEST + 1)
                    if len(data) > _LARGEST:
                        raise ValueError(path.name)
                    draft = draft_from_json(json.loads(data))
                    if draft.uuid != path.stem:
                        raise ValueError(path.name)
                    dated_drafts.append((path.lstat().st_mtime, draft))
        return [draft for _, draft in sorted(dated_drafts, key=itemgetter(0), reverse=True)]

    def _path(self, draft: NoteDraft) -> Path:
        return self._folder / f"{draft.uuid}.json"
