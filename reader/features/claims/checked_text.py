"""A text that is checked: what the reader wrote in a dossier, or what was handed in."""

from msgspec import Struct

from reader.features.claims.footnotes import Choices, choices_in
from reader.library.article_set import ArticleSet
from reader.library.library import Library
from reader.search.query import dossier_in


class CheckedText(Struct, frozen=True):
    """A text, with the UUID and the name of the dossier in which it is, "" for one that is in none.

    `choices` are those of its footnotes.
    """

    text: str = ""
    dossier: str = ""
    name: str = ""
    choices: Choices = {}


def dossier_asked(articles: ArticleSet) -> str:
    """Return what the dossier is called of which a set is, "" for any other set."""
    if articles.dossier:
        return articles.dossier
    dossier = dossier_in(articles.typed)
    return dossier.name if dossier is not None else ""


def text_of_dossier(library: Library, name: str) -> CheckedText:
    """Return what the reader wrote in a dossier, a note after the other. Raises LibraryError and UserDataError."""
    written = library.sets.written_in(name)
    choices = choices_in(library.user_data.decisions, written.dossier)
    return CheckedText("\n".join(written.texts), written.dossier, name, choices)
