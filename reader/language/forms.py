"""The two forms of a text: the read form is shown, the search form is compared.

A string is found if and only if `search_form(query) in search_form(field)`. What the search form takes as equal stands
in `equality`. What is stored or digested is in `key_form`, which never changes.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress, pairwise
from typing import overload

from msgspec import Struct, field

from reader.language.equality import FOLDED, RUNNING, one_run, runs_in
from reader.language.patterns import pattern

# Control characters: invisible ones that change the state of a terminal, a line-based format or the direction of text.
#
# They are the C0 and C1 controls with DEL (ESC and U+009B begin sequences that set a terminal's title or write to its
# clipboard), the separators U+2028 and U+2029, and characters that change the direction of the following text (UAX #9:
# embeddings, overrides, isolates). Line feed and tab are not included.
#
# Output for people shows them as Python escapes (`\x1b`, `\u202e`). Exports omit them. JSON has them escaped
# (`\u001b`), so that values do not change. Stored text is never altered.


_STEERING = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_GAP = pattern("[\x0b-\x0d\x1c-\x1f\x85\u2028\u2029]")
"""Matches the control characters that are white space."""
_HALF = pattern("[\ud800-\udfff]")
"""Matches a lone surrogate: half of a UTF-16 pair, which can't be encoded."""
_WHITE_SPACE = pattern("[^\\S\u3000]+")


def made_visible(text: str) -> str:
    r"""Return `text` for a terminal or plain text, with control characters escaped (`\x1b`); \r\n becomes \n."""
    if not _STEERING.search(text):
        return text
    return _STEERING.sub(_escape, text.replace("\r\n", "\n"))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}"


