"""The reader's own words that a search has found, below the articles or as JSON."""

from collections.abc import Iterator, Sequence

from reader.cli.terminal import bold, faint, marked
from reader.export.article_text import page_in_words
from reader.export.notes import quoted
from reader.i18n import say
from reader.library.library import Library
from reader.library.note_search import NoteHit, notes_found


def found_in_notes(library: Library, query: str, *, all_shapes: bool) -> list[NoteHit]:
    """Return the bookmarks whose highlighted words, note or tags hold what is looked for."""
    asked = library.searcher.understand(query)
    return notes_found(library.notebook.bookmarks(), asked, all_shapes=all_shapes)


def number_in_words(hits: Sequence[NoteHit]) -> str:
    return say("另有 {count} 条批注、标签或标出的话里有", count=len(hits))


def note_hit_lines(hits: Sequence[NoteHit]) -> Iterator[str]:
    """Yield what was found, each with its article."""
    if hits:
        yield ""
        yield bold(number_in_words(hits))
    for hit in hits:
        bookmark = hit.bookmark
        date = bookmark.date.isoformat() if bookmark.date else bookmark.month_day or say("日期不详")
        page = say("第 {page} 版", page=page_in_words(bookmark.page)) if bookmark.page else ""
        yield ""
        told = [date, page, bold(bookmark.article.title()), faint(bookmark.key)]
        yield " · ".join(filter(None, told))
        if bookmark.passage:
            yield say("    “{words}”", words=marked(quoted(bookmark), hit.quotation_marks))
        if bookmark.note:
            words = marked(bookmark.note, hit.note_marks)
            yield say("    批注：{note}", note="\n    ".join(words.split("\n")))
        if bookmark.tags:
            tags = (marked(tag, [(0, len(tag))] if tag in hit.tags else []) for tag in bookmark.tags)
            yield say("    标签：{tags}", tags=say("，").join(tags))


def note_hit_to_json(hit: NoteHit) -> dict[str, object]:
    bookmark = hit.bookmark
    return {
        "uuid": bookmark.uuid,
        "key": bookmark.key,
        "newspaper": bookmark.newspaper,
        "date": bookmark.date.isoformat() if bookmark.date else None,
        "page": bookmark.page,
        "headline": bookmark.article.headline,
        "quotation": quoted(bookmark) or None,
        "note": bookmark.note,
        "tags": list(bookmark.tags),
        "found_in": hit.parts(),
    }
