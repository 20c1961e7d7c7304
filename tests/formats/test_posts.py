"""Posts of forums and newsgroups: the forum is the paper, the day that of the post; signatures are beside the text."""

import pytest

from reader import formats, parsing
from reader.formats.books import DayOfBook
from reader.formats.reading import SavedFile
from reader.newspaper.article import SourceText
from tests.formats.stranger_papers import HEADLINES, PARAGRAPHS, headlines_of, read, texts_of

TEXT = "\n\n".join(PARAGRAPHS[0])
SIGNED = f"{TEXT}\n\n--\n    月落乌啼\n※ 来源:·芦洼夜话 bbs.example.org·[FROM: 10.0.0.9]\n"
HEADS = {
    "a forum": "发信人: quan (佟守田), 信区: News\n标  题: {title}\n"
    "发信站: 芦洼夜话 (Sun Jun  7 21:03:55 1998), 站内信件\n",
    "in traditional characters": "作者: quan (佟守田)  看板: News\n標題: {title}\n時間: Sun Jun  7 21:03:55 1998\n",
    "without colons": "作者  quan (佟守田)                看板  News\n標題  {title}\n時間  Sun Jun  7 21:03:55 1998\n",
    "a newsgroup": "Path: a!b!c\nFrom: quan@example.org (Quan Wei)\nNewsgroups: News,alt.text\nSubject: {title}\n"
    "Date: 7 Jun 1998 21:03:55 GMT\nX-Note: long\n  and folded\nMessage-ID: <7@example.org>\n",
    "a file of mails": "From quan@example.org Sun Jun  7 21:03:55 1998\nFrom: Quan Wei <quan@example.org>\n"
    "Newsgroups: News\nSubject: {title}\nDate: Sun, 07 Jun 98 21:03:55 +0800\n",
}


def read_post(text: str) -> SourceText:
    source = formats.decode(text.encode(), "芦洼.txt")
    assert source.reading is not None
    assert source.reading.format == "posts"
    return source


@pytest.mark.parametrize("name", HEADS)
def test_a_post_has_what_its_head_states(name: str) -> None:
    part = read(f"{HEADS[name].format(title=HEADLINES[0])}\n{SIGNED}")
    assert str(part.masthead.date) == "1998-06-07"
    assert headlines_of(part) == HEADLINES[:1]
    assert texts_of(part) == PARAGRAPHS[:1]
    (article,) = part.articles
    assert (article.section or part.masthead.title) == "News"
    assert article.credits


def test_the_forum_is_the_paper_and_a_signature_is_beside_the_text() -> None:
    source = read_post(f"{HEADS['a forum'].format(title=HEADLINES[0])}\n{SIGNED}")
    assert parsing.parse(source).masthead.title == "芦洼夜话"
    assert "月落乌啼" in source.lines[-source.aside :]
    assert any("10.0.0.9" in line for line in source.lines[-source.aside :])


@pytest.mark.parametrize("name", HEADS)
def test_posts_of_several_days_are_several_issues(name: str) -> None:
    posts = []
    for day, (headline, paragraphs) in enumerate(zip(HEADLINES, PARAGRAPHS, strict=True), 7):
        head = HEADS[name].format(title=headline).replace("  7 ", f"  {day} ").replace("7 Jun", f"{day} Jun")
        posts.append(f"{head}\n" + "\n".join(paragraphs))
    with pytest.raises(formats.SeveralDays) as raised:
        formats.decode("\n\n".join(posts).encode(), "芦洼.txt")
    assert [day.date for day in raised.value.days] == ["1998-06-07", "1998-06-08", "1998-06-09"]
    for day_file, paragraphs in zip(raised.value.days, PARAGRAPHS, strict=True):
        part = parsing.parse(DayOfBook().read(SavedFile("芦洼.txt", day_file.data)))
        assert texts_of(part) == [paragraphs]


def test_lines_cut_at_the_width_of_the_screen_are_one_paragraph() -> None:
    long = "".join(PARAGRAPHS[0]) * 2
    cut = "\n".join(long[at : at + 39] for at in range(0, len(long), 39))
    head = HEADS["a forum"].format(title=HEADLINES[0])
    text = f"{head}\n{cut}\n{PARAGRAPHS[1][0]}\n"
    (article,) = read(text).articles
    assert article.blocks[0].text.startswith(long[:100])
    first, last = article.blocks[0].source_lines[0]
    assert "".join(text.split("\n")[first - 1 : last]).startswith(long[:100])


def test_short_lines_are_paragraphs_of_their_own() -> None:
    text = f"{HEADS['a forum'].format(title=HEADLINES[0])}\n渡口\n浮桥\n石拱桥上的人都回来了\n"
    (article,) = read(text).articles
    assert [block.text for block in article.blocks] == ["渡口", "浮桥", "石拱桥上的人都回来了"]


def test_words_of_a_field_in_ascii_are_decoded() -> None:
    head = HEADS["a newsgroup"].format(title="=?gb2312?B?wqvN3bbJv9o=?=")
    assert headlines_of(read(f"{head}\n{TEXT}\n")) == ["芦洼渡口"]


@pytest.mark.parametrize(
    "head",
    [
        HEADS["a newsgroup"].format(title="x") + "Content-Transfer-Encoding: base64\n",
        "Newsgroups: alt.text\nFrom: quan@example.org\n",
        "作者: 佟守田 看板: News\n",
    ],
)
def test_what_is_no_whole_post_is_not_read_as_one(head: str) -> None:
    source = formats.decode(f"{head}\n{TEXT}\n".encode(), "芦洼.txt")
    assert source.reading is None or source.reading.format != "posts"


def test_a_line_about_a_board_makes_no_post_of_a_paper() -> None:
    text = f"芦洼日报\n1987年6月7日\n\n{HEADLINES[0]}\n{TEXT}\n发信人说，信区的牌子昨天换了新的。\n"
    source = formats.decode(text.encode(), "芦洼.txt")
    assert source.reading is None


def test_posts_of_a_microblog_have_their_account_day_and_title() -> None:
    form = "芦洼日报\n2018-6-{day} 08:30 来自 微博\n【{headline}】{first}\n{second}\n转发 12 评论 3 赞 45\n\n"
    posts = []
    for day, (headline, (first, second)) in enumerate(zip(HEADLINES, PARAGRAPHS, strict=True), 7):
        posts.append(form.format(day=day, headline=headline, first=first, second=second))
    part = read(posts[0])
    assert (part.masthead.title, str(part.masthead.date)) == ("芦洼日报", "2018-06-07")
    assert headlines_of(part) == HEADLINES[:1]
    assert texts_of(part) == PARAGRAPHS[:1]
    with pytest.raises(formats.SeveralDays) as raised:
        formats.decode("".join(posts).encode(), "芦洼.txt")
    assert [day_file.date for day_file in raised.value.days] == ["2018-06-07", "2018-06-08", "2018-06-09"]


def test_a_post_of_a_microblog_need_not_have_a_title() -> None:
    part = read(f"芦洼日报\n2018年6月7日 08:30 来自 微博\n{PARAGRAPHS[0][0]}\n")
    assert headlines_of(part) == [None]
    assert texts_of(part) == [PARAGRAPHS[0][:1]]