def for_xml(text: str) -> str:
    """Return `text` without the characters that XML does not allow (XML 1.0, section 2.2); still to be escaped."""
    return without_controls(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def without_controls(text: str) -> str:
    """Return `text` for another program, without control characters.

    White space among them is replaced by a space, a lone surrogate by U+FFFD; all others are dropped.
    """
    text = _HALF.sub("\ufffd", text)
    if not _STEERING.search(text):
        return text
    return _STEERING.sub("", _GAP.sub(" ", text.replace("\r\n", "\n")))


def in_place(text: str) -> str:
    """Return `text` without control characters, with all offsets unchanged.

    Unlike in `without_controls`, the invisible U+200B replaces characters that would be dropped.
    """
    if not _STEERING.search(text):
        return text
    return _STEERING.sub("\u200b", _GAP.sub(" ", text))


def on_one_line(text: str) -> str:
    """Return `without_controls(text)` with white space collapsed to single spaces, except U+3000 inside a title."""
    return _WHITE_SPACE.sub(" ", without_controls(text)).strip()


def shortened(text: str, most: int = 40) -> str:
    """Return a text short enough to quote in a sentence: only beginning and end if it is longer than `most`."""
    line = text.strip()
    if len(line) <= most:
        return line
    return f"{line[: most // 2]}…{line[-(most // 2) :]}"


def is_within(text: str, opening: str, closing: str, begin: int = 0, end: int | None = None) -> bool:
    """Return whether the end of a text, or of `text[begin:end]`, is within brackets: one of the marks in `opening`
    stands behind the last of those in `closing`.
    """
    last_opening = max(text.rfind(mark, begin, end) for mark in opening)
    last_closing = max(text.rfind(mark, begin, end) for mark in closing)
    return last_opening > last_closing


def escaped_in_json(document: str) -> str:
    """Return the same JSON document with the control characters that JSON allows in strings escaped."""
    return _STEERING.sub(as_json_escape, document)


def as_json_escape(character: re.Match[str]) -> str:
    r"""Return a matched character as JSON may write it: \u0007."""
    return f"\\u{ord(character[0]):04x}"


HAN = "\u2e80-\u2fd5\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The inside of a character class in a pattern: Han characters of all Unicode blocks, with radicals and 〇."""

_STRAY_SPACE = pattern(f"[ \t\u00a0](?<=[{HAN}].)[ \t\u00a0]*(?=[{HAN}])")
_SPACE_BESIDE_HAN = pattern(f" (?:(?<=[{HAN}] )|(?=[{HAN}]))")
_OTHER_SPACE = pattern(r"\s+")
_IS_HAN = pattern(f"[{HAN}]")

# Characters that become exactly one character each, whatever their neighbours (but for runs of dashes and dots, which
# `one_run` shortens): most paragraphs consist of these only.
_ONE = "\u4e00-\u9fff!-~！-～、。〇《》〈〉“”‘’—·"
_ONE_TO_ONE = pattern(f"[{_ONE}]*")
_RUN_OF_ONES = pattern(f"[{_ONE}]+(?=[{_ONE}])")  # a combining mark after it may change the last one
_ONE_BY_ONE = pattern(f"[{_ONE} \u3000…]*")
_NOT_ONE_BY_ONE = pattern(f"[^{_ONE} \u3000…]+")
_RUN = pattern("[-—]{2}|[.·]{4}")
"""Matches in a run of such characters that becomes shorter."""
_HAN_WORDS = pattern("[\u4e00-\u9fff]{1,24}")


def read_form(text: str) -> str:
    """Return the form that is shown: OCR's stray spaces between Han characters are removed, nothing else is changed."""
    if text.isascii():
        return text
    return _STRAY_SPACE.sub("", text)


def search_form(text: str) -> str:
    """Return the form that is compared.

    It is in NFKC and case-folded, and what the table `equality` folds is replaced: dashes, dots, quotation marks,
    radicals, invisible characters. White space next to Han characters and at the ends is removed, other white space
    becomes one space. A run of dashes becomes one, more than three dots become three.
    """
    if _HAN_WORDS.fullmatch(text):  # they are their own form, not to be remembered in place of a paragraph
        return text
    if len(text) <= _REMEMBERED:
        return _spaced(_fold(text))
    cuts = [0]
    while cuts[-1] < len(text):
        cuts.append(_cut_behind(text, cuts[-1] + _SLICE))
    return "".join(_form_of_piece(text, begin, end) for begin, end in pairwise(cuts))


def _form_of_piece(text: str, begin: int, end: int) -> str:
    """Return the part of the whole text's search form that comes from text[begin:end]; it may begin with a space."""
    form = _spaced(_fold_long(text[begin:end]))
    if begin and text[begin] == " ":
        return f" {form}"
    return form


def _spaced(folded: str) -> str:
    """Return a folded text with white space collapsed, and removed next to Han characters, and with runs shortened."""
    spaced = one_run(" ".join(folded.split()))
    if " " not in spaced or spaced.isascii():
        return spaced
    return _SPACE_BESIDE_HAN.sub("", spaced)


SEARCH_FORM = "3"
"""The version of the search form, in which catalogues have their search texts; raised with each change."""
_FOLDED_LATER = {code: other for code, other in FOLDED.items() if other}
_OF_FORMER = pattern(f"[{re.escape(''.join(map(chr, _FOLDED_LATER)))}]|--|\\.{{4}}")


def form_as_now(former: str) -> str:
    """Return a search form or search text of an earlier version, or a key form, in the present search form.

    What separates the lines and runs of a search text stays.
    """
    if not _OF_FORMER.search(former):
        return former
    return _SPACE_BESIDE_HAN.sub("", one_run(former.translate(_FOLDED_LATER)))


_REMEMBERED = 1 << 14
"""The maximum length of a text whose folded form is cached."""
_SLICE = 1 << 16
"""The number of characters that are folded in one call; other threads have to wait for the GIL meanwhile."""


@lru_cache(
    maxsize=512
)  # the same paragraph is folded several times in a row: for its key, for the index, for its marks
def _fold(text: str) -> str:
    """Return a text in NFKC, case-folded and with `FOLDED` replaced; white space and runs are not collapsed."""
    if _ONE_BY_ONE.fullmatch(text):
        return _folded_one_by_one(text)
    return _fold_any(text)


def _fold_long(text: str) -> str:
    """Return the folded form of a long text; parts that folding does not change are skipped."""
    parts: list[str] = []
    at = 0
    for match in _NOT_ONE_BY_ONE.finditer(text):
        begin = max(match.start() - 1, at)  # with the character before, which a combining mark changes
        parts += text[at:begin], _fold_any(text[begin : match.end()])
        at = match.end()
    parts.append(text[at:])
    return _folded_one_by_one("".join(parts))


def _folded_one_by_one(text: str) -> str:
    """Return a text with the characters of `_FOLDED` folded; three times as fast as `translate`, as most stay."""
    for character, folded in _USUAL:
        text = text.replace(character, folded)
    for character in {*_FOLDED_OTHERWISE.findall(text)}:
        text = text.replace(character, _FOLDED[ord(character)])
    return text


def _fold_any(text: str) -> str:
    text = text.translate(FOLDED)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(FOLDED)


_FOLDED = {
    code: _fold_any(chr(code))
    for code in (*range(0x21, 0x7F), *range(0xFF01, 0xFF5F), *map(ord, "“”‘’…—·\u3000"))
}
_USUAL = [(character, _FOLDED[ord(character)]) for character in "，：“”（）—"]
"""Characters that most texts have, with what they become: to replace them is faster than to look for them before."""
_FOLDED_OTHERWISE = pattern(
    "[" + re.escape("".join(chr(code) for code, folded in _FOLDED.items() if folded != chr(code))) + "]"
)


class SearchForm(Struct, frozen=True):
    """A search form with offsets: its character `i` comes from `[starts[i], ends[i])` of the original text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of whole original characters for `[start, end)` of the search form; `end > start`."""
        return self.starts[start], self.ends[end - 1]


# Characters that NFKC may join to the character before them although their combining class is 0, or (U+0345) that of
# their folded form.
_JOINING = pattern(
    "[\u0345\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u0fb5\u0fb7\u102e"
    "\u1161-\u1175\u11a8-\u11c2\u1b35\uff9e\uff9f\uffa0-\uffdc"
    "\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930]"
)


def search_form_with_offsets(text: str, form: str | None = None) -> SearchForm:
    """Return the search form of `text` with the offsets of its characters; `form` is the search form, if known.

    The offsets for a long text are computed on demand: as lists they would need forty times the memory of the text.
    """
    if len(text) > _LONG:
        form = search_form(text) if form is None else form
        pieces = _Pieces(text)
        return SearchForm(form, _Places(pieces, len(form), 0), _Places(pieces, len(form), 1))
    if _is_one_to_one(text, 0, len(text)):
        length = len(text)
        return SearchForm(search_form(text) if form is None else form, range(length), range(1, length + 1))
    return _with_offsets(text)


def _is_one_to_one(text: str, begin: int, end: int) -> bool:
    """Return whether each character of text[begin:end] becomes exactly one."""
    return bool(_ONE_TO_ONE.fullmatch(text, begin, end)) and not _RUN.search(text, begin, end)


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
    folded_text = "".join(folded)
    keep = [True] * len(folded_text)
    for space in _OTHER_SPACE.finditer(folded_text):
        first, last = space.span()
        drop_all = (
            first == 0
            or last == len(folded_text)
            or bool(_IS_HAN.match(folded_text[first - 1]) or _IS_HAN.match(folded_text[last]))
        )
        folded[first] = " "
        keep[first if drop_all else first + 1 : last] = [False] * (last - first - (not drop_all))
    for first, last, left in runs_in(folded_text):  # what is left of a run stands for all of it
        keep[first + left : last] = [False] * (last - first - left)
        starts[first : first + left] = [starts[first]] * left
        ends[first : first + left] = [ends[last - 1]] * left
    return SearchForm(
        "".join(compress(folded, keep)), tuple(compress(starts, keep)), tuple(compress(ends, keep))
    )


def _add_clusters(
    text: str, span: tuple[int, int], folded: list[str], starts: list[int], ends: list[int]
) -> None:
    """Add the folded characters of text[begin:end] (the `span`), and their offsets, to the three lists."""
    begin, end = span
    for start, stop in _clusters(text[begin:end]):
        for character in _fold_cluster(text[begin + start : begin + stop]):
            folded.append(character)
            starts.append(begin + start)
            ends.append(begin + stop)


_LONG = 1 << 14
"""The offsets for longer texts are computed on demand."""
_PIECE = 1 << 7
"""The approximate length of the pieces into which a long text is cut."""


def _form_length(text: str, begin: int, end: int) -> int:
    if _is_one_to_one(text, begin, end):
        return end - begin
    return len(_form_of_piece(text, begin, end))


def _offsets_of_piece(text: str, begin: int, end: int) -> SearchForm:
    """Return the search form of text[begin:end] with its offsets, which are relative to `begin`."""
    if _is_one_to_one(text, begin, end):
        return SearchForm(text[begin:end], range(end - begin), range(1, end - begin + 1))
    if not begin or text[begin] != " ":
        return _with_offsets(text[begin:end])
    rest = _with_offsets(text[begin + 1 : end])
    starts = [at + 1 for at in rest.starts]
    ends = [at + 1 for at in rest.ends]
    return SearchForm(f" {rest.text}", [0, *starts], [1, *ends])


def _cut_behind(text: str, at: int) -> int:
    """Return the first offset from `at` on at which a text can be cut so that the parts' search forms make up its own.

    That is the beginning of a cluster, not within a run, with no white space next to it that would be removed or
    collapsed.
    """
    match = _CUT.search(text, at, at + _NEAR)
    if match:
        return match.start()
    at = min(at, len(text))
    run = _REST_OF_RUN.match(text, at)
    if run:
        at = run.end()
    while at < len(text) and not _can_be_cut(text, at):
        at += 1
    return at


def _can_be_cut(text: str, at: int) -> bool:
    if not _begins_cluster(text[at]):
        return False
    first = _fold_cluster(text[at])[0]
    before = _fold_cluster(text[at - 1])
    if first.isspace() or not before or before[-1].isspace():
        return False
    return first != before[-1] or first not in RUNNING


_NEAR = 1 << 10
_REST_OF_RUN = pattern("[-—]+|[.·]+")
_CUT = pattern(f"[\u4e00-\u9fff]|(?<=[A-Za-z0-9]) (?=[A-Za-z0-9])|(?<=[{_ONE}])(?![-—.·])(?=[{_ONE}])")


class _Pieces(Struct):
    """A text that is cut into pieces on demand, with the offsets of its search form.

    `cuts` and `form_cuts` are the offsets at which the pieces begin in the text and in its search form. `known` caches
    the search forms of a few pieces, because neighbouring characters are needed one after the other.
    """

    text: str
    cuts: list[int] = field(default_factory=lambda: [0])
    form_cuts: list[int] = field(default_factory=lambda: [0])
    known: dict[int, SearchForm] = field(default_factory=dict)

    def place(self, at: int, end: int) -> int:
        """Return the offset in the text at which character `at` of the search form begins (`end` 0) or ends (1)."""
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
    """The begin or end offsets of the characters of a search form, as a sequence that is computed on demand."""

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
    """Yield the spans of a text that can be folded one by one with the same result as the whole text."""
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
    """Return whether a character combines with the one before it, like an accent or a voicing mark."""
    return not _begins_cluster(character) and bool(_fold(character))


_fold_cluster = lru_cache(maxsize=65536)(_fold_any)


# The key form is the search form as it was on 2026-11-26, and never changes: keys stand in links, packs, notes and
# citations, and what a reader has stored is found by it. The search form itself may take more characters as equal
# (`equality`). Nothing above is used here, so that a change there can't change this.

_KEY_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KEY_SPACE_BESIDE_HAN = pattern(f" (?:(?<=[{_KEY_HAN}] )|(?=[{_KEY_HAN}]))")
_KEY_WORDS = pattern("[\u4e00-\u9fff]{1,24}")
_KEY_DROPPED = (
    *(0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), 0xFEFF),
    *(*range(0x202A, 0x202F), *range(0x2060, 0x2070)),
    *(*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0)),
    *(*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
)
_KEY_UNIFIED = str.maketrans(
    dict.fromkeys("“”„‟「」『』〝〞〟«»", '"')
    | dict.fromkeys("‘’‚‛‹›`´", "'")
    | dict.fromkeys("•‧∙⋅・･●", "·")
    | dict.fromkeys(map(chr, _KEY_DROPPED), "")
)


def key_form(text: str) -> str:
    """Return the form of a text that is stored and digested: in the keys of articles, in the anchors of corrections."""
    if _KEY_WORDS.fullmatch(text):
        return text
    unified = text.translate(_KEY_UNIFIED)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", unified).casefold())
    spaced = " ".join(folded.translate(_KEY_UNIFIED).split())
    return _KEY_SPACE_BESIDE_HAN.sub("", spaced)
