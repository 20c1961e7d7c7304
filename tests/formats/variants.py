"""Files with elements left out, doubled, moved and numbers changed, and the digests of what they are read as."""

import io
import json
import random
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from reader import formats
from reader.formats.page_boxes import boxes_of
from reader.formats.reading import SavedFile
from reader.storage.regular_file import open_named
from tests import digests
from tests.formats.mets_issues import PAGES
from tools.fuzz.mutations import mutated

VARIANTS = 40
"""Variants of each file."""
_UNREAD = re.compile(r"customXml|theme|[sS]ettings|fontTable|Effects|app\.xml|Content_Types")
"""Parts of a .docx that nothing is read from."""
_SAID = (
    *("2024年3月5日", "2024-03-05 08:30", "第02版：要闻", "来源：雁桥日报", "本报记者 温小舟", "作者：宋棠"),
    *(
        "责任编辑：贺一舟",
        "渡口加开夜班船",
        "——两岸居民过江不必再等",
        "（摄影 温小舟）",
        "上一篇",
        "雁桥日报数字报",
    ),
    *("渡口。", "渡口", "&nbsp;", "分享到", "下转第3版", "版权所有 雁桥日报社"),
)
_LENGTHS = (1, 3, 4, 5, 12, 20, 30, 31, 40, 41, 60, 61, 120, 121, 160, 161, 300, 301)
_TOKEN = re.compile(r"<[^>]*>|\n|[^<\n]+")
_NUMBER = re.compile(r"\d+")


def varied(text: str, chance: random.Random) -> str:
    """Return a page of tags and texts with up to six of them changed."""
    tokens = _TOKEN.findall(text)
    for _ in range(chance.randint(1, 6)):
        at, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(10):
            case 8 if tokens[at][0] != "<":
                tokens[at] = chance.choice(_SAID)
            case 9 if tokens[at][0] != "<":
                tokens[at] = (tokens[at] * 301)[: chance.choice(_LENGTHS)]
            case 0:
                tokens[at] = ""
            case 1:
                tokens[at] *= 2
            case 2:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 3:
                tokens[at] = _NUMBER.sub(
                    lambda found: str(max(0, int(found[0]) + chance.randint(-9, 9))), tokens[at]
                )
            case 4:
                tokens[at] = _NUMBER.sub(
                    lambda found: str(chance.choice((0, 1, int(found[0]) * 3))), tokens[at]
                )
            case 5:
                tokens[at] = tokens[at][: chance.randint(0, 40)] if tokens[at][0] != "<" else tokens[at]
            case 6:
                first, last = sorted((at, other))
                del tokens[first : min(last, first + 12)]
            case _:
                first, last = sorted((at, other))
                tokens[first:first] = tokens[first : min(last, first + 12)]
        tokens = [token for token in tokens if token] or [" "]
    return "".join(tokens)


_ATTRIBUTE = re.compile(r' [\w:]+="[^"]*"')
_VALUE = re.compile(r'"[^"]*"|^[^<].*')


def _units(tokens: list[str]) -> list[tuple[int, int]]:
    """Return where elements and texts begin and end; without the root, and what stands outside of it."""
    units: list[tuple[int, int]] = []
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.startswith("</"):
            units.append((opened.pop(), at + 1))
        elif token[:2] not in ("<?", "<!"):
            if token[0] == "<" and not token.endswith("/>"):
                opened.append(at)
            elif opened:
                units.append((at, at + 1))
    return units[:-1]


def _with_numbers(token: str, factor: int, more: int) -> str:
    """Return a text, or a tag, with the numbers in its text or attributes changed."""

    def changed(value: re.Match[str]) -> str:
        return _NUMBER.sub(lambda found: str(max(0, int(found[0]) * factor + more)), value[0])

    return _VALUE.sub(changed, token)


def varied_xml(text: str, chance: random.Random) -> str:
    """Return a well-formed XML file with up to six of its elements, texts and attributes changed."""
    tokens = _TOKEN.findall(text)
    for _ in range(chance.randint(1, 6)):
        units = sorted(each for each in _units(tokens) if "".join(tokens[slice(*each)]).strip())
        if not units:
            break
        begin, end = chance.choice(units)
        other, after = chance.choice(units)
        part, first = tokens[begin:end], tokens[begin]
        match chance.randrange(9):
            case 0:
                del tokens[begin:end]
            case 1:
                tokens[begin:begin] = part
            case 2 if end <= other:
                tokens[begin:after] = [*tokens[other:after], *tokens[end:other], *part]
            case 3 if end <= other or after <= begin:
                tokens[after:after] = part
            case 4:
                attributes = _ATTRIBUTE.findall(first)
                if attributes:
                    tokens[begin] = first.replace(chance.choice(attributes), "", 1)
            case 5 if first[0] != "<":
                tokens[begin] = first[: chance.randint(1, 40)]
            case 6 | 7:
                tokens[begin] = _with_numbers(first, 1, chance.choice((-1, 1, -9, 9, 40)))
            case _:
                tokens[begin] = _with_numbers(first, chance.choice((0, 3)), 0)
    return "".join(tokens)


