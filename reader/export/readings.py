"""Corrected characters in what leaves the program: which characters it has, and the notes on them.

There are three cases. A program misread the paper: the text has what is printed, the note what was recognised. It read
a character too many or too few: the note names it. The paper itself errs: the text stays as printed, the note says what
was probably meant.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from reader.export.forms import Wording
from reader.i18n import say
from reader.newspaper.article import Article, CharacterReading, Fault, Where
from reader.newspaper.holdings import StoredArticle


def worded(stored: StoredArticle, wording: Wording) -> StoredArticle:
    """Return the article with the characters that leave the program, and no others beside them."""
    article = stored.article
    if wording is Wording.RECOGNISED:
        worded_article = article.recognised()
    else:
        worded_article = article.corrected()
    if worded_article is article:
        return stored
    return replace(stored, article=worded_article)


def notes_on(article: Article) -> tuple[str, ...]:
    """Return a note on each corrected string of an article, in reading order; the same one once."""
    if article.readings:
        in_blocks = "\n".join(block.text for block in article.blocks)
    else:
        in_blocks = ""
    notes: list[str] = []
    for where, index, text in article.texts() if article.readings else ():
        # a credit inside a paragraph is corrected in both
        if where is not Where.CREDIT or text not in in_blocks:
            of_text = [
                reading for reading in article.readings if (reading.where, reading.index) == (where, index)
            ]
            notes += notes_on_text(text, {reading.at: reading for reading in of_text})
    return tuple(dict.fromkeys(notes))


def notes_on_citation(article: Article) -> tuple[str, ...]:
    """Return the notes on what a citation has of an article: its headline and its credits."""
    if not article.headline:
        return ()
    cited = [reading for reading in article.readings if reading.where in (Where.HEADLINE, Where.CREDIT)]
    return notes_on(replace(article, readings=tuple(cited), blocks=()))


def notes_on_text(text: str, readings: Mapping[int, CharacterReading]) -> Iterator[str]:
    """Yield the notes on corrected characters of a recognised text, given by offset; neighbours have one together."""
    reading_by_offset = {at: reading for at, reading in readings.items() if at < len(text)}
    corrected = {
        at: reading.read_as for at, reading in reading_by_offset.items() if reading.fault is Fault.RECOGNISED
    }
    begin = 0
    for at in sorted(reading_by_offset):
        if at < begin:
            continue
        end = at + 1
        while end in reading_by_offset and reading_by_offset[end].fault is reading_by_offset[at].fault:
            end += 1
        meant = "".join(reading_by_offset[offset].read_as for offset in range(at, end))
        before = _letters(text, corrected, max(0, at - 1), at)
        after = _letters(text, corrected, end, min(end + 1, len(text)))
        yield note(text[at:end], meant, reading_by_offset[at].fault, before, after)
        begin = end


def _letters(text: str, corrected: Mapping[int, str], begin: int, end: int) -> str:
    """Return the letters of a part of a text, as they are corrected."""
    offsets = (offset for offset in range(begin, end) if text[offset].isalnum())
    return "".join(corrected.get(offset, text[offset]) for offset in offsets)


def note(recognised: str, meant: str, fault: Fault, before: str = "", after: str = "") -> str:
    """Return the note on a string between the characters `before` and `after`: “六千多”据版面改；识别作“六干多”."""
    read = before + recognised + after
    written = before + meant + after
    left, is_left_out, right = meant.partition(recognised)
    if fault is Fault.PRINTED:
        if not meant:
            return say("“{read}”原报如此，疑衍“{extra}”", read=read, extra=recognised)
        if is_left_out:
            return say("“{read}”原报如此，疑脱“{lost}”", read=read, lost=left + right)
        return say("“{read}”原报如此，疑当作“{meant}”", read=read, meant=written)
    if not meant:
        return say("“{printed}”据版面改；识别多出“{extra}”，删", printed=written, extra=recognised)
    if is_left_out:
        return say("“{printed}”据版面改；识别漏了“{lost}”，补", printed=written, lost=left + right)
    return say("“{printed}”据版面改；识别作“{read}”", printed=written, read=read)


def as_sentences(notes: Iterable[str]) -> str:
    """Return notes on one line, each a sentence; "" for none."""
    return "".join(say("{note}。", note=note) for note in notes).rstrip()


def note_line(note: str) -> str:
    return say("校注：{note}。", note=note)


def with_note_lines(words: str, notes: Iterable[str]) -> str:
    return "\n".join([words, *map(note_line, notes)])


def correction_in_words(recognised: str, reading: CharacterReading) -> str:
    """Return what a reader is told of a corrected character: 识别作“干”，您改为“千”."""
    if reading.fault is Fault.PRINTED:
        return note(recognised, reading.read_as, reading.fault)
    if not reading.read_as:
        return say("识别多出“{read}”，您删了", read=recognised)
    return say("识别作“{read}”，您改为“{meant}”", read=recognised, meant=reading.read_as)
