"""Every format has a name of its own, words for it, and something that reads it."""

import pytest

from reader.formats.all_formats import file_formats, made, name_of, read_as
from reader.newspaper.article import Reading


@pytest.mark.parametrize("name", list(file_formats()))
def test_each_is_told_in_words_and_is_found_by_its_name(name: str) -> None:
    file_format = file_formats()[name]
    assert file_format.name == name
    assert name_of(name) == file_format.label() != name
    assert read_as(Reading(name, 1.0)) is file_format


@pytest.mark.parametrize("name", [name for name, each in file_formats().items() if each.can_be_named])
def test_what_reads_it_is_called_as_it_is(name: str) -> None:
    assert made(file_formats()[name]).name == name


def test_one_that_this_version_does_not_know_is_told_by_its_name() -> None:
    assert name_of("渡口") == "渡口"
    assert read_as(Reading("渡口", 1.0)) is None
    assert read_as(None) is None
