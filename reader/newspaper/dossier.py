"""Dossiers and their entries as shown in the window, and their conversion from and to stored decisions."""

from msgspec import Struct
from msgspec.structs import replace

from reader.newspaper.decision import Decision, DossierArticle
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage


class DossierRow(Struct, frozen=True):
    """A dossier in a list; `count` is the number of its articles, clippings and notes."""

    uuid: str
    name: str
    count: int


class Entry(Struct, frozen=True):
    """An entry of a dossier: a note (`text`), or an article or clipping stored like a bookmark (`kept`)."""

    uuid: str
    text: str = ""
    kept: Bookmark | None = None


def as_bookmark(decision: Decision, content: DossierArticle) -> Bookmark:
    """Return an article of a dossier in the form of a bookmark, with the entry's UUID."""
    return Bookmark(
        uuid=decision.uuid,
        key=content.key,
        newspaper=content.newspaper,
        date=content.date,
        month_day=content.month_day,
        number=content.number,
        page=content.page,
        path=content.path,
        article=content.article,
        note="",
        tags=(),
        created=decision.created,
        modified=decision.modified,
        tick=decision.tick,
        passage=content.passage,
        file=content.file,
    )


def article_content(kept: Bookmark, dossier: str, place: str) -> DossierArticle:
    """Return the stored form of a bookmark's article or passage in a dossier."""
    return DossierArticle(
        dossier,
        place,
        kept.key,
        kept.newspaper,
        kept.date,
        kept.month_day,
        kept.number,
        kept.page,
        kept.path,
        replace(kept.article, readings=()),
        kept.passage,
        kept.file,
    )


def stored_content(
    stored: StoredArticle, passage: Passage | None, dossier: str, place: str
) -> DossierArticle:
    issue, printing = stored.issue, stored.printing
    return DossierArticle(
        dossier,
        place,
        printing.key,
        printing.newspaper,
        printing.date,
        issue.month_day,
        issue.number,
        printing.page,
        printing.path,
        replace(stored.article, readings=()),
        passage,
        printing.file,
    )
