"""JSON, XML and SGML as one kind of tree, of bounded size and depth."""

import html
import json
import math
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from reader.features.trees.names import is_box, is_side, is_text
from reader.formats import xml_tree
from reader.formats.decoding import decoded_file
from reader.formats.reading import SavedFile, UnreadableFile
from reader.i18n import say

_MOST_PARTS = 2_000_000
"""Maximum number of objects and lists in a file of JSON; a page with a box for every character has some 100,000."""
_DEEPEST = 50
_MOST_ROOTS = 500_000
_MOST_POINTS = 10_000


class Node(Struct, gc=False):
    """An object of JSON, or an element. `text` is that of a leaf; text between the parts of others is in parts without
    a name. `values` are attributes, or members that are words or a number, `numbers` those that are lists of numbers.
    """

    name: str
    text: str = ""
    values: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, tuple[float, ...]] = field(default_factory=dict)
    parts: list["Node"] = field(default_factory=list)


def nodes_of_json(file: SavedFile) -> tuple[list[Node], str]:
    """Return the values in a file of JSON, or of a value a line, and its encoding. Raises UnreadableFile."""
    decoded_text = decoded_file(file)
    if decoded_text is None:
        raise UnreadableFile(say("认不出文件的编码。请另存为 UTF-8 文本后再试。"))
    text = decoded_text.text.removeprefix("\ufeff")
    if text.count("{") + text.count("[") > _MOST_PARTS:
        raise _too_much()
    try:
        roots = [_node("", value, 0) for value in _values(text)]
    except RecursionError:
        raise _too_much() from None
    if not roots:
        raise UnreadableFile(say("JSON 坏了，可能没有存完。请重新保存。"))
    return roots, decoded_text.encoding


def _too_much() -> UnreadableFile:
    return UnreadableFile(say("JSON 里的内容多得或套得不像报纸，没有读。请分成几个。"))


