"""A library whose articles differ in all that a query can ask for, and queries drawn from them."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

PAPERS = ("雁桥日报", "河口晚报")
WORDS = ("渡口", "马灯", "板车", "圖書館", "图书馆", "石板桥", "米市", "三十", "Radio", "祝水芹")
"""Strings of the articles, one of them in traditional characters, one a number, one in Latin letters."""
_NAMES = ("祝水芹", "何渡生", "陆小满")


def write(root: Path) -> Path:
    """Write issues with days, some of which only month and day or only the year are known, and texts without either.

    Three are of no newspaper.
    """
    root.mkdir(parents=True, exist_ok=True)
    for number in range(24):
        year = 1986 + number % 5
        month = 1 + number * 7 % 12
        day = 1 + number * 11 % 28
        paper = PAPERS[number % 3 // 2]
        edition = " 晚刊" if number % 6 == 5 else ""
        lines = [f"{paper}{edition}", f"{year}年{month}月{day}日 第{100 + number}期", ""]
        for place in range(2):
            lines += _article(2 * number + place)
        name = f"{year}{month:02}{day:02}-{number % 4 + 1:02}.txt"
        (root / name).write_text("\n".join(lines), encoding="utf-8")
    for number in range(4):
        head = [f"雁桥日报\n{3 + number}月{12 + number}日 星期一 第{600 + number}期", ""]
        (root / f"剪报{number}.txt").write_text("\n".join(head + _article(60 + number)), encoding="utf-8")
    for number in range(5):
        (root / f"box{number}.txt").write_text("\n".join(_article(80 + number)), encoding="utf-8")
    for number in range(4):
        path = root / f"{1986 + number % 2}年" / f"单页{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(_article(90 + number)), encoding="utf-8")
    for number in range(3):
        path = root / "散页" / f"1988-05-0{number + 1}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(_article(100 + number)), encoding="utf-8")
    return root


def _article(number: int) -> list[str]:
    first = WORDS[number % len(WORDS)]
    second = WORDS[(number * 3 + 1) % len(WORDS)]
    name = _NAMES[number % 3]
    body = f"本报讯（记者 {name}）{first}昨日又来了第{number}批人，{second}边上站满了，到一九八七年六月才散。"
    return ["", f"## {second}的{number}件旧事", "", body * (1 + number % 3), ""]


_string = st.sampled_from(WORDS)
_quoted = _string.map('"{}"'.format)
_near = st.tuples(_string, st.sampled_from((0, 3, 20)), _string).map(
    lambda each: f"{each[0]} /{each[1]} {each[2]}"
)
_days = st.sampled_from(
    ("1986", "1987", "1987-06", "1987年", "1986..1988", "1988..", "..1987", "1989-03-12", "不明", "unknown")
)
_date = _days.map("日期:{}".format)
_yearly = st.sampled_from(("6月", "03-12", "3月10日..3月20日", "端午", "12月..2月")).map("每年:{}".format)
_fields = st.one_of(
    _string.map("标题:{}".format),
    st.sampled_from(_NAMES).map("记者:{}".format),
    st.sampled_from(("1", "2", "1-3", "A4", "不明")).map("版:{}".format),
    st.sampled_from(("日报", "晚报", "周刊", "不明")).map("报:{}".format),
    st.sampled_from(("晚刊", "号外")).map("版次:{}".format),
    st.sampled_from((">60", "<90", "40-120")).map("字数:{}".format),
    st.sampled_from(("图:有", "图:无", "类:启事", "栏目:民生")),
    st.sampled_from(("1987年6月", "1988-05-06", "1987")),
)
_leaf = st.one_of(_string, _quoted, _near, _date, _yearly, _fields)


def _grouped(parts: Sequence[str], sign: str) -> str:
    return "(" + sign.join(parts) + ")"


queries = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _grouped(parts, " ")),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _grouped(parts, " OR ")),
        inner.map("-({})".format),
    ),
    max_leaves=5,
)
"""Queries of every field, with NOT, near, OR and quotation marks, as they are typed."""
DOSSIER = "马灯下"
queries_with_dossier = st.tuples(
    st.sampled_from((f"专题:{DOSSIER}", f"-专题:{DOSSIER}", f"(专题:{DOSSIER} OR 渡口)", "*")),
    st.one_of(st.just(""), queries),
).map(" ".join)
"""Queries that name a dossier of the library, or ask for all of its articles."""
