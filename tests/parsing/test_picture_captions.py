"""Given a picture behind a text, when its caption has nothing to do with the text, then it is not the text's."""

from reader.newspaper.article import SourceText
from reader.parsing import parse

FERRY = (
    "本报讯（记者 尤嘉木）1月26日，雁桥渡口从今天起加开一班船，何渡生说，票价不变，首班船提前到五点二十分。"
)
FLOWERS = "本报讯（记者 尤嘉木）1月26日，柳叶洲的油菜花开了，上千名游客在花海中拍照，村里办起了农家饭。"
OF_FERRY = "何渡生在雁桥渡口检查加开的一班船。本报记者 贺一舟 摄"
OF_FLOWERS = "游客在柳叶洲的油菜花海中拍照。本报记者 贺一舟 摄"
OF_NEITHER = "小学生在体育馆练习跳绳，迎接下周的运动会。本报记者 贺一舟 摄"


def articles_of(*lines: str) -> list[list[str]]:
    source = SourceText("a.txt", "utf-8", tuple(line for one in lines for line in (one, "")))
    told = []
    for article in parse(source).articles:
        numbers = [n for first, last in article.source_lines for n in range(first, last + 1)]
        told.append([source.lines[n - 1] for n in numbers if source.lines[n - 1]])
    return told


def test_it_stays_where_it_has_to_do_with_the_text() -> None:
    told = articles_of("渡口加开一班船", FERRY, OF_FERRY, "柳叶洲花海迎客", FLOWERS)
    assert told == [["渡口加开一班船", FERRY, OF_FERRY], ["柳叶洲花海迎客", FLOWERS]]


def test_it_goes_to_the_text_below() -> None:
    told = articles_of("渡口加开一班船", FERRY, OF_FLOWERS, "柳叶洲花海迎客", FLOWERS)
    assert told == [["渡口加开一班船", FERRY], [OF_FLOWERS, "柳叶洲花海迎客", FLOWERS]]


def test_it_stands_alone() -> None:
    told = articles_of("渡口加开一班船", FERRY, OF_NEITHER, "柳叶洲花海迎客", FLOWERS)
    assert told == [["渡口加开一班船", FERRY], [OF_NEITHER], ["柳叶洲花海迎客", FLOWERS]]
