"""Which dossier is checked is what the set of articles, or its query, says."""

import pytest

from reader.features.claims.checked_text import dossier_asked
from reader.library.article_set import ArticleSet
from reader.search.query import Query, parse_query


@pytest.mark.parametrize(
    ("text", "listed", "dossier"),
    [
        ("专题:渡口旧事", "", "渡口旧事"),
        ("渡口 专题:渡口旧事", "", "渡口旧事"),
        ("渡口", "夜校", "夜校"),
        ("专题:渡口旧事", "夜校", "夜校"),
        ("渡口", "", ""),
        ("渡口 或 专题:渡口旧事", "", ""),
    ],
    ids=["a query", "among others", "a list", "a list first", "none", "only one of two ways"],
)
def test_it_is_that_of_the_set_or_of_the_query(text: str, listed: str, dossier: str) -> None:
    typed = parse_query(text)
    assert dossier_asked(ArticleSet(Query(typed.root), text, typed, dossier=listed)) == dossier
