"""What the library holds, and what a bookmark has kept of it."""

from reader.newspaper.holdings import kept_article
from tests.invented_article import ISSUE, STORED, bookmark


def test_an_article_out_of_a_bookmark_is_as_it_was_bookmarked_and_none_that_is_held() -> None:
    mark = bookmark()
    kept = kept_article(mark)
    assert kept.article == mark.article
    assert kept.issue.newspaper == kept.masthead.title == ISSUE.newspaper
    assert (kept.issue.date, kept.issue.month_day, kept.issue.number) == (ISSUE.date, "06-12", ISSUE.number)
    assert kept.issue.date_origin is None, "it is not known any more"
    assert [source.path for source in kept.sources] == [mark.path]
    assert all(source.is_missing for source in kept.sources)
    assert kept.id == kept.issue.id == 0 != STORED.id
    assert kept.issue.article_count == 1
