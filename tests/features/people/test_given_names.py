"""Lists of names are read in whatever shape a person has them, and what is not taken for a name is told."""

from pathlib import Path

import pytest

from reader.features.people.name_list import Why, names_in, names_of_file, names_words, passed_words
from reader.storage.disk_errors import LibraryError


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("温如岚\n何苇\n", ["温如岚", "何苇"]),
        ("\ufeff温如岚\r\n\r\n何苇\r\n温如岚", ["温如岚", "何苇"]),
        ("温如岚、何苇，宋三槐", ["温如岚", "何苇", "宋三槐"]),
        ("姓名,年份\n温如岚,1990\n何苇,1991\n", ["温如岚", "何苇"]),
        ("序号\t姓名\n1\t温如岚\n2\t何苇", ["温如岚", "何苇"]),
        ("1,温如岚\n2,何苇\n3,宋三槐", ["温如岚", "何苇", "宋三槐"]),
        ('"=何苇",1\n"温如岚",2', ["=何苇", "温如岚"]),
        ("姓名\n温如岚", ["温如岚"]),
        ("John Smith\n阿卜杜拉·买买提", ["John Smith", "阿卜杜拉·买买提"]),
        ("温如岚、何苇\n宋三槐、李建国", ["温如岚", "何苇", "宋三槐", "李建国"]),
        ("温如岚、何苇、\n宋三槐", ["温如岚", "何苇", "宋三槐"]),
        (
            "温如岚，何苇，宋三槐\n李建国，王淑兰\n赵志强",
            ["温如岚", "何苇", "宋三槐", "李建国", "王淑兰", "赵志强"],
        ),
        ("温如岚 何苇　宋三槐\n李建国 王淑兰", ["温如岚", "何苇", "宋三槐", "李建国", "王淑兰"]),
        ("何　苇\n温如岚", ["何　苇", "温如岚"]),
        ("1、温如岚\n2、何苇", ["温如岚", "何苇"]),
        ("1. 温如岚\n2. 何苇\n- 宋三槐", ["温如岚", "何苇", "宋三槐"]),
        ("先进工作者名单\n甲组：温如岚、何苇\n乙组：\n宋三槐", ["温如岚", "何苇", "宋三槐"]),
        ("某某厂,温如岚\n某某社,何苇\n某某店,宋三槐", ["温如岚", "何苇", "宋三槐"]),
        ('"姓名";"住处"\n"温如岚";"镇上; 东头"\n"何苇";""', ["温如岚", "何苇"]),
        ("单位,姓名\n某某厂,温如岚、何苇\n某某社,宋三槐", ["温如岚", "何苇", "宋三槐"]),
        ("温如岚\n何渡生 市长\nSmith, John", ["温如岚", "何渡生 市长", "Smith, John"]),
        ("、".join(f"甲{n}" for n in range(9_000)), [f"甲{n}" for n in range(9_000)]),
        ("", []),
        (" \n,\n", []),
        ("太" * 61 + "\n何苇", ["何苇"]),
        ('"' + "太" * 200_000 + ",\n何苇,\n宋三槐,", ["何苇", "宋三槐"]),
    ],
)
def test_names_are_read_from_lines_and_tables(text: str, names: list[str]) -> None:
    assert [*names_in(text).names] == names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_are_read_in_the_encodings_that_lists_come_in(tmp_path: Path, encoding: str) -> None:
    names = ["温如岚", "何苇", "宋三槐", "张德胜", "王淑兰", "李建国", "赵志强"]
    path = tmp_path / "名单.csv"
    path.write_bytes("\n".join(["姓名,单位", *(f"{name},某某厂" for name in names)]).encode(encoding))
    assert [*names_of_file(path).names] == names


def test_a_file_that_is_no_list_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "像.png"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(LibraryError, match=r"像\.png"):
        names_of_file(path)


def test_what_is_no_name_is_told_with_its_line() -> None:
    given = names_in("# 抄自县志\n姓名\n温如岚\n\n何苇\n温如岚\n1990\n" + "太" * 61)
    assert [(each.line, each.why) for each in given.passed] == [
        (1, Why.COMMENT),
        (2, Why.HEADING),
        (4, Why.EMPTY),
        (6, Why.REPEATED),
        (7, Why.NO_WORDS),
        (8, Why.TOO_LONG),
    ]
    assert names_words(given) == (
        "读到 2 个名字。没有收：重复 1（第 6 行）；标题 1（第 2 行）；注释 1（第 1 行）；"
        "没有字 1（第 7 行）；太长 1（第 8 行）；空白 1（第 4 行）"
    )


def test_of_a_table_the_rows_without_a_name_are_told() -> None:
    given = names_in("姓名,住处\n温如岚,镇上\n,河东\n何苇,\n温如岚,河东")
    assert given.names == ("温如岚", "何苇")
    assert [(each.line, each.why) for each in given.passed] == [
        (1, Why.HEADING),
        (3, Why.EMPTY),
        (5, Why.REPEATED),
    ]


def test_of_many_lines_some_are_named_and_of_none_nothing_is_said() -> None:
    assert passed_words(names_in("何苇\n" * 9)) == "没有收：重复 8（第 2、3、4、5、6、7… 行）"
    assert passed_words(names_in("何苇\n温如岚")) == ""