def _values(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except ValueError:
        values: list[Any] = []
    for line in text.splitlines():
        try:
            values += [json.loads(line)] if line.strip() else []
        except ValueError:
            continue
        if len(values) > _MOST_ROOTS:
            raise _too_much()
    # lines of something else
    return [value for value in values if isinstance(value, dict | list)]


def _node(name: str, value: object, depth: int) -> Node:
    if depth > _DEEPEST:
        raise _too_much()
    node = Node(name)
    if isinstance(value, dict):
        literal = value.get(_LITERAL)
        if isinstance(literal, str):
            return Node(name, literal)
        field_of_omeka = _named_beside(value)
        if field_of_omeka is not None:
            return field_of_omeka
        for key, member in _together(value).items():
            _add(node, str(key), member, depth + 1)
    elif isinstance(value, list):
        pair = _pair(value)
        if pair is not None:
            node.values["text"] = pair.text
            node.numbers["box"] = pair.box
            if pair.certainty:
                node.values["confidence"] = pair.certainty
            return node
        for member in value:
            _add(node, "", member, depth + 1)
    else:
        node.text = _words(value)
    return node


_LITERAL = "@value"
"""The member of an object of JSON-LD that has its words; the others say of what type and language they are."""


def _named_beside(value: dict[str, Any]) -> Node | None:
    """Return a field of Omeka, whose name is beside its value: {"text": "渡口", "element": {"name": "Title"}}."""
    about = value.get(_ELEMENT)
    text = value.get("text")
    if not isinstance(about, dict) or not isinstance(text, str):
        return None
    name = about.get("name")
    if not isinstance(name, str) or not name:
        return None
    return Node(name, text)


def _add(node: Node, key: str, value: object, depth: int) -> None:
    """Add a member of an object, or without a key one of a list; each of a list of objects is a part of its own."""
    if isinstance(value, dict):
        node.parts.append(_node(key, value, depth))
    elif isinstance(value, list):
        points = _points(value)
        if points:
            if key:
                node.numbers[key] = points
            else:
                node.parts.append(Node("", numbers={"": points}))
        elif key and _pair(value) is None:
            node.parts += (_node(key, member, depth) for member in value if member not in (None, ""))
        else:
            node.parts.append(_node(key, value, depth))
    elif words := _words(value):
        if key:
            node.values[key] = words
        else:
            node.parts.append(Node("", words))


def _words(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    return str(value)


def _points(value: list[Any], depth: int = 0) -> tuple[float, ...]:
    """Return the numbers in lists of numbers, of lists of them, or of points {"x": 1, "y": 2}; () for all others."""
    coordinates: list[float] = []
    for member in value[:_MOST_POINTS]:
        if isinstance(member, int | float) and not isinstance(member, bool):
            coordinates.append(float(member) if abs(member) < 1e9 else math.inf)
        elif isinstance(member, list) and depth < 2 and (inner := _points(member, depth + 1)):
            coordinates += inner
        elif isinstance(member, dict) and (point := _point(member)):
            coordinates += point
        else:
            return ()
    if all(map(math.isfinite, coordinates)):
        return tuple(coordinates)
    return ()


def _point(member: dict[str, Any]) -> tuple[float, ...]:
    """Return the coordinates in {"x": 1, "y": 2}, of which some programs leave out what is 0; () for others."""
    coordinates = {str(name).lower(): coordinate for name, coordinate in member.items()}
    if not coordinates.keys() <= {"x", "y"}:
        return ()
    both = (coordinates.get("x", 0), coordinates.get("y", 0))
    if not all(isinstance(coordinate, int | float) for coordinate in both):
        return ()
    return tuple(map(float, both))


class _Read(Struct, frozen=True):
    """What a recogniser read in a box; `certainty` is as it stands there, "" if it is not stated."""

    text: str
    box: tuple[float, ...]
    certainty: str


def _pair(value: list[Any]) -> _Read | None:
    """Return what `[box, text, certainty]` or `[box, [text, certainty]]` states; None for any other list."""
    if not 2 <= len(value) <= 3 or not isinstance(value[0], list):
        return None
    _, words, *certainties = value
    if isinstance(words, list) and len(words) == 2:
        words, *certainties = words
    points = _points(value[0]) if isinstance(words, str) else ()
    if len(points) < 4:
        return None
    return _Read(words, points, "".join(_words(each) for each in certainties))


def _together(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object with parallel lists, of texts and of their boxes, put together to a list of objects."""
    for key, texts in value.items():
        if (
            is_text(key)
            and isinstance(texts, list)
            and texts
            and all(isinstance(string, str) for string in texts)
        ):
            lists_by_key = {
                other: list_beside
                for other, list_beside in value.items()
                if other != key and isinstance(list_beside, list) and len(list_beside) == len(texts)
            }
            if any(is_box(other) or is_side(other) for other in lists_by_key):
                rows = []
                for text, *members in zip(texts, *lists_by_key.values(), strict=True):
                    rows.append({"text": text, **dict(zip(lists_by_key, members, strict=True))})
                rest = {
                    name: member for name, member in value.items() if name != key and name not in lists_by_key
                }
                return {**rest, "lines": rows}
    return value


def nodes_of_xml(file: SavedFile) -> tuple[list[Node], str]:
    """Return the root of a file of XML, or the elements of one of SGML, and its encoding. Raises UnreadableFile."""
    if file.ending in OF_SGML:
        return _nodes_of_sgml(file)
    root, encoding = xml_tree.tree_of(xml_tree.without_doctype(file))
    return [_of_element(root)], encoding


_NOTE_OF_OUTLINE = "_note"
"""The attribute in which OPML has the longer text of an entry: it is text as those below the entry are."""


_OF_TYPE = frozenset(
    ["str", "int", "long", "float", "double", "bool", "date", "arr", "lst", "field", "column", "property"]
)
"""Elements called by what kind of value they have: what it is, is in their attribute `name` (Solr, dumps of databases).
Those without it are members of a list."""


_OF_DSPACE = frozenset(["dcvalue", "field"])
"""Elements of DSpace: what they are is in two attributes, `element` and `qualifier`."""


def _name_of(element: Element, values: dict[str, str]) -> str:
    """Return the name of an element; of one that its attributes name, these are taken out of `values`."""
    if element.tag in _OF_DSPACE and "element" in values:
        names = (values.pop("element"), values.pop("qualifier", "none"))
        return ".".join(name for name in names if name != "none")
    if element.tag in _OF_TYPE:
        return values.pop("name", element.tag)
    return element.tag


_STYLE = "style"
"""An element that says only how its words are set (EndNote)."""


def _of_element(element: Element) -> Node:
    values = {name.rpartition("}")[2]: value for name, value in element.items()}
    note = values.pop(_NOTE_OF_OUTLINE, "")
    name = _name_of(element, values)
    if len(element) and all(child.tag == _STYLE for child in element):
        return Node(name, "".join(element.itertext()), values)
    if not len(element) and not note:
        return Node(name, element.text or "", values)
    node = Node(name, "", values)
    if note:
        node.parts.append(Node(element.tag, "", {"text": note}))
    _add_words(node, element.text)
    for child in element:
        node.parts.append(_of_element(child))
        _add_words(node, child.tail)
    if element.tag == _ELEMENT:
        return _named_inside(node)
    if element.tag == _EXTRACT:
        for part in node.parts:
            part.name = "text" if part.name == "main" else part.name
    if element.tag in _SETS:
        node.parts = [part for part in node.parts if part.name != "name"]
    return node


_ELEMENT = "element"
"""A field of Omeka: its name and its value are parts of it."""
_EXTRACT = "doc"
"""What trafilatura makes of a page of the web: the text is in its part `main`."""
_SETS = frozenset(["elementSet", "itemType"])
"""Sets of fields of Omeka, whose names are those of vocabularies."""


def _named_inside(node: Node) -> Node:
    """Return an element of Omeka under the name that it has in it."""
    names = [part.text.strip() for part in node.parts if part.name == "name"]
    rest = [part for part in node.parts if part.name not in ("name", "description")]
    if len(names) != 1 or not rest:
        return node
    return Node(names[0], "\n".join(chain.from_iterable(map(words_of, rest))))


def _add_words(node: Node, words: str | None) -> None:
    if words and not words.isspace():
        node.parts.append(Node("", words))


OF_SGML = frozenset({".sgml", ".sgm"})
_TOKEN = re.compile(r"<(/?)([A-Za-z][\w.:-]{0,60})((?:\s[^<>]{0,2000})?)/?>")
_NO_TOKEN = re.compile(r"<!--.*?-->|<![A-Za-z][^<>]{0,2000}>|<\?[^<>]{0,2000}>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w.:-]{1,60})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_CONTROL = re.compile(r"&#(?:[0-8]|1[0-9]|2[0-9]|3[01]);")
_MAY_BE_OPEN = frozenset({"p", "s", "doc"})
"""Elements whose end is left out now and then: another one of the name ends them."""


def _nodes_of_sgml(file: SavedFile) -> tuple[list[Node], str]:
    decoded_text = decoded_file(file)
    if decoded_text is None:
        raise UnreadableFile(say("认不出文件的编码。请另存为 UTF-8 文本后再试。"))
    text = _CONTROL.sub("", _NO_TOKEN.sub("", decoded_text.text))
    if text.count("<") > 2 * xml_tree.MOST_ELEMENTS:
        raise xml_tree.too_much()
    root = Node("")
    stack = [root]
    end = 0
    closed = {token[2].lower() for token in _TOKEN.finditer(text) if token[1]}
    for token in _TOKEN.finditer(text):
        _add_words(stack[-1], html.unescape(text[end : token.start()]))
        end = token.end()
        if stack[-1].name and stack[-1].name.lower() not in closed:
            del stack[-1]  # its end is always left out
        closes, name, about = token.groups()
        folded = name.lower()
        names = [open_node.name.lower() for open_node in stack]
        if closes:
            if folded in names:
                del stack[len(names) - 1 - names[::-1].index(folded) :]
            continue
        if folded in _MAY_BE_OPEN and folded in names:
            del stack[len(names) - 1 - names[::-1].index(folded) :]
        if len(stack) > _DEEPEST:
            raise xml_tree.too_much()
        values = {key: html.unescape("".join(value)) for key, *value in _ATTRIBUTE.findall(about)}
        stack[-1].parts.append(Node(name, "", values))
        if not token[0].endswith("/>"):
            stack.append(stack[-1].parts[-1])
    _add_words(stack[-1], html.unescape(text[end:]))
    return [_folded(root)], decoded_text.encoding


def _folded(node: Node) -> Node:
    """Return a node with its text in itself if it has nothing else."""
    if len(node.parts) == 1 and not node.parts[0].name:
        node.text = node.parts[0].text
        node.parts = []
    for part in node.parts:
        _folded(part)
    return node


def words_of(node: Node) -> Iterator[str]:
    """Yield all texts in a node, in order."""
    if node.text:
        yield node.text
    for part in node.parts:
        yield from words_of(part)


def walk(roots: Sequence[Node]) -> Iterator[Node]:
    """Yield all nodes below and with the roots, in order."""
    waiting = list(reversed(roots))
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.parts)
