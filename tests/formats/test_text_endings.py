"""A text is read under whatever ending texts have, and read the same."""

from pathlib import PurePath

import pytest

from reader import formats, parsing
from reader.formats.reading import OF_TEXT

TEXT = "柳湾日报\n2024年3月5日 星期二\n\n渡口的灯又亮了\n\n渡口的船工把缆绳绕了三圈，围观的人站满了石阶。\n"


@pytest.mark.parametrize("ending", [".txt", ".md", ".markdown", ".mdx", ".text", ".org", ".TEXT"])
def test_a_text_is_read_under_any_ending_of_texts(ending: str) -> None:
    assert formats.is_issue_file(PurePath(f"2024/渡口{ending}"))
    part = parsing.parse(formats.decode(TEXT.encode(), f"渡口{ending}"))
    assert (str(part.masthead.date), part.masthead.title) == ("2024-03-05", "柳湾日报")
    assert [article.headline for article in part.articles] == ["渡口的灯又亮了"]


@pytest.mark.parametrize("name", ["渡口.txt.", "渡口.txt. .", "渡口.MD ", "渡口.", "渡口. ."])
def test_dots_and_spaces_behind_a_name_are_no_ending(name: str) -> None:
    """Copying from another system leaves them; without them, the last have no ending."""
    assert formats.is_issue_file(PurePath("2024") / name)
    part = parsing.parse(formats.decode(TEXT.encode(), name))
    assert (str(part.masthead.date), part.masthead.title) == ("2024-03-05", "柳湾日报")


def test_endings_are_in_small_letters() -> None:
    assert all(ending == ending.lower() for ending in OF_TEXT)
