"""Recognised pages in a tree: blocks, lines or words of text with boxes, labels and an order, by whatever program.

The same words often stand in a file several times: as words, as lines, as blocks, as Markdown. They are read once, from
where most is told of them; what no other place has is kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby, pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

from msgspec import Struct

from reader.features.trees import names
from reader.features.trees.names import Kind, Level, folded, is_box, kind_of, level_of
from reader.features.trees.nodes import Node, walk, words_of
from reader.formats.scans.page_source import with_quality
from reader.formats.scans.printed_lines import completed
from reader.formats.scans.scanned_page import (
    ScannedBlock,
    ScannedLine,
    ScannedPage,
    ScannedWord,
)
from reader.formats.scans.scanned_words import joined_words, without_stray_spaces
from reader.formats.web_lines import parts_in
from reader.newspaper.article import LinePart
from reader.newspaper.line_place import Box, hull

_FILE = re.compile(r"[^\n\"<>]{0,500}\.(?:jpe?g|png|tiff?|bmp|gif|webp|jp2|heic|pdf|djvu?)", re.IGNORECASE)
_REGION = re.compile(r"xywh=(?:pixel:)?([\d.]{1,12}),([\d.]{1,12}),([\d.]{1,12}),([\d.]{1,12})")
_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,12})?")
_NUMBERS = re.compile(rf"[\s\[(]*(?:{_NUMBER.pattern}(?!\d)[\s,;)\]]*){{4,400}}")
_BREAKS = frozenset({"linebreak", "eolsurespace", "hyphen", "3", "4", "5"})
"""What Google calls the end of a line behind a character, in words and numbers."""
_NOT_OF_PAGE = frozenset({"tagging", "commenting", "classifying", "highlighting", "bookmarking"})
_LEAST_ALIKE = 0.8
"""Least share of the words of one part of a file that another one has if both tell the same."""
_LOOKED_AT = 200
_OF_PROGRAM = re.compile(r"[!-/:-~\s]{1,40}")
"""Words without figures and in the letters of programs, such as the name of a file."""
_RANKS_OF_LEVELS = {Level.LINE: 2, Level.BLOCK: 1}
"""Which of several pieces that say the same is taken, if they say equally much of the page: the highest."""
_Value = TypeVar("_Value")
# Boxes with no greater side are shares of a page, of this width, and this many times as high.
_MOST_RELATIVE = 1.5
_UNIT = 1_000.0
_SHAPE = 1.4


class Piece(Struct):
    """A piece of text and what the file states of it; `block` tells those of a block, `ends` that of a line."""

    text: str
    level: Level
    box: Box | None = None
    kind: Kind | None = None
    order: float | None = None
    page: int = 0
    number: float = 0.0
    certainty: float = 1.0
    words: tuple[ScannedWord, ...] = ()
    block: int = 0
    ends: bool = False


class TreePage(NamedTuple):
    """A page in a tree: the name of its picture and its number ("" and 0 if unknown), its text, and other words."""

    picture: str
    number: float
    scanned: ScannedPage
    aside: tuple[str, ...]


class _About(Struct):
    picture: str = ""
    size: tuple[float, float] = (0.0, 0.0)


def pages_in(roots: Sequence[Node], *, is_markup: bool) -> list[TreePage]:
    """Return the pages in a tree, in order; [] if it has no text. `is_markup`: all words between tags are text."""
    reader = _Reader(is_markup, _are_corners(roots))
    pieces = list(chain.from_iterable(reader.pieces_of_root(root) for root in roots))
    pages: dict[tuple[int, float], list[Piece]] = {}
    for piece in pieces:
        if piece.kind is Kind.FOOT:
            reader.aside.append(piece.text)
        else:
            pages.setdefault((piece.page, piece.number), []).append(piece)
    aside = tuple(reader.aside)
    tree_pages: list[TreePage] = []
    for at, number in sorted(pages):
        about = reader.abouts[at]
        words_aside = () if tree_pages else aside
        scanned = _page(about, pages[at, number])
        tree_pages.append(TreePage(about.picture, number, scanned, words_aside))
    return tree_pages


def _are_corners(roots: Sequence[Node]) -> bool:
    """Return whether four numbers are two corners of a box, and not a corner and the lengths of its sides."""
    boxes = []
    for node in walk(roots):
        for points in (*_of_boxes(node.numbers), *map(_numbers_in, _of_boxes(node.values))):
            if len(points) == 4:
                boxes.append(points)
    are_down = all(bottom >= top for _, top, _, bottom in boxes)
    are_up = all(bottom <= top for _, top, _, bottom in boxes)
    return all(right >= left for left, _, right, _ in boxes) and (are_down or are_up)


def _of_boxes(values: Mapping[str, _Value]) -> list[_Value]:
    return [value for name, value in values.items() if is_box(name)]


def _numbers_in(text: str) -> tuple[float, ...]:
    if _NUMBERS.fullmatch(text):
        return tuple(map(float, _NUMBER.findall(text)))
    return ()


def _values(node: Node, keys: Sequence[str]) -> Iterator[str]:
    value_by_name = {folded(name): value for name, value in node.values.items()}
    yield from (value_by_name[name] for name in keys if name in value_by_name)


def _number_of(node: Node, keys: Sequence[str]) -> float | None:
    for text in _values(node, keys):
        try:
            value = float(text)
        except ValueError:
            continue
        if abs(value) < 1e7:
            return value
        return None
    return None


def _bare(text: str) -> str:
    return "".join(text.split())


class _Reader:
    """Reads the pieces of a tree; `abouts` are what is stated of its pages, of which the first is unknown."""

    def __init__(self, is_markup: bool, are_corners: bool) -> None:
        self._is_markup = is_markup
        self._are_corners = are_corners
        self._blocks = 0
        self.abouts = [_About()]
        self.aside: list[str] = []

    def pieces_of_root(self, root: Node) -> list[Piece]:
        """Return the pieces of a value of the file, which is a page if it has none, or a list of pages."""
        are_pages = not root.name and len(root.parts) > 1 and all(map(_is_list_of_objects, root.parts))
        root_pieces: list[Piece] = []
        for part in root.parts if are_pages else [root]:
            pieces = self._pieces(part, None)
            if any(piece.page and piece.box for piece in pieces):
                self.aside += [piece.text for piece in pieces if _is_of_program(piece)]
                pieces = [piece for piece in pieces if not _is_of_program(piece)]
            self._set_page(pieces, part)
            root_pieces += pieces
        return root_pieces

    def _set_page(self, pieces: Sequence[Piece], node: Node) -> None:
        """Note the page that a node is for those of its pieces that have none."""
        pageless = [piece for piece in pieces if not piece.page]
        if pageless:
            self.abouts.append(_About(_picture_of(node), _size_of(node)))
            for piece in pageless:
                piece.page = len(self.abouts) - 1

    def _pieces(self, node: Node, around: Kind | None, outer: Level | None = None) -> list[Piece]:
        is_text = bool(node.text) and (self._is_markup or names.is_text(node.name))
        has_text = is_text or any(map(names.is_text, node.values))
        if not node.parts and not has_text:
            return []
        if any(folded(value) in _NOT_OF_PAGE for value in _values(node, ("purpose", "motivation"))):
            return []
        label = next(
            (value for value in _values(node, names.LABELS) if kind_of(value) or level_of(value)), ""
        )
        kind = kind_of(label)
        level = level_of(label) if label and kind is None else level_of(node.name)
        if level is None and outer is Level.LINE and not node.parts:
            level = Level.CHARACTER if len(node.text) == 1 else Level.WORD
        box = self._box_of(node) if has_text else None
        node_pieces = self._own(
            node, level, is_beside=box is not None or kind is not None or level is not None
        )
        groups: dict[tuple[str, Level], list[Piece]] = {}
        inner: list[Piece] = []
        is_mixed = any(not part.name and not part.numbers for part in node.parts)
        for part in node.parts if not (node_pieces and is_mixed) else ():
            part_pieces = self._pieces(part, kind or around, level)
            inner += part_pieces
            for piece in part_pieces:
                groups.setdefault((part.name, piece.level), []).append(piece)
        distinct = self._once([*groups.values(), node_pieces] if node_pieces else list(groups.values()))
        pieces = [piece for piece in [*inner, *node_pieces] if id(piece) in distinct]
        if not pieces:
            return []
        box = box or self._box_of(node)
        pieces = _merged(pieces, node_pieces, level)
        if level is Level.LINE and box and len(pieces) == 1:
            pieces[0].box = box
        self._state(pieces, node, box, kind or around, is_block=level is Level.BLOCK or kind is not None)
        if level is Level.PAGE:
            self._set_page(pieces, node)
        return pieces

    def _state(
        self, pieces: Sequence[Piece], node: Node, box: Box | None, kind: Kind | None, *, is_block: bool
    ) -> None:
        """Note what a node states of its pieces."""
        order = _number_of(node, names.ORDERS)
        number = _number_of(node, names.PAGES)
        index = _number_of(node, names.PAGE_INDEXES)
        if index is not None:
            number = index + 1
        certainty = _number_of(node, names.CERTAINTIES)
        if (_number_of(node, ("textlevel",)) or 0) > 0:
            kind = Kind.HEADING
        is_block = is_block or any(piece.level >= Level.LINE for piece in pieces if not piece.block)
        self._blocks += is_block
        for piece in pieces:
            piece.kind = kind if piece.kind is None else piece.kind
            if piece.order is None:
                piece.order = order
            piece.number = piece.number or number or 0.0
            piece.block = piece.block or (self._blocks if (is_block and len(pieces) > 1) or kind else 0)
            if len(pieces) == 1:
                piece.box = piece.box or box
            if certainty is not None and piece.certainty == 1.0:
                piece.certainty = min(1.0, max(0.0, certainty / 100 if certainty > 1 else certainty))

    def _own(self, node: Node, level: Level | None, *, is_beside: bool) -> list[Piece]:
        """Return the text of a node itself: in a member or an attribute, or between its parts."""
        ranked = []
        for name, value in node.values.items():
            rank = names.rank_of_text(name, is_beside=is_beside)
            if rank is not None:
                ranked.append((rank, value))
        text = min(ranked)[1] if ranked else node.text
        if not ranked and not node.text and any(not part.name and part.text for part in node.parts):
            if self._is_markup:
                text = without_stray_spaces(" ".join(words_of(node)))
            else:
                text = ""
        elif not ranked and not self._is_markup and names.rank_of_text(node.name, is_beside=True) is None:
            text = ""
        if level is Level.CHARACTER:
            if text:
                return [Piece(text, level, ends=_ends_line(node))]
            return []
        if not text.strip() or _FILE.fullmatch(text):
            return []
        end = _ends_line(node)
        pieces = []
        for part, line in parts_in(text):
            kind = Kind.HEADING if part is LinePart.SUBHEAD else None
            pieces.append(Piece(line, level or Level.LINE, kind=kind, ends=end))
        return pieces

    def _box_of(self, node: Node) -> Box | None:
        box = _sides(node)
        if box is not None:
            return box
        for points in (*_of_boxes(node.numbers), *map(_numbers_in, _of_boxes(node.values))):
            box = self._box(points)
            if box is not None:
                return box
        for value in _of_boxes(node.values):
            match = _REGION.search(value[-200:])
            if match:
                left, top, width, height = map(float, match.groups())
                return left, top, left + width, top + height
        boxes = (
            self._box_of(part) for part in node.parts if is_box(part.name) and level_of(part.name) is None
        )
        return next((box for box in boxes if box is not None), None)

    def _box(self, points: Sequence[float]) -> Box | None:
        if len(points) in (4, 5):
            left, top, right, bottom = points[:4]
            if not self._are_corners:
                right = left + right
                bottom = top + bottom
            return min(left, right), min(top, bottom), max(left, right), max(top, bottom)
        if len(points) < 6 or len(points) % 2:
            return None
        return min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2])

    def _once(self, groups: Sequence[list[Piece]]) -> set[int]:
        """Return the `id()`s of pieces without those that tell again what others tell, and tell it with less."""
        distinct: list[list[Piece]] = []
        for pieces in sorted(groups, key=_worth, reverse=True):
            again = next((group for group in distinct if _repeats(group, pieces)), None)
            if again is None:
                distinct.append(pieces)
                continue
            headings = {_bare(piece.text) for piece in pieces if piece.kind is Kind.HEADING}
            for piece in again:
                if piece.kind in (None, Kind.TEXT) and _bare(piece.text) in headings:
                    piece.kind = Kind.HEADING
            bare_text = _bare("".join(piece.text for piece in again))
            if pieces[0].level > Level.WORD:
                self.aside += [piece.text for piece in pieces if _bare(piece.text) not in bare_text]
        return {id(piece) for pieces in distinct for piece in pieces}


def _is_of_program(piece: Piece) -> bool:
    """Return whether a piece is outside of all pages, and neither its place nor its words are of a page."""
    is_outside = not (piece.page or piece.box or piece.kind or piece.number)
    return is_outside and _OF_PROGRAM.fullmatch(piece.text) is not None


def _is_list_of_objects(node: Node) -> bool:
    return not (node.name or node.values or node.numbers or node.text) and any(
        part.values or part.parts for part in node.parts
    )


def _worth(pieces: Sequence[Piece]) -> tuple[bool, bool, int, int]:
    """Return how much pieces say of a page: lines more than blocks, and these more than words."""
    has_kind = any(piece.kind is not None for piece in pieces)
    has_box = any(piece.box is not None for piece in pieces)
    rank = _RANKS_OF_LEVELS.get(pieces[0].level, 0)
    length = sum(len(piece.text) for piece in pieces)
    return has_kind, has_box, rank, length


def _repeats(pieces: Sequence[Piece], others: Sequence[Piece]) -> bool:
    """Return whether pieces have the words of others."""
    bare_text = _bare("".join(piece.text for piece in pieces))
    if 2 * sum(len(piece.text) for piece in others) < len(bare_text):
        return False
    looked_at = [_bare(piece.text) for piece in others[:: len(others) // _LOOKED_AT + 1]]
    length = sum(map(len, looked_at))
    return length > 1 and sum(len(text) for text in looked_at if text in bare_text) >= _LEAST_ALIKE * length


def _merged(pieces: list[Piece], node_pieces: Sequence[Piece], level: Level | None) -> list[Piece]:
    """Return the pieces of a node, joined to what it is: characters to words, words to lines."""
    own_ids = set(map(id, node_pieces))
    inner = [piece for piece in pieces if id(piece) not in own_ids]
    if not pieces or level is None or any(piece.level > Level.WORD for piece in inner) or not inner:
        return pieces
    if level <= Level.WORD:
        text = "".join(piece.text for piece in inner)
        if text.strip():
            return [_joined(inner, text, level)]
        return []
    ends = [at for at, piece in enumerate(inner, 1) if piece.ends]
    if level is not Level.LINE and not ends and any(piece.box for piece in inner):
        return pieces
    lines = []
    for begin, end in pairwise(sorted({0, *ends, len(inner)})):
        line_pieces = inner[begin:end]
        line = _joined(line_pieces, joined_words(_texts(line_pieces)), Level.LINE)
        if line.text:
            lines.append(line)
    return lines


def _texts(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the words of a line, whose characters may be pieces of their own, spaces among them."""
    for level, group in groupby(pieces, key=attrgetter("level")):
        texts = [piece.text for piece in group]
        yield from ["".join(texts)] if level is Level.CHARACTER else texts


