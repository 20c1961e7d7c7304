"""The two forms of a text: the read form is shown, the search form is compared.

A string is found if and only if `search_form(query) in search_form(field)`.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress, pairwise
from typing import overload

# Control characters: invisible ones that steer a terminal, a line-based format or the direction of text.
#
# They are the C0 and C1 controls with DEL (ESC and U+009B begin what sets a terminal's title, or writes its
# clipboard), the separators U+2028 and U+2029, and what turns the direction of all that follows (UAX #9:
# embeddings, overrides, isolates). Line feed and tab are none of them.
#
# Output for people shows them as Python writes them (`\x1b`, `\u202e`); exports are without them; JSON has them
# escaped (`\u001b`), its values unchanged. Stored text is never altered.


_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_GAP = re.compile("[\x0b-\x0d\x1c-\x1f\x85\u2028\u2029]")
"""The control characters that stand for white space."""
_HALF = re.compile("[\ud800-\udfff]")
"""A lone surrogate: half of a UTF-16 pair, which can't be encoded."""
_WHITE_SPACE = re.compile("[^\\S\u3000]+")


def made_visible(text: str) -> str:
    r"""Return `text` for a terminal or a page of plain text: `\x1b` in place of ESC; \r\n becomes a line feed."""
    if not _STEERING.search(text):
        return text
    return _STEERING.sub(_escape, text.replace("\r\n", "\n"))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def without_controls(text: str) -> str:
    """Return `text` for another program, without control characters.

    A space replaces those that stand for white space, U+FFFD a lone surrogate; the others are dropped.
    """
    text = _HALF.sub("\ufffd", text)
    if not _STEERING.search(text):
        return text
    return _STEERING.sub("", _GAP.sub(" ", text.replace("\r\n", "\n")))


def in_place(text: str) -> str:
    """Return `without_controls` with every character in its place.

    U+200B, which has no shape either, replaces what would be dropped, so that offsets stay the same.
    """
    return text if not _STEERING.search(text) else _STEERING.sub("\u200b", _GAP.sub(" ", text))


def on_one_line(text: str) -> str:
    """Return `without_controls` on one line; a gap wider than a space (U+3000 inside a title) stays."""
    return _WHITE_SPACE.sub(" ", without_controls(text)).strip()


def shortened(text: str, most: int = 40) -> str:
    """Return a text to be quoted in a sentence: of a long one its beginning and its end."""
    line = text.strip()
    return line if len(line) <= most else f"{line[: most // 2]}…{line[-(most // 2) :]}"


def escaped_in_json(document: str) -> str:
    """Return the same JSON document with the control characters that JSON allows in strings escaped."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The inside of a character class: Han characters in all blocks of Unicode, with 〇."""

_STRAY_SPACE = re.compile(f"(?<=[{HAN}])[ \t\u00a0]+(?=[{HAN}])")
_SPACE_BESIDE_HAN = re.compile(f" (?:(?<=[{HAN}] )|(?=[{HAN}]))")
_OTHER_SPACE = re.compile(r"\s+")
_IS_HAN = re.compile(f"[{HAN}]")

# “” 「」 and the like become one mark, ‘’ another; all middle dots become one. Characters without a shape (zero-width
# ones, signs of direction, variation selectors, soft hyphens, control characters) are dropped.
_UNIFIED = str.maketrans(
    dict.fromkeys("“”„‟「」『』〝〞〟«»", '"')
    | dict.fromkeys("‘’‚‛‹›`´", "'")
    | dict.fromkeys("•‧∙⋅・･●", "·")
    | dict.fromkeys((chr(c) for c in (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), 0xFEFF)), "")
    | dict.fromkeys((chr(c) for c in (*range(0x202A, 0x202F), *range(0x2060, 0x2070))), "")
    | dict.fromkeys(
        (chr(c) for c in (*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0))), ""
    )
    | dict.fromkeys((chr(c) for c in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))), "")
)

# Characters of which each becomes one, whatever stands beside it: most of a newspaper's paragraphs, in one look.
_ONE = "\u4e00-\u9fff!-~！-～、。〇《》〈〉“”‘’—·"
_ONE_TO_ONE = re.compile(f"[{_ONE}]*")
_RUN_OF_ONES = re.compile(f"[{_ONE}]+(?=[{_ONE}])")  # the last may be marked by what stands behind it
_ONE_BY_ONE = re.compile(f"[{_ONE} \u3000…]*")
_NOT_ONE_BY_ONE = re.compile(f"[^{_ONE} \u3000…]+")


def read_form(text: str) -> str:
    """Return the form that is shown: width and case stay, spaces that OCR put between Han characters are dropped."""
    return text if text.isascii() else _STRAY_SPACE.sub("", text)


