"""A file that a reader has edited after it was exported is read in full, and what can't be a field is passed over.

That it comes back as it went out is told in `tests/export/test_article_file.py`.
"""

import pytest

from reader.formats.article_file import ArticleFile
from reader.formats.reading import SavedFile, UnreadableFile
from reader.newspaper.article import FENCE, VERSION, LinePart, SourceText
from reader.newspaper.facts import Outcome

FORMAT = ArticleFile()


def text_of(*fields: str, body: str = "渡口开船。") -> str:
    return "\n".join([FENCE, f"yuebao: {VERSION}", *fields, FENCE, "", body])


def read(*fields: str, body: str = "渡口开船。") -> SourceText:
    return FORMAT.read(SavedFile("a.md", text_of(*fields, body=body).encode()))


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        ("a.md", text_of(), True),
        ("a.md", "\ufeff" + text_of().replace("\n", "\r\n"), True),
        ("a.txt", text_of(), False),
        ("a.md", text_of().replace("yuebao", "title"), False),
        ("a.md", "\n" + text_of(), False),
    ],
    ids=["one", "of Windows", "another ending", "another program's", "not at the beginning"],
)
def test_it_is_known_by_its_first_lines(name: str, text: str, is_one: bool) -> None:
    assert (FORMAT.certainty(SavedFile(name, text.encode())) == 1.0) is is_one


@pytest.mark.parametrize(
    ("line", "part", "text"),
    [
        ("渡口开船。", LinePart.PARAGRAPH, "渡口开船。"),
        ("# 票价", LinePart.SUBHEAD, "票价"),
        ("###### 票价", LinePart.SUBHEAD, "票价"),
        ("#票价", LinePart.PARAGRAPH, "#票价"),
        (r"\# 票价 \*", LinePart.PARAGRAPH, "# 票价 *"),
        (r"C:\渡", LinePart.PARAGRAPH, r"C:\渡"),
    ],
)
def test_each_line_of_the_body_is_a_part_without_its_marks(line: str, part: LinePart, text: str) -> None:
    source = read(body=line)
    assert source.stated is not None
    (article,) = source.stated.articles
    ((number, line_part),) = article.lines
    assert (line_part, source.lines[number - 1]) == (part, text)


@pytest.mark.parametrize(
    ("field", "masthead"),
    [
        ('newspaper: "渡口日报"', "渡口日报"),
        ("newspaper: 渡口日报", "渡口日报"),
        ('date: "1987-06-02"', "1987年6月2日"),
        ('month_day: "06-02"', "6月2日"),
        ('masthead: ["第4181期", 3, "星期二"]', "第4181期\u3000星期二"),
        ('masthead: "第4181期"', "第4181期"),
    ],
)
def test_the_masthead_is_of_the_fields(field: str, masthead: str) -> None:
    assert read(field).lines[0] == masthead


@pytest.mark.parametrize(
    "field",
    [
        'date: "1987-02-31"',
        "date: 3",
        "newspaper: 3",
        'newspaper: " "',
        'month_day: "x-2"',
        "masthead: {}",
        "渡口: 3",
        "x",
    ],
)
def test_what_can_t_be_a_field_is_none(field: str) -> None:
    assert read(field).lines[0] == "渡口开船。"


@pytest.mark.parametrize(
    ("order", "place"),
    [("3", 3), ("0", None), ("-1", None), ("1000000", None), ("true", None), ('"3"', None)],
)
def test_the_place_is_a_number_that_may_be_one(order: str, place: int | None) -> None:
    stated = read(f"order: {order}").stated
    assert stated is not None
    assert stated.place == place


@pytest.mark.parametrize(
    ("key", "before"), [("abc-3", 2), ("abc-1", 0), ("abc", 0), ("abc-0", 0), ("a-1234567", 0)]
)
def test_the_key_tells_how_many_articles_with_this_opening_stand_before_it(key: str, before: int) -> None:
    stated = read(f'key: "{key}"').stated
    assert stated is not None
    assert [article.before for article in stated.articles] == [before]


def test_headings_are_of_their_fields_and_alone_are_an_article() -> None:
    source = read('headline: "渡口开船"', 'decks: ["票价不变", " "]', body="")
    assert source.stated is not None
    (article,) = source.stated.articles
    assert [(part, source.lines[number - 1]) for number, part in article.lines] == [
        (LinePart.HEADLINE, "渡口开船"),
        (LinePart.DECK, "票价不变"),
    ]


@pytest.mark.parametrize(
    ("recorded", "outcome"),
    [
        ("", Outcome.INFERRED),
        ('known_by: {"date": ["masthead", "contradicted"]}', Outcome.CONTRADICTED),
        ("known_by: 3", Outcome.INFERRED),
    ],
    ids=["not recorded", "contradicted", "nonsense"],
)
def test_a_day_is_never_surer_than_it_was(recorded: str, outcome: Outcome) -> None:
    stated = read('date: "1987-06-02"', recorded).stated
    assert stated is not None
    assert stated.facts is not None
    assert stated.facts.day.outcome is not Outcome.PRINTED
    assert (stated.facts.day.outcome is Outcome.CONTRADICTED) is (outcome is Outcome.CONTRADICTED)


@pytest.mark.parametrize(
    "text",
    [f"{FENCE}\nyuebao: {VERSION}\n渡口开船。", text_of(body="  \n")],
    ids=["no end of the fields", "nothing"],
)
def test_without_an_end_of_the_fields_or_any_text_it_can_t_be_read(text: str) -> None:
    with pytest.raises(UnreadableFile):
        FORMAT.read(SavedFile("a.md", text.encode()))
