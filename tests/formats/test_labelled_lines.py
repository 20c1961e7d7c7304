"""A corpus with a text a line and its class beside it has an article a line, with the class as its section."""

import pytest

from reader import formats
from reader.formats import text_kinds
from tests.formats.stranger_papers import HEADLINES, PARAGRAPHS, headlines_of, read, texts_of

CLASSES = ["交通", "教育", "水利"]
JOINED = ["".join(paragraphs) for paragraphs in PARAGRAPHS]


def lines_in(form: str, copies: int = 1) -> str:
    lines = []
    for copy in range(copies):
        for name, headline, (first, second) in zip(CLASSES, HEADLINES, PARAGRAPHS, strict=True):
            lines.append(
                form.format(name=name, headline=headline, first=f"第{copy}天，{first}", second=second)
            )
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("form", "copies"),
    [
        ("__label__{name}\t{headline}\u3000\u3000{first}\u3000\u3000{second}", 1),
        ("__label__{name} __label__要闻 {headline} {first} {second}", 1),
        ("{name}\t{headline}\u3000\u3000{first}\u3000\u3000{second}", 3),
        ("{headline}\u3000\u3000{first}\u3000\u3000{second}\t{name}", 3),
        ("{headline}\u3000\u3000{first}\u3000\u3000{second}\t7", 3),
    ],
    ids=["fastText", "fastText with several", "classes before", "classes behind", "numbers behind"],
)
def test_each_line_is_an_article_of_its_class(form: str, copies: int) -> None:
    part = read(lines_in(form, copies))
    assert headlines_of(part) == HEADLINES * copies
    expected = [[f"第{copy}天，{one}", two] for copy in range(copies) for one, two in PARAGRAPHS]
    assert texts_of(part) == expected
    sections = [article.section for article in part.articles]
    if "{name}" in form:
        assert [name in (section or "") for name, section in zip(CLASSES, sections, strict=False)] == [
            True
        ] * 3
    else:
        assert sections == [None] * 3 * copies
    assert [article.source_lines[0][0] for article in part.articles] == [*range(1, 3 * copies + 1)]


def test_spaces_between_words_part_no_paragraphs() -> None:
    words = " ".join(JOINED[0][at : at + 2] for at in range(0, len(JOINED[0]), 2))
    part = read("\n".join(f"__label__{name} {words}" for name in CLASSES))
    assert texts_of(part) == [[JOINED[0]]] * 3


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            f"{name}\t九角五分一斤，今日到货" for name in ("大米", "面粉", "豆油", "红糖", "食盐", "灯油")
        ),
        "\n".join(f"石埠镇第{at}小学\t{at}" for at in range(1, 9)),
        "\n".join(f"0{at}:00\t新闻联播和天气预报，重播一次" for at in range(1, 9)),
        f"{HEADLINES[0]}\n{PARAGRAPHS[0][0]}\n",
        f"交通\t{JOINED[0]}\n教育\t{JOINED[1]}\n",
    ],
    ids=["prices", "scores", "broadcasts", "a text", "two lines"],
)
def test_a_table_of_two_columns_is_no_corpus(text: str) -> None:
    assert "labelled-lines" not in {kind.name for kind in text_kinds.kinds_of(text.split("\n"))}


def test_how_it_was_read_is_told() -> None:
    source = formats.decode(lines_in("__label__{name} {first}").encode(), "芦洼.txt")
    assert source.reading is not None
    assert source.reading.format == "labelled-lines"
