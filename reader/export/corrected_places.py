"""Where the corrected characters of an article stand: on its page, and in passages of it."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec.structs import replace

from reader.export.article_text import (
    PageBlock,
    markable_texts,
    place_of,
    places_of,
    read_as_one,
    recognised_blocks,
)
from reader.export.readings import notes_on_text
from reader.newspaper.article import Article, CharacterReading, Fault, Where, cells, with_characters
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.passage import Passage


def corrections_on(article: Article, blocks: Sequence[PageBlock]) -> dict[tuple[int, int], CharacterReading]:
    """Return the corrected characters on a page of `recognised_blocks`, by block and offset in it.

    `article` is a story joined by `read_as_one`.
    """
    places = places_of(blocks)
    reading_by_place = {}
    for reading in article.readings:
        if reading.where is Where.CREDIT:
            text = article.credits[reading.index].as_printed
        else:
            text = ""
        place = place_of(reading.where, reading.index, text, places, blocks)
        if place and place[1] + reading.at < len(blocks[place[0]].text):
            reading_by_place[place[0], place[1] + reading.at] = reading
    return reading_by_place


def printed_passage(passage: Passage, *story: StoredArticle) -> Passage:
    """Return a passage, which has recognised words, with the corrected characters in them and around them.

    It is returned itself if nothing is corrected, or the story does not have its words.
    """
    location = _location(passage, story)
    if location is None:
        return passage
    text, at, readings = location
    read_as = {
        offset: reading.read_as for offset, reading in readings.items() if reading.fault is Fault.RECOGNISED
    }

    def printed(words: str, begin: int) -> str:
        return with_characters(words, {offset - begin: cell for offset, cell in read_as.items()})

    begin = at - len(passage.before)
    end = at + len(passage.exact)
    before = passage.before
    after = passage.after
    if text[max(begin, 0) : at] == before:
        before = printed(before, begin)
    if text.startswith(after, end):
        after = printed(after, end)
    return replace(passage, exact=printed(passage.exact, at), before=before, after=after)


def recognised_words(words: str, *story: StoredArticle) -> str:
    """Return the recognised words at the first place at which a story has these words as printed; "" without one."""
    blocks = recognised_blocks(*story)
    corrected = corrections_on(read_as_one(*(part.article for part in story)), blocks)
    if not words:
        return ""
    read_as_by_block: dict[int, dict[int, str]] = {}
    for (number, at), reading in corrected.items():
        if reading.fault is Fault.RECOGNISED:
            read_as_by_block.setdefault(number, {})[at] = reading.read_as
    for number, read_as in sorted(read_as_by_block.items()):
        block = blocks[number]
        printed = cells(block.text, read_as)
        begin = "".join(printed).find(words)
        if begin >= 0:
            ends = [*accumulate(map(len, printed))]
            return block.text[bisect_right(ends, begin) : bisect_right(ends, begin + len(words) - 1) + 1]
    return ""


def notes_on_passage(passage: Passage, *story: StoredArticle) -> list[str]:
    """Return the notes on the corrected characters of a passage, which has recognised words."""
    location = _location(passage, story)
    if location is None:
        return []
    text, begin, readings = location
    end = begin + len(passage.exact)
    inside = {at: reading for at, reading in readings.items() if begin <= at < end}
    return list(notes_on_text(text, inside))


def _location(
    passage: Passage, story: Sequence[StoredArticle]
) -> tuple[str, int, dict[int, CharacterReading]] | None:
    """Return the recognised text of a corrected story, the offset of a passage in it, and the corrected characters.

    None if nothing is corrected, or the passage is not found.
    """
    if not any(part.article.readings for part in story):
        return None
    blocks = recognised_blocks(*story)
    texts = markable_texts(blocks)
    begins = [0, *accumulate(len(text) + 1 for text in texts)]
    corrected = corrections_on(read_as_one(*(part.article for part in story)), blocks)
    readings = {begins[block] + at: reading for (block, at), reading in corrected.items()}
    text = "\n".join(texts)
    at = _likeliest(passage, text)
    if at is None:
        return None
    return (text, at, readings)


def _likeliest(passage: Passage, text: str) -> int | None:
    """Return the offset of the words of a passage in a text, where possible with its context.

    None if they are not there, or at several places that nothing distinguishes.
    """
    before = passage.before
    exact = passage.exact
    after = passage.after
    for left, right in ((before, after), (before, ""), ("", after), ("", "")):
        words = left + exact + right
        if text.count(words) == 1:
            return text.index(words) + len(left)
    return None