def search_form(text: str) -> str:
    """Return the form that is compared.

    It is NFKC and case folded, without white space beside a Han character (elsewhere it is one space) and at the ends;
    middle dots and quotation marks are unified, invisible characters dropped.
    """
    if len(text) <= _REMEMBERED:
        return _spaced(_fold(text))
    return "".join(_form_of_piece(text, begin, end) for begin, end in pairwise(_cuts(text, _SLICE)))


def _form_of_piece(text: str, begin: int, end: int) -> str:
    """Return the search form of text[begin:end] as part of that of the whole text: with spaces at its ends."""
    form = _spaced(_fold_long(text[begin:end]))
    return f" {form}" if begin and text[begin] == " " else form


def _spaced(folded: str) -> str:
    spaced = " ".join(folded.split())
    return spaced if spaced.isascii() else _SPACE_BESIDE_HAN.sub("", spaced)


_REMEMBERED = 1 << 14
"""Maximum characters of a text whose folded form is cached."""
_SLICE = 1 << 16
"""The number of characters that are folded in one call, during which other threads wait (for the GIL)."""


@lru_cache(
    maxsize=512
)  # the same paragraph is folded several times in a row, for its key, its index, its marks
def _fold(text: str) -> str:
    return text.translate(_FOLDED) if _ONE_BY_ONE.fullmatch(text) else _fold_any(text)


def _fold_long(text: str) -> str:
    """Return the folded form of a long text: only what folding changes is processed."""
    if text.isascii():
        return text.translate(_FOLDED) if _ONE_BY_ONE.fullmatch(text) else _fold_any(text)
    parts: list[str] = []
    at = 0
    for found in _NOT_ONE_BY_ONE.finditer(text):
        begin = max(found.start() - 1, at)  # with the character that they may mark
        parts += text[at:begin], _fold_any(text[begin : found.end()])
        at = found.end()
    parts.append(text[at:])
    return _FOLDED_OTHERWISE.sub(lambda found: found[0].translate(_FOLDED), "".join(parts))


def _fold_any(text: str) -> str:
    text = text.translate(_UNIFIED)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_UNIFIED)


