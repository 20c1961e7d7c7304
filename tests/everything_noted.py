"""All kinds of what a reader adds to a library, once each, on the small paper of `tests.terminal`; and what is told of
each of them."""

import shutil
from collections.abc import Callable
from pathlib import Path

from reader.features.dossiers.dossiers import dossiers_of
from reader.features.people.people import people_of
from reader.features.saved_searches.saved_searches import searches_of
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.decision import ReadArticle
from reader.search.documents import Order
from reader.storage import user_repair
from reader.storage.platform_folders import places

STAGE, RICE = "老戏台搬过了河", "米市清早开秤"
PASSAGE, PIECE = "不到一个钟头就卖空了", "头一船糙米"
CORRECTED = "1990/03/19900306.md"


def note_everything(library: Library) -> None:
    """Adds one of every kind to a library that was synced."""
    stage, rice = (article_of(library, headline) for headline in (STAGE, RICE))
    library.notebook.bookmark(stage, "外公说的戏台", ["外公"])
    library.notebook.bookmark(rice, "秤砣", [], passage=library.notebook.quote(rice, PASSAGE))
    searches_of(library).add("戏台", "老戏台", Order.NEWEST)
    dossier = dossiers_of(library).add("渡口").uuid
    dossiers_of(library).add_articles(dossier, [(stage, None)])
    dossiers_of(library).add_note(dossier, "船是谁的？")
    dossiers_of(library).add_articles(dossier, [(rice, library.notebook.quote(rice, PIECE))])
    people_of(library).strike_out("何苇")
    people_of(library).merge("宋三槐", "温如岚")
    library.corrections.correct_issue([CORRECTED], [Claim(CorrectionKind.NUMBER, number=417)])
    library.read_marks.mark([rice], is_read=True)


def article_of(library: Library, headline: str) -> int:
    [found] = library.searcher.search(f"标题:{headline}").ids
    return found


def empty_cache() -> None:
    """Deletes whatever is derived: a second machine, or somebody who has tidied up."""
    shutil.rmtree(places().cache, ignore_errors=True)


def _dossiers(library: Library) -> object:
    return [
        (row.name, [entry.text or (entry.bookmark and entry.bookmark.article.title()) for entry in entries])
        for row in dossiers_of(library).all()
        for entries in [dossiers_of(library).entries(row.uuid)]
    ]


KINDS: dict[str, Callable[[Library], object]] = {
    "bookmarks, highlights, notes, tags": lambda library: [
        (each.article.title(), each.passage and each.passage.exact, each.note, each.tags, each.key)
        for each in library.notebook.bookmarks()
    ],
    "articles of bookmarks": lambda library: [
        library.notebook.article_of(each).article.title() for each in library.notebook.bookmarks()
    ],
    "saved searches": lambda library: [
        (each.name, each.query, each.order) for each in searches_of(library).all()
    ],
    "their counts": lambda library: bool(list(searches_of(library).counts())),
    "what is new of them": lambda library: [
        searches_of(library).look(each, marks=False).new for each in searches_of(library).all()
    ],
    "dossiers and their pieces": _dossiers,
    "decisions on people": lambda library: sorted(
        repr(each.content) for each in people_of(library).decisions()
    ),
    "corrections": lambda library: [repr(each.correction) for each in library.corrections.known()],
    "read marks": lambda library: sorted(
        repr(each) for each in library.user_data.decisions.contents(ReadArticle)
    ),
    "notes as they are exported": lambda library: library.notebook.export_notes(),
    "what is wrong with them": lambda library: list(user_repair.problems(library.user_data)),
}
"""What is told of each kind; the same with an empty cache, with a new one, and with the one it was written in."""


def told(library: Library) -> dict[str, object]:
    return {kind: tell(library) for kind, tell in KINDS.items()}


def write_noted(root: Path) -> dict[str, object]:
    """Makes the library, notes everything, returns what is told of it, and empties the cache."""
    from tests.terminal import write_issues

    library = Library.open(write_issues(root))
    library.sync()
    note_everything(library)
    library.sync()
    found = told(library)
    library.close()
    empty_cache()
    return found