def _joined(pieces: Sequence[Piece], text: str, level: Level) -> Piece:
    """Return the word or the line that pieces are together; a line remembers its words."""
    boxes = [piece.box for piece in pieces if piece.box is not None]
    box = hull(boxes) if boxes else None
    certainties = [piece.certainty for piece in pieces if piece.text.strip()] or [1.0]
    certainty = sum(certainties) / len(certainties)
    ends = pieces[-1].ends
    if level is not Level.LINE:
        return Piece(text, level, box, certainty=certainty, ends=ends)
    words = []
    for piece in pieces:
        if piece.box is not None and piece.text.strip():
            words.append(ScannedWord(piece.text, piece.box, piece.certainty))
    return Piece(text.strip(), level, box, certainty=certainty, words=tuple(words), ends=ends)


def _ends_line(node: Node) -> bool:
    """Return whether a file states that a line ends behind a character or a word."""
    inner = (part for part in node.parts if folded(part.name) in ("property", "detectedbreak"))
    return any(folded(next(_values(part, ("type",)), "")) in _BREAKS or _ends_line(part) for part in inner)


def _picture_of(node: Node) -> str:
    """Return the name of the file that a node says to be of: a picture, or a PDF."""
    for part in (node, *node.parts):
        if not kind_of(next(_values(part, names.LABELS), "")):
            for value in _values(part, names.PICTURES):
                if _FILE.fullmatch(value):
                    return value.replace("\\", "/").rpartition("/")[2]
    return ""


