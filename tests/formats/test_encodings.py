"""An encoding that the bytes do not show is a guess, and is told as one, with the other one that the text may be in."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import formats, parsing
from reader.formats.decoding import decoded
from reader.library.doubt_sources import of_files
from reader.library.doubts import DoubtKind
from reader.library.library import Library
from reader.newspaper.facts import Outcome, encoding_in_words, facts_from_json, facts_to_json
from reader.newspaper.json_format import part_to_json

CLEAR = "水渠修成\n城东水渠昨日通水，附近三千亩田地今年可以灌溉，乡里人都说这是好事。\n"
UNCLEAR = "璎珞蹁跹\n砗磲玳瑁琥珀玛瑙\n鳜鲢鳙鲫鲈鲟\n"
JAPANESE = (
    "用水路が完成した\n町の東の用水路にきのう水が通り、まわりの田んぼがことしから使えるようになった。\n"
)


@pytest.mark.parametrize(
    ("text", "encoding", "outcome"),
    [
        (CLEAR, "utf-8", Outcome.PRINTED),
        (CLEAR, "utf-8-sig", Outcome.PRINTED),
        (CLEAR, "utf-16", Outcome.PRINTED),
        (CLEAR, "utf-16-be", Outcome.INFERRED),
        (CLEAR, "gb18030", Outcome.INFERRED),
        (JAPANESE, "cp932", Outcome.INFERRED),
        (UNCLEAR, "gb18030", Outcome.CONTRADICTED),
        ("A plain text.\n", "ascii", Outcome.PRINTED),
    ],
)
def test_only_an_encoding_that_the_bytes_show_is_sure(text: str, encoding: str, outcome: Outcome) -> None:
    found = decoded(text.encode(encoding))
    assert found is not None
    assert found.fact.outcome is outcome
    assert found.fact.value == found.encoding


def test_a_guess_is_stored_with_the_file_and_told_with_the_other_encoding() -> None:
    source = formats.decode(UNCLEAR.encode("gb18030"), "雁桥日报/19870612.txt")
    part = parsing.parse(source)
    stored = facts_from_json(facts_to_json(part.masthead.facts))
    assert encoding_in_words(part.encoding, stored) == "gb18030（编码为推测，也可能是 big5）"
    told = part_to_json(part)["source"]["facts"]["encoding"]
    assert (told["rule"], told["outcome"]) == ("guessed encoding", "contradicted")


def test_an_encoding_that_is_sure_needs_no_word() -> None:
    part = parsing.parse(formats.decode(CLEAR.encode(), "雁桥日报/19870612.txt"))
    assert encoding_in_words(part.encoding, part.masthead.facts) == "utf-8"
    assert "encoding" not in facts_to_json(part.masthead.facts)
    assert "facts" not in part_to_json(part)["source"]


BODY = "昨日上午，渡口使用了三十一年的浮桥正式拆除，两岸村民前来送行，老船工说桥在人在，直到天黑才散。" * 2
FORMS = {
    "a.txt": f"雁桥日报\n1987年6月12日\n\n浮桥拆除\n\n{BODY}\n",
    "a.md": f"---\ntitle: 浮桥拆除\ndate: 1987-06-12\n---\n\n{BODY}\n",
    "a.html": f"<html><body><h1>浮桥拆除</h1><p>1987年6月12日</p><p>{BODY}</p><p>{BODY}</p></body></html>",
    "a.csv": f"标题,日期,正文\n浮桥拆除,1987-06-12,{BODY}\n",
    "a.tsv": f"标题\t日期\t正文\n浮桥拆除\t1987-06-12\t{BODY}\n",
    "a.jsonl": f'{{"标题": "浮桥拆除", "日期": "1987-06-12", "正文": "{BODY}"}}\n',
    "a.json": f'[{{"title": "浮桥拆除", "date": "1987-06-12", "text": "{BODY}"}}]',
    "a.xml": f"<articles><article><title>浮桥拆除</title><text>{BODY}</text></article></articles>",
    "many.txt": "".join(
        f"雁桥日报\n1987年6月{day}日\n第41{day}期\n\n浮桥拆除\n\n{BODY}\n\n" for day in range(12, 16)
    ),
}
"""A text in each form whose bytes are decoded here; none tells its encoding."""
DECLARED = {
    "a.html": '<meta charset="gb2312">' + FORMS["a.html"],
    "a.xml": '<?xml version="1.0" encoding="GBK"?>' + FORMS["a.xml"],
}


def guessed_in(root: Path) -> Iterator[str]:
    library = Library.open(root)
    library.sync()
    try:
        doubts = of_files(library.derived, with_apart=True)
        yield from {doubt.path for doubt in doubts if doubt.kind is DoubtKind.GUESSED_ENCODING}
    finally:
        library.close()


@pytest.mark.parametrize("name", FORMS)
def test_whatever_decodes_bytes_tells_a_guess(name: str, tmp_path: Path) -> None:
    """Alone and in an archive; none is told where the bytes show the encoding, or the file declares it."""
    text = FORMS[name]
    of_code = {"guess": text.encode("gb18030"), "shown": text.encode()}
    if name in DECLARED:
        of_code["declared"] = DECLARED[name].encode("gb18030")
    root = tmp_path / "库"
    root.mkdir()
    for code, data in of_code.items():
        (root / code).mkdir()
        (root / code / name).write_bytes(data)
    with zipfile.ZipFile(root / "packed.zip", "w") as archive:
        archive.writestr(
            f"guess/{name}", of_code["guess"].replace("上午".encode("gb18030"), "下午".encode("gb18030"))
        )
    guessed = {"/".join(path.split("/")[:2]) for path in guessed_in(root)}
    assert guessed == {f"guess/{name}", "packed.zip/guess"}
