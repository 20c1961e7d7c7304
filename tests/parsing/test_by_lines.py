"""Credits in Latin script: by-lines of their own, in Chinese credits, and in fields for authors."""

import pytest

from reader.features.tables.rows import IssueRows, TableArticle, TableRows, encoded
from reader.formats.reading import SavedFile
from reader.newspaper.article import Role
from reader.parsing import parse
from reader.parsing.credits import is_credit_line, line_credits, paragraph_credits
from reader.parsing.datelines import by_line_credits

REPORTER, CORRESPONDENT, AUTHOR = Role.REPORTER, Role.CORRESPONDENT, Role.AUTHOR
PHOTOGRAPHER, EDITOR = Role.PHOTOGRAPHER, Role.EDITOR


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("By Jean-Paul O'Neil", [(AUTHOR, ["Jean-Paul O'Neil"])]),
        ("BY ALICE BROWN AND THOMAS LEE", [(AUTHOR, ["ALICE BROWN", "THOMAS LEE"])]),
        ("By Alice Brown of the Courier", [(AUTHOR, ["Alice Brown"])]),
        ("By Alice Brown, Staff Writer", [(AUTHOR, ["Alice Brown"])]),
        (
            "Text by Anna Lee, photos by Peter O'Neil",
            [(AUTHOR, ["Anna Lee"]), (PHOTOGRAPHER, ["Peter O'Neil"])],
        ),
        ("Story and photos by Anna Lee", [(AUTHOR, ["Anna Lee"]), (PHOTOGRAPHER, ["Anna Lee"])]),
        ("Edited by J. P. Smith", [(EDITOR, ["J. P. Smith"])]),
        ("By Royal Command", []),
        ("By Our Own Correspondent", []),
        ("By order of the Harbour Board", []),
        ("By Steamer", []),
        ("Passed by John Smith", []),
        ("Anna Lee", []),
    ],
)
def test_a_by_line(line: str, credits: list[tuple[Role, list[str]]]) -> None:
    assert [(each.role, list(each.names)) for each in by_line_credits(line)] == credits
    assert is_credit_line(line) is bool(credits)


@pytest.mark.parametrize(
    "line", ["By Rev. J. Hart.", "(By Alice Brown)", "— By Anna Lee —", "BY ALICE BROWN"]
)
def test_a_by_line_keeps_all_that_is_printed_in_it(line: str) -> None:
    assert [each.as_printed for each in by_line_credits(f" {line} ")] == [line]


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("记者 田麦青 通讯员 Anna Lee", [(REPORTER, ["田麦青"]), (CORRESPONDENT, ["Anna Lee"])]),
        ("記者 Anna Lee 陳一鳴", [(REPORTER, ["Anna Lee", "陳一鳴"])]),
        ("记者Anna Lee", [(REPORTER, ["Anna Lee"])]),
        ("Mary Ann Smith/文", [(AUTHOR, ["Mary Ann Smith"])]),
        ("Anna Lee 摄", [(PHOTOGRAPHER, ["Anna Lee"])]),
        ("Anna Lee/文 石渡/图", [(AUTHOR, ["Anna Lee"]), (PHOTOGRAPHER, ["石渡"])]),
        ("作者：让-保罗·雷诺　译者：何小满", [(AUTHOR, ["让-保罗·雷诺"]), (AUTHOR, ["何小满"])]),
    ],
)
def test_a_name_in_latin_script_is_whole_in_a_chinese_credit(
    line: str, credits: list[tuple[Role, list[str]]]
) -> None:
    assert [(each.role, list(each.names)) for each in line_credits(line)] == credits


def test_it_is_whole_in_a_paragraph() -> None:
    first, second = paragraph_credits("本报讯（记者 田麦青 通讯员 Anna Lee）教师到校", is_last=False)
    assert (first.names, second.names) == (("田麦青",), ("Anna Lee",))
    [both] = paragraph_credits("本报讯（记者 Peter O'Neil、石渡）瓷厂来了学徒", is_last=False)
    assert both.names == ("Peter O'Neil", "石渡")


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("By Jean-Paul O'Neil", ["Jean-Paul O'Neil"]),
        ("Alice Brown; Thomas Lee", ["Alice Brown", "Thomas Lee"]),
        ("Smith, John; 石渡", ["John Smith", "石渡"]),
        ("Peter O'Neil 石渡", ["Peter O'Neil", "石渡"]),
        ("田麦青 Anna Lee", ["田麦青", "Anna Lee"]),
        ("By Our Own Correspondent", ["Our Own Correspondent"]),
        ("Reuters", ["Reuters"]),
    ],
)
def test_the_authors_of_a_table(field: str, names: list[str]) -> None:
    row = TableArticle("渡口的船今天停了半日。", "渡口", author=field)
    rows = IssueRows("utf-8", "青石日报", "1936-07-04", [row], [])
    [article] = parse(TableRows().read(SavedFile("报.csv", encoded(rows)))).articles
    assert [name for credit in article.credits for name in credit.names] == names
    assert all(credit.role is AUTHOR for credit in article.credits)
