"""Whatever tells a name has words, in the window and the terminal."""

import pytest

from reader.people.person import Certainty, NameMark, certainty_words, mark_words, name_in_full


@pytest.mark.parametrize("mark", NameMark)
def test_every_mark_has_words(mark: NameMark) -> None:
    assert mark is NameMark.EDGE or mark_words(mark)


def test_every_class_has_words_of_its_own() -> None:
    assert len({certainty_words(each) for each in Certainty}) == len(Certainty)


def test_a_name_bears_its_label() -> None:
    assert (name_in_full("何渡生", "船工"), name_in_full("何渡生", "")) == ("何渡生（船工）", "何渡生")
