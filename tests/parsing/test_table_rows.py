"""Which lines are rows of a table."""

from reader.newspaper.article import SourceText
from reader.parsing.line_features import Line, lines_of_rows
from reader.parsing.rows import rows_of
from reader.parsing.table_rows import rows_of_tables


def lines_of(text: str) -> tuple[Line, ...]:
    source = SourceText(path="a.txt", encoding="utf-8", lines=tuple(text.splitlines()))
    return lines_of_rows(rows_of(source), {}).lines


def test_lines_of_as_many_words_beside_each_other_are_rows() -> None:
    lines = lines_of("何渡生 陆小满 郑大壮 何苗\n罗小满 周一舟 顾知远 何平川\n老街灯会今晚亮灯\n渡口 开船")
    assert list(rows_of_tables(lines)) == [0, 1]


def test_the_words_of_a_western_sentence_are_no_cells() -> None:
    lines = lines_of(
        "Reed sold ten bales\nAlder bought two lamps\n\nReed  Alder  Fenwick\nThom  Grey  Hale\n"
    )
    assert [lines[at].text.split()[0] for at in rows_of_tables(lines)] == ["Reed", "Thom"]