def _size_of(node: Node) -> tuple[float, float]:
    for part in (node, *node.parts):
        width, height = (
            _number_of(part, (name, f"img{name}", f"image{name}")) for name in ("width", "height")
        )
        if width and height:
            return width, height
        for name, points in part.numbers.items():
            if folded(name) in ("pagesize", "size", "imagesize") and len(points) == 2:
                return points[0], points[1]
    return 0.0, 0.0


def _sides(node: Node) -> Box | None:
    value_by_name = {folded(name): value for name, value in node.values.items()}
    for keys in (*names.SIDES, *names.LENGTHS):
        if all(name in value_by_name for name in keys):
            numbers = [_number_of(node, (name,)) for name in keys]
            stated_numbers = [number for number in numbers if number is not None]
            if len(stated_numbers) < len(keys):
                continue
            left, top, right, bottom = stated_numbers
            if keys in names.LENGTHS:
                return left, top, left + right, top + bottom
            # measured from the foot of the page
            if top <= bottom:
                return (left, top, right, bottom)
            return (left, -top, right, -bottom)
    return None


def _page(about: _About, pieces: list[Piece]) -> ScannedPage:
    are_sorted = all(piece.order is not None for piece in pieces if piece.kind is not Kind.HEAD)
    if are_sorted:
        pieces.sort(key=lambda piece: piece.order or 0.0)
    pieces.sort(key=lambda piece: piece.kind is not Kind.HEAD)
    width, height = about.size
    boxes = [piece.box for piece in pieces if piece.box is not None]
    are_placed = len(set(boxes)) > 1 or len(pieces) == len(boxes) == 1
    if are_placed:
        width, height = _place(pieces, boxes, width, height)
    is_ordered = not are_placed or any(
        piece.kind is Kind.HEADING or piece.order is not None or piece.level is Level.BLOCK
        for piece in pieces
    )
    blocks = [
        _block([*block_pieces], are_placed=are_placed)
        for _, block_pieces in groupby(pieces, key=attrgetter("block"))
    ]
    # that of a PDF is no picture of a page
    if about.picture.lower().endswith((".pdf", ".djvu")):
        picture = None
    else:
        picture = about.picture or None
    page = ScannedPage(blocks, width, height, picture, is_ordered=is_ordered)
    # lines whose words the file states are as it has them
    of_words = [len(piece.words) > 1 for piece in pieces if len(piece.text) > 1]
    are_whole = bool(of_words) and all(of_words)
    if are_placed and not are_whole:
        return completed(page)
    return with_quality(page)


