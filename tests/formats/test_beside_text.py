"""Remarks in notes, and what a site writes around an article, stand beside the text: found, and in no article."""

import pytest

from reader import formats, parsing
from reader.formats.beside_text import without_remarks
from reader.newspaper.article import SourceText
from tests.formats.stranger_papers import HEADLINES, PARAGRAPHS, headlines_of, read, texts_of

ONE, TWO = PARAGRAPHS[0]
ARTICLE = f"# {HEADLINES[0]}\n\n{ONE}\n\n{TWO}\n"
REMARK = "老王口述，待核"
NOTES = {
    "a line": f"# {HEADLINES[0]}\n\n%% {REMARK} %%\n\n{ONE}\n\n{TWO}\n",
    "in a line": f"# {HEADLINES[0]}\n\n{ONE[:9]}%%{REMARK}%%{ONE[9:]}\n\n{TWO}\n",
    "several lines": f"# {HEADLINES[0]}\n\n{ONE}\n\n%%\n{REMARK}\n%%\n\n{TWO}\n",
    "of HTML": f"# {HEADLINES[0]}\n\n{ONE}\n\n<!--\n{REMARK}\n-->\n\n{TWO}\n",
    "a callout": f"{ARTICLE}\n> [!note]+ 按语\n> {REMARK}\n",
    "a remark in a callout": f"{ARTICLE}\n> [!note] 按语\n> %%{REMARK}%%，再查\n",
    "tags": f"{ARTICLE}\n[[{REMARK}]] #渡口 #石桥\n",
}


def read_beside(text: str, kind: str) -> SourceText:
    source = formats.decode(text.encode(), "芦洼.md")
    assert source.reading is not None
    assert source.reading.format == kind
    return source


@pytest.mark.parametrize("name", NOTES)
def test_a_remark_stands_beside_the_text_with_the_number_of_its_line(name: str) -> None:
    text = NOTES[name]
    part = read(text, "芦洼.md")
    assert headlines_of(part) == HEADLINES[:1]
    assert texts_of(part) == [PARAGRAPHS[0]]
    source = read_beside(text, "linked-notes")
    at = next(at for at, line in enumerate(source.lines) if REMARK in line)
    assert at >= len(source.lines) - source.aside
    assert REMARK in text.split("\n")[source.spans[at][0] - 1]


KEPT = [
    f"{ARTICLE}\n> [!quote] 抄自胶卷\n> {REMARK}\n",
    f"> [!note] {HEADLINES[0]}\n> {ONE}\n> {TWO}\n",
    f"{ARTICLE}\n粮价涨了50%%，布价涨了20%%，老王说的。见[[{REMARK}]]。\n",
    f"{ARTICLE}\n%% {REMARK}\n没有结束的批注，见[[渡口]]。\n",
]


@pytest.mark.parametrize("text", KEPT)
def test_words_of_the_paper_stay_in_it(text: str) -> None:
    assert read_beside(text, "linked-notes").aside == 0


def test_links_of_notes_are_their_words() -> None:
    lines = (
        "> [!quote] 抄自胶卷",
        "桥拆了，见[[渡口|老渡口]]和[[夜校]]。 ^a1",
        "![[照片.png]]",
        "5 ^ 2 = 25",
    )
    source = without_remarks(SourceText("a.md", "utf-8", lines))
    assert source.lines == ("> 抄自胶卷", "桥拆了，见老渡口和夜校。", "照片.png", "5 ^ 2 = 25")


HEAD = "芦洼日报 1987年6月7日\n\n" + ARTICLE.removeprefix("# ")
BELOW = {
    "public account": "预览时标签不可点\n阅读原文\n微信扫一扫\n关注该公众号\n\n知道了\n：，。\n\u200b\n"
    "视频 小程序 赞 ，轻点两下取消赞 在看 ，轻点两下取消在看\n分享\n",
    "what others like": f"阅读 1234\n喜欢此内容的人还喜欢\n{HEADLINES[1]}\n芦洼日报\n不喜欢\n分享 收藏 赞 在看\n",
    "staff": "来源：芦洼发布\n编辑：蔺青\n点击“阅读原文”查看更多\n长按二维码关注我们\n",
    "subjects": "关键词：渡口 石桥\n标签：民生\n",
    "in English": "Tags: ferry, bridge\nShare this:\nFacebook\n",
}


