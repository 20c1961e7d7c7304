"""What the library holds, and what a bookmark has kept of it."""

from msgspec.structs import replace

from reader.newspaper.holdings import stored_article
from tests.invented_article import ISSUE, STORED, bookmark


def test_an_article_out_of_a_bookmark_is_as_it_was_bookmarked_and_none_that_is_held() -> None:
    mark = bookmark()
    kept = stored_article(mark)
    assert kept.article == mark.article
    assert kept.issue.newspaper == kept.masthead.title == ISSUE.newspaper
    assert (kept.issue.date, kept.issue.month_day, kept.issue.number) == (ISSUE.date, "06-12", ISSUE.number)
    assert kept.issue.date_origin is None, "it is not known any more"
    assert [source.path for source in kept.sources] == [mark.path]
    assert all(source.is_missing for source in kept.sources)
    assert kept.id == kept.issue.id == 0 != STORED.id
    assert kept.issue.article_count == 1


def test_marks_of_an_article_that_is_held_hang_on_it_and_others_on_what_they_were_made_of() -> None:
    mark = bookmark()
    held = replace(mark, article_id=7)
    assert held.anchor == replace(held, newspaper="晚报").anchor == 7
    assert mark.anchor == mark.printing.name != replace(mark, newspaper="晚报").anchor
    assert held == mark, "where it is held now is none of what was written"
