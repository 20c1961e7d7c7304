"""Lists of checksums, tags of a BagIt and an archive's record of an item are no papers; what looks like them is one."""

import pytest

from reader import formats

SUM = "0cc175b9c0f1b6a831c399e269772661"
BAG_INFO = "Source-Organization: Willow Library\nBagging-Date: 2019-08-12\nPayload-Oxum: 120.1\n"
ITEM = (
    "<metadata><identifier>sim_x</identifier><mediatype>texts</mediatype><date>2024-03-05</date></metadata>"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("manifest-md5.txt", f"{SUM}  data/2024-03-05.txt\n{SUM} *data/渡口 2.txt\n"),
        ("sums.txt", f"{SUM}{SUM}  a.txt\r\n"),
        ("bagit.txt", "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"),
        ("bag-info.txt", BAG_INFO),
        ("x_meta.xml", f'<?xml version="1.0" encoding="UTF-8"?>{ITEM}'),
    ],
)
def test_they_are_no_papers(name: str, text: str) -> None:
    with pytest.raises(formats.NotAnIssue):
        formats.decode(text.encode(), name)


@pytest.mark.parametrize(
    "text",
    [
        f"{SUM}  data/a.txt\n渡口的灯又亮了\n",
        "Title: The lamp\nDate: 2024-03-05\n\nThe lamp at the quay was lit.\n",
        "渡口的船工把缆绳绕了三圈，围观的人站满了石阶。\n",
    ],
)
def test_a_text_is_still_read(text: str) -> None:
    assert formats.decode(text.encode(), "a.txt").lines
