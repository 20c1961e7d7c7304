"""Given short lines that look like headings one by one, when they stand together, then they are none."""

import pytest

from reader.newspaper.article import BlockKind, SourceText
from reader.parsing import explain, parse
from reader.parsing.weights import LineRole

NEWS = "本报讯（记者 尤嘉木）1月26日，渡口从今天起加开一班船，票价不变，首班船提前到五点二十分。"
BODY = "渡口从今天起加开一班船，票价不变，首班船提前到五点二十分，赶早市的菜农不用再等。"


def roles_of(*lines: str) -> list[LineRole]:
    return [verdict.role for verdict in explain(SourceText("a.txt", "utf-8", lines))]


def airy(*blocks: str) -> tuple[str, ...]:
    """Blocks of lines with a blank line after each."""
    return tuple(line for block in blocks for line in (*block.split("\n"), ""))


PARAGRAPH = LineRole.PARAGRAPH


def test_rows_of_a_table() -> None:
    table = ("品种 城南 石板坡 柳叶洲", "黄瓜 一元 九角 八角", "豆角 两元 一元九 一元八")
    assert roles_of("渡口菜价", "", NEWS, "", *table)[2:] == [PARAGRAPH] * 3


def test_results_of_matches_and_lists_of_persons_with_their_posts() -> None:
    results = ("江口队1比1东平队", "云山队0比3北河队")
    persons = ("何苗 市第一中学教师", "顾小渡 青枫镇卫生院护士", "周一舟 渡口管理所所长")
    assert roles_of("市足球联赛第六轮赛罢", "", NEWS, "", *results)[2:] == [PARAGRAPH] * 2
    assert roles_of("最美渡工名单", "", NEWS, "", *persons)[2:] == [PARAGRAPH] * 3


def test_numbered_lines_are_captions_where_somebody_took_pictures() -> None:
    numbered = ("①渡口的早班船。", "", "②孩子们在岸边放风筝。")
    signed = roles_of("春到渡口", "", "文/图 何平川", "", BODY, "", *numbered)
    assert signed[-2:] == [LineRole.CAPTION] * 2
    assert LineRole.CAPTION not in roles_of("渡口三件事", "", NEWS, "", *numbered)


def test_turns_of_a_talk() -> None:
    turns = (
        "晚报：船有多少年了？",
        "",
        "何渡生：三十年。",
        "",
        "晚报：还能开多久",
        "",
        "何渡生：再开三十年吧",
    )
    assert roles_of("渡口三十年", "", "——访老站长何渡生", "", NEWS, "", *turns)[3:] == [PARAGRAPH] * 4


def test_stanzas() -> None:
    poem = airy(
        "渡口", "何平川", "船走了\n留下一块木板\n等人", "水走了\n留下一行脚印\n等船", BODY, BODY, BODY, BODY
    )
    assert roles_of(*poem)[2:8] == [PARAGRAPH] * 6


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_a_caption_in_a_narrow_column_is_one_block_with_its_credit(lines: int) -> None:
    caption = ["3月6日，老站长在渡口整理三十", "年来的船票，桌上放着一只旧", "搪瓷缸。"][-lines:]
    page = airy("渡口三十年", "\n".join([*caption, "全媒体记者/尚一舟 摄"]), NEWS, BODY)
    article = parse(SourceText("a.txt", "utf-8", page)).articles[0]
    (told,) = (block for block in article.blocks if block.kind is BlockKind.CAPTION)
    assert told.text == "".join(caption) + "全媒体记者/尚一舟 摄"
    assert any("尚一舟" in credit.names for credit in article.credits)
