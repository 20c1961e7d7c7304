"""The concordance of a library: each place once, with what is printed there."""

from reader.features.concordance.concordance import Concordance
from reader.library.library import Library
from tests.library.test_characters import article, home, library, place, root

__all__ = ["home", "library", "root"]


def test_words_in_context_have_each_place_once_and_what_is_printed(library: Library) -> None:
    stored = article(library)
    library.characters.correct(stored.id, place(stored, "州头镇的渡口"), "洲")
    told = Concordance(library.derived, library.sets.of_text('"头镇" 日期:1987-06-12'))
    assert list(told.read())[-1] == 3
    told = Concordance(library.derived, library.sets.of_text('"洲头镇" 日期:1987-06-12'))
    assert list(told.read())[-1] == 2
    assert [row.context.node for row in told.rows(range(2), 8)] == ["洲头镇", "洲头镇"]


def test_a_place_is_shown_with_the_corrected_characters_as_wholes(library: Library) -> None:
    stored = article(library)
    outcome = library.characters.correct(stored.id, place(stored, "今天加开"), "今天上午加开", 4)
    library.characters.correct(outcome.article_id or 0, place(stored, "末班船照旧"), "末班照旧", 5)
    for typed, shown in [
        ("天上午加", "天上午加"),
        ("班照", "班照"),
        ("午加开一班船", "天上午加开一班船"),
    ]:
        concordance = Concordance(library.derived, library.sets.of_text(f'"{typed}"'))
        list(concordance.read())
        (row,) = concordance.rows(range(len(concordance.table)), 9)
        assert row.context.node == shown
