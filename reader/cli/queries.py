"""The queries of the commands: what was typed, as it is understood, and what is said of one without words."""

from reader.cli.arguments.options import Options
from reader.i18n import say
from reader.library.library import Library
from reader.search.query import Query, in_words


def understood(library: Library, query: str, options: Options) -> Query:
    """Return the query for what is typed, in all its shapes if that is wanted."""
    asked = library.searcher.understand(query)
    return library.searcher.in_all_shapes(asked) if options.shapes else asked


def without_words(query: Query) -> str:
    """Return the sentence on a query without a word whose places could be told."""
    if query.root is None:
        return say("没有要找的字。")
    return say(
        "没有要找的字：{understood} 只挑出整篇的文章，用 reader search 列出它们。", understood=in_words(query)
    )