_FOLDED = {
    code: _fold_any(chr(code))
    for code in (*range(0x21, 0x7F), *range(0xFF01, 0xFF5F), *map(ord, "“”‘’…\u3000"))
}
_FOLDED_OTHERWISE = re.compile(
    "[" + re.escape("".join(chr(code) for code, folded in _FOLDED.items() if folded != chr(code))) + "]+"
)


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A search form with offsets: character `i` came from `[starts[i], ends[i])` of the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest span of whole shown characters with `[start, end)` of the search form; `end > start`."""
        return self.starts[start], self.ends[end - 1]


# Characters that NFKC may join to the one before them although their combining class, or that of what U+0345 is folded
# to, is 0.
_JOINING = re.compile(
    "[\u0345\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u0fb5\u0fb7\u102e"
    "\u1161-\u1175\u11a8-\u11c2\u1b35\uff9e\uff9f\uffa0-\uffdc"
    "\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930]"
)


def search_form_with_offsets(text: str, form: str | None = None) -> SearchForm:
    """Return `search_form(text)` with the place in `text` of each of its characters; `form` is it, if known.

    The places in a long text are computed when they are needed: as lists they would take forty times the bytes of the
    text.
    """
    if len(text) > _LONG:
        return _of_pieces(text, form)
    if _ONE_TO_ONE.fullmatch(text):
        length = len(text)
        return SearchForm(search_form(text) if form is None else form, range(length), range(1, length + 1))
    return _with_offsets(text)


def _with_offsets(text: str) -> SearchForm:
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for run in _RUN_OF_ONES.finditer(text):
        _add_clusters(text, (at, run.start()), folded, starts, ends)
        at = run.end()
        folded += _fold_any(run[0])
        starts += range(run.start(), at)
        ends += range(run.start() + 1, at + 1)
    _add_clusters(text, (at, len(text)), folded, starts, ends)
    whole = "".join(folded)
    keep = [True] * len(whole)
    for space in _OTHER_SPACE.finditer(whole):
        first, last = space.span()
        drop_all = (
            first == 0
            or last == len(whole)
            or bool(_IS_HAN.match(whole[first - 1]) or _IS_HAN.match(whole[last]))
        )
        folded[first] = " "
        keep[first if drop_all else first + 1 : last] = [False] * (last - first - (not drop_all))
    return SearchForm(
        "".join(compress(folded, keep)), tuple(compress(starts, keep)), tuple(compress(ends, keep))
    )


def _add_clusters(
    text: str, span: tuple[int, int], folded: list[str], starts: list[int], ends: list[int]
) -> None:
    begin, end = span
    for start, stop in _clusters(text[begin:end]):
        for character in _fold_cluster(text[begin + start : begin + stop]):
            folded.append(character)
            starts.append(begin + start)
            ends.append(begin + stop)


_LONG = 1 << 14
_PIECE = 1 << 7
"""The approximate number of characters of a piece. Shorter texts are not divided."""


def _of_pieces(text: str, form: str | None) -> SearchForm:
    form = search_form(text) if form is None else form
    pieces = _Pieces(text)
    return SearchForm(form, _Places(pieces, len(form), 0), _Places(pieces, len(form), 1))


def _form_length(text: str, begin: int, end: int) -> int:
    return end - begin if _ONE_TO_ONE.fullmatch(text, begin, end) else len(_form_of_piece(text, begin, end))


def _offsets_of_piece(text: str, begin: int, end: int) -> SearchForm:
    """Return the search form of text[begin:end] with its offsets, which are relative to `begin`."""
    if _ONE_TO_ONE.fullmatch(text, begin, end):
        return SearchForm(text[begin:end], range(end - begin), range(1, end - begin + 1))
    if not begin or text[begin] != " ":
        return _with_offsets(text[begin:end])
    rest = _with_offsets(text[begin + 1 : end])
    starts, ends = ([at + 1 for at in places] for places in (rest.starts, rest.ends))
    return SearchForm(f" {rest.text}", [0, *starts], [1, *ends])


def _cuts(text: str, length: int) -> list[int]:
    """Return the offsets at which pieces of about `length` characters begin, and that of the end of the text."""
    cuts = [0]
    while cuts[-1] < len(text):
        cuts.append(_cut_behind(text, cuts[-1] + length))
    return cuts


def _cut_behind(text: str, at: int) -> int:
    """Return the first offset from `at` on at which the text can be cut: the forms of both parts, joined, are its form.

    That is the beginning of a cluster with no white space next to it that would be dropped or collapsed.
    """
    found = _CUT.search(text, at, at + _NEAR)
    if found:
        return found.start()
    at = min(at, len(text))
    while at < len(text) and not (
        _begins_cluster(text[at])
        and not _fold_cluster(text[at])[0].isspace()
        and (before := _fold_cluster(text[at - 1]))
        and not before[-1].isspace()
    ):
        at += 1
    return at


_NEAR = 1 << 10
_CUT = re.compile(f"[\u4e00-\u9fff]|(?<=[A-Za-z0-9]) (?=[A-Za-z0-9])|(?<=[{_ONE}])(?=[{_ONE}])")


@dataclass(slots=True)
class _Pieces:
    """A text cut into pieces, on demand: the offset at which each begins, in the text and in its search form.

    The offsets of a few pieces are cached, because neighbours are needed one after the other.
    """

    text: str
    cuts: list[int] = field(default_factory=lambda: [0])
    form_cuts: list[int] = field(default_factory=lambda: [0])
    known: dict[int, SearchForm] = field(default_factory=dict)

    def place(self, at: int, end: int) -> int:
        """Return the offset in the text at which character `at` of the search form begins (`end` 0), or ends (1)."""
        while self.form_cuts[-1] <= at:
            begin = self.cuts[-1]
            self.cuts.append(_cut_behind(self.text, begin + _PIECE))
            self.form_cuts.append(self.form_cuts[-1] + _form_length(self.text, begin, self.cuts[-1]))
        number = bisect_right(self.form_cuts, at) - 1
        piece = self.known.get(number)
        if piece is None:
            if len(self.known) >= _KNOWN_PIECES:
                self.known.clear()
            piece = _offsets_of_piece(self.text, self.cuts[number], self.cuts[number + 1])
            self.known[number] = piece
        at -= self.form_cuts[number]
        return self.cuts[number] + (piece.ends[at] if end else piece.starts[at])


_KNOWN_PIECES = 64


class _Places(Sequence[int]):
    """The begin offsets, or the end offsets, of the characters of a search form, as a sequence computed on demand."""

    def __init__(self, pieces: _Pieces, length: int, end: int) -> None:
        self._pieces = pieces
        self._length = length
        self._end = end

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(self._length))]
        if not -self._length <= at < self._length:
            raise IndexError(at)
        return self._pieces.place(at % self._length, self._end)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that can be folded one by one with the same result as the whole."""
    start = 0
    for at in range(1, len(text)):
        if _begins_cluster(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


@lru_cache(maxsize=65536)
def _begins_cluster(character: str) -> bool:
    """Return whether a character's folded form doesn't depend on the character before it."""
    folded = _fold(character)
    is_joining = _JOINING.match(character) or _JOINING.match(folded)
    return bool(folded) and not unicodedata.combining(folded[0]) and not is_joining


def is_mark(character: str) -> bool:
    """Return whether a character combines with the one before it: an accent, a voicing mark."""
    return not _begins_cluster(character) and bool(_fold(character))


_fold_cluster = lru_cache(maxsize=65536)(_fold_any)
