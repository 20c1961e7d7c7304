"""What is evidently no paper is told by the form of its lines; running text, lists and schedules are not."""

import pytest

from reader.newspaper import other_texts

SUBTITLES = "1\n00:00:01,000 --> 00:00:02,000\n渡口\n\n2\n00:00:03,000 --> 00:00:04,000\n的灯\n"
LETTER = "From: a@example.com\nTo: b@example.com\nSubject: 渡口\n\n渡口的灯又亮了。\n"


def told(text: str) -> str | None:
    return other_texts.what_it_is(other_texts.sample_of(text.split("\n")))


@pytest.mark.parametrize(("text", "words"), [(SUBTITLES, "字幕或歌词"), (LETTER, "电子邮件")])
def test_the_sentence_says_what_it_is(text: str, words: str) -> None:
    sentence = told(text)
    assert sentence is not None
    assert sentence.startswith(f"这是{words}，")


def test_the_sentence_says_what_one_can_do() -> None:
    assert str(told(LETTER)).endswith("请在邮件软件里另存成 .txt 或 .html。")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "渡口的灯又亮了\n逢集之日，渡口加开两班船。早班天明即开。\n",
        "08:00 新闻\n09:15 连续剧\n10:30 渡口\n11:00 戏曲\n",
        "主题: 渡口\n日期: 1987-06-12\n正文: 渡口的灯又亮了。\n",
        "1. 渡口\n2. 石桥\n3. 夜校\n4. 茶园\n",
    ],
)
def test_what_may_be_a_paper_is_told_nothing(text: str) -> None:
    assert told(text) is None


def test_blank_lines_and_the_space_around_lines_say_nothing() -> None:
    spaced = "\n\n".join(f"　{line} " for line in SUBTITLES.split("\n"))
    assert told(spaced) == told(SUBTITLES)


def test_records_of_cnki_are_references() -> None:
    lines = [
        "SrcDatabase-来源库: 报纸",
        "Title-题名: 渡口",
        "Author-作者: 何渡生",
        "PubTime-发表时间: 1987-06-12",
    ]
    assert other_texts.is_another(lines)
    assert not other_texts.is_another(["A-甲: 渡口", "渡口从今天起加开一班船。", "票价不变。"])