@pytest.mark.parametrize("name", BELOW)
def test_what_a_site_writes_below_an_article_is_none_of_it(name: str) -> None:
    text = HEAD + "\n" + BELOW[name]
    part = read(text)
    assert headlines_of(part) == HEADLINES[:1]
    assert texts_of(part) == [PARAGRAPHS[0]]
    lines = {line.strip("\u200b ") for line in BELOW[name].split("\n")}
    source = read_beside(text, "copied-page")
    assert lines - {""} <= {*source.lines[-source.aside :]}


ACCOUNTS = {
    "one line": "佟守田 芦洼日报 2024-06-07 07:30 江苏",
    "two lines": "原创 佟守田 芦洼日报\n2024年06月07日 07:30 江苏",
}


@pytest.mark.parametrize("is_above", [True, False])
@pytest.mark.parametrize("name", ACCOUNTS)
def test_account_author_and_day_are_those_of_the_article(name: str, *, is_above: bool) -> None:
    head = [HEADLINES[0], ACCOUNTS[name]]
    if is_above:
        head.reverse()
    if is_above and "\n" in ACCOUNTS[name]:
        head.insert(0, "点击上方蓝字关注我们")
    text = "\n\n".join([*head, "点击上方蓝字关注", ONE, TWO, "阅读原文"])
    part = read(text)
    assert (part.masthead.title, str(part.masthead.date)) == ("芦洼日报", "2024-06-07")
    assert headlines_of(part) == HEADLINES[:1]
    assert texts_of(part) == [PARAGRAPHS[0]]
    assert [credit.names for credit in part.articles[0].credits] == [("佟守田",)]


@pytest.mark.parametrize(
    "line", ["扫描二维码看视频", "来源：芦洼发布", "阅读原文", "分享", "读者来信：关键词写错了"]
)
def test_one_such_line_in_a_paper_changes_nothing(line: str) -> None:
    text = f"{HEAD}\n{line}\n\n{HEADLINES[1]}\n{PARAGRAPHS[1][0]}\n{PARAGRAPHS[1][1]}\n"
    source = formats.decode(text.encode(), "芦洼.txt")
    assert source.reading is None
    assert parsing.parse(source).articles


CHATS = {
    "Chinese": ("好的，以下是图片中的文字：", "如需进一步整理，请告诉我。"),
    "English": ("Sure! Here is the transcription of the page:", "Let me know if you need anything else!"),
    "one side": ("这是报纸第二版的识别结果：", ""),
}


@pytest.mark.parametrize("name", CHATS)
def test_what_a_model_says_around_a_text_is_none_of_it(name: str) -> None:
    above, below = CHATS[name]
    text = f"{above}\n\n{HEAD}\n{below}\n"
    part = read(text)
    assert (part.masthead.title, str(part.masthead.date)) == ("芦洼日报", "1987-06-07")
    assert headlines_of(part) == HEADLINES[:1]
    assert texts_of(part) == [PARAGRAPHS[0]]
    source = read_beside(text, "copied-page")
    assert {above, below} - {""} == {*source.lines[-source.aside :]}


def test_what_joplin_writes_below_a_note_is_none_of_it() -> None:
    below = f"id: {'0123456789abcdef' * 2}\ncreated_time: 2024-11-15T10:22:33.000Z\nauthor: \nis_todo: 0\ntype_: 1"
    part = read(f"{HEADLINES[0]}\n\n{ONE}\n\n{TWO}\n\n{below}", "芦洼.md")
    assert headlines_of(part) == HEADLINES[:1]
    assert texts_of(part) == [PARAGRAPHS[0]]
    assert part.masthead.date is None


@pytest.mark.parametrize("line", ["日期: 1987年6月7日", "发布时间 1987-06-07", "来源：报社 1987-06-07"])
def test_a_field_with_a_day_names_no_account(line: str) -> None:
    part = read(f"{HEADLINES[0]}\n\n{line}\n\n{ONE}\n\n{TWO}\n\nTags: 渡口\n")
    assert part.masthead.title is None


def test_what_is_said_in_the_middle_of_a_text_stays_there() -> None:
    words = "Let me know if the ferry runs again."
    text = f"{HEAD}\n{ONE}\n{words}\n{TWO}\n{ONE}\n{TWO}\n阅读原文\n微信扫一扫\n"
    source = read_beside(text, "copied-page")
    assert words in source.lines[: -source.aside]
