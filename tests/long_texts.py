"""Texts that no newspaper has, of any length: what makes a rule look again and again at what it has seen."""

UNITS = (
    # one thing, again and again: a line without a stop
    *("渡", "株洲", "a", "A", "7", "７", "十", "\u0301", "\u200b"),
    # marks alone
    *("，", "。", "、", "：", "·", "…", "—", "/", "#", "*", "_", "%", "&", "=", "|", "@", "▶"),
    # brackets that are never closed, always, and the wrong way round
    *("（", "）", "（）", "“", "《", "[", "]", "【", "{", "<", "<a ", "(a", '"', "'", "]("),
    # brackets inside each other: all are opened, then all are closed
    *("（⋯）", "(⋯)", "“⋯”", "《⋯》", "<⋯>"),
    # spaces, and what stands between them
    *(" ", "\u3000", "\t", "\n", "渡 ", "渡\n", "\n ", " \n", "a ", "1 ", "编辑 "),
    # by turns
    *("渡，", "渡口的灯，", "7.", "1,", "1-", "a.", "a-", "王、", "王李", "王·", "（记者 甲）"),
    # words, days, figures, addresses
    *("ferry boat ", "Ab ", "2024年1月1日", "1月", "一百二", "十年", "第1版", "转1版", "市长王", "同志"),
    *("记者", "本报讯", "声明", "图为", "出席", "http://a", "a@b.", "&lt;", "渡a1，（ 。", "渡\t1\n"),
)
"""Each is repeated until a text is long enough; of two with `THEN` between them, first the one, then the other."""
THEN = "⋯"


def long_text(unit: str, size: int) -> str:
    """Return a text of so many characters."""
    first, _, second = unit.partition(THEN)
    if not second:
        return _repeated(unit, size)
    half = size // 2
    return _repeated(first, half) + _repeated(second, size - half)


def _repeated(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]
