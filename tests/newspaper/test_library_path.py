"""Given paths of files, when they are put in order, then their numbers count as numbers."""

from reader.newspaper.article_link import order_of


def test_numbers_are_in_order() -> None:
    paths = ["a/1.txt", "a/02.txt", "a/9_b.txt", "a/10.txt", "a/10_2.txt", "a/10_11.txt", "b/1.txt"]
    assert sorted(set(paths), key=order_of) == paths


def test_any_path_has_its_order() -> None:
    assert sorted(["", "9" * 5000, "/", "٣", "一"], key=order_of)