def _place(pieces: Sequence[Piece], boxes: Sequence[Box], width: float, height: float) -> tuple[float, float]:
    """Put the boxes of pieces on the page, measured from its head, in its unit; return its size."""
    across = 1.0
    down = 1.0
    if max(max(map(abs, box)) for box in boxes) <= _MOST_RELATIVE:
        width, height = (width, height) if width > _MOST_RELATIVE else (_UNIT, _SHAPE * _UNIT)
        across = width
        down = height
    foot = min(box[1] for box in boxes)
    steps = [
        (one.box, other.box)
        for one, other in pairwise(pieces)
        if one.box and other.box and one.block == other.block
    ]
    up = [below[3] <= above[1] for above, below in steps if below[3] <= above[1] or below[1] >= above[3]]
    is_upward = foot >= 0 and len(up) > 2 and sum(up) > 0.9 * len(up)
    if is_upward:
        top = height / down or max(box[3] for box in boxes)
    elif foot < 0:
        top = height / down or -foot
    else:
        top = 0.0
    for piece in pieces:
        piece.box = piece.box and _moved(piece.box, across, down, top, is_upward)
        piece.words = tuple(
            word._replace(box=_moved(word.box, across, down, top, is_upward)) for word in piece.words
        )
    return width, height


def _moved(box: Box, across: float, down: float, top: float, is_upward: bool) -> Box:
    left, above, right, below = box
    if is_upward:
        above, below = -below, -above
    return left * across, (above + top) * down, right * across, (below + top) * down


def _block(pieces: Sequence[Piece], *, are_placed: bool) -> ScannedBlock:
    lines: list[ScannedLine] = []
    for piece in pieces:
        box = piece.box if are_placed else None
        # a line without words is one, which is as certain as the line
        words = piece.words or ((ScannedWord(piece.text, box, piece.certainty),) if box else ())
        # a piece that is blank is the space between two words
        text = piece.text if piece.text.isspace() else without_stray_spaces(piece.text)
        lines.append(ScannedLine(text, box, words if box else ()))
    are_pieces = are_placed and all(piece.level <= Level.WORD for piece in pieces)
    kind = (pieces[0].kind or Kind.TEXT).value
    return ScannedBlock(tuple(lines), kind, are_ordered=not are_placed, are_pieces=are_pieces)
