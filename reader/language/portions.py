"""Many texts in portions, so that what is held at once is bounded by characters, however many or long the texts are."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def portions(items: Iterable[T], size: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """Yield the items in lists, in order, each of as many as are `most` together; of one that is larger by itself."""
    portion: list[T] = []
    filled = 0
    for item in items:
        more = size(item)
        if portion and filled + more > most:
            yield portion
            portion, filled = [], 0
        portion.append(item)
        filled += more
    if portion:
        yield portion


def pieces(text: str, most: int) -> Iterator[str]:
    """Yield a text in pieces of at most `most` characters, cut behind a sentence or a line where there is one."""
    begin = 0
    while len(text) - begin > most:
        half, end = begin + most // 2, begin + most
        cut = max(text.rfind("\n", half, end), text.rfind("。", half, end)) + 1 or end
        yield text[begin:cut]
        begin = cut
    yield text[begin:]