def _members(value: object) -> Iterator[tuple[Any, Any]]:
    """Yield the objects and arrays in a JSON value with the key or index of each of their members."""
    if isinstance(value, dict | list):
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield value, key
            yield from _members(member)


def varied_json(text: str, chance: random.Random) -> str:
    """Return a JSON file with up to six of its members left out, replaced by others, or changed."""
    value = json.loads(text)
    for _ in range(chance.randint(1, 6)):
        members = list(_members(value))
        if not members:
            break
        holder, key = chance.choice(members)
        other, its_key = chance.choice(members)
        match chance.randrange(5):
            case 0:
                del holder[key]
            case 1:
                holder[key] = json.loads(json.dumps(other[its_key]))
            case 2 if isinstance(holder[key], str):
                holder[key] = chance.choice((*_SAID, holder[key][: chance.randint(0, 40)]))
            case 3 if isinstance(holder[key], list):
                holder[key] *= 2
            case _:
                holder[key] = chance.choice((None, 0, 1, -1, 10**6, True, "", [], {}, "1956-03-05"))
    return json.dumps(value, ensure_ascii=False)


def _varied(name: str, text: str, chance: random.Random) -> str:
    """Return a changed file; one of XML is well-formed in three cases of four."""
    if name.endswith(".json") and chance.random() < 0.8:
        return varied_json(text, chance)
    is_xml = text.lstrip().startswith("<?xml") or name.endswith((".xml", ".opf"))
    return (varied_xml if is_xml and chance.random() < 0.75 else varied)(text, chance)


def varied_package(data: bytes, chance: random.Random) -> bytes:
    """Return a ZIP in which up to two of the files are changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    names = [name for name in parts if name.endswith(("ml", "opf", "ncx")) and not _UNREAD.search(name)]
    for name in dict.fromkeys((chance.choice(names), *({"word/document.xml"} & parts.keys()))):
        parts[name] = _varied(name, parts[name].decode(), chance).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def read(data: bytes, name: str, pages: Mapping[str, bytes] = MappingProxyType({})) -> object:
    """Return the text of a file, with where its words are printed; in words why it can't be read."""

    def beside(path: str) -> bytes:
        if path not in pages:
            raise formats.UnreadableFile(path)
        return pages[path]

    try:
        source = formats.decode(data, name, beside=beside)
        return source, boxes_of(SavedFile(name, data, beside=beside), source)
    except formats.UnreadableFile as error:
        return str(error)


def read_inside(folder: Path, name: str, data: bytes) -> object:
    """Return what lies in a container, and the text of each of its files."""
    (folder / name).write_bytes(data)
    with formats.Containers(lambda path: open_named(folder / path)) as opened:
        try:
            listing = opened.listing(name)
        except formats.UnreadableFile as error:
            return str(error)
        texts: list[object] = []
        for entry in listing.entries:
            try:
                texts.append(read(opened.bytes_of(f"{name}/{entry.path}"), entry.path))
            except formats.UnreadableFile as error:
                texts.append(str(error))
        return listing, texts


def varied_pages(chance: random.Random) -> dict[str, bytes]:
    """Return the pages that an issue manifest names, some of them changed or missing."""
    pages = {
        name: _varied(name, page, chance) if chance.random() < 0.4 else page for name, page in PAGES.items()
    }
    return {name: page.encode() for name, page in pages.items() if chance.random() < 0.95}


def of_text(name: str, text: str) -> Iterator[str]:
    chance = random.Random(name)
    return (digests.digest_of(read(_varied(name, text, chance).encode(), name)) for _ in range(2 * VARIANTS))


def of_package(name: str, data: bytes) -> Iterator[str]:
    chance = random.Random(name)
    variants = VARIANTS // 2 if name.endswith(".docx") else VARIANTS
    return (digests.digest_of(read(varied_package(data, chance), name)) for _ in range(variants))


def of_manifest(name: str, text: str) -> Iterator[str]:
    chance = random.Random(name)
    texts = (_varied(name, text, chance) if chance.random() < 0.8 else text for _ in range(2 * VARIANTS))
    return (digests.digest_of(read(each.encode(), name, varied_pages(chance))) for each in texts)


def of_container(name: str, data: bytes) -> Iterator[str]:
    chance = random.Random(name)
    with TemporaryDirectory() as folder:
        for _ in range(VARIANTS // 2):
            each = mutated(chance, data) if chance.random() < 0.6 else data[: chance.randrange(len(data))]
            yield digests.digest_of(read_inside(Path(folder), name, each))
