"""Invented pages of the 1870s: vertical columns in one size of type, whose articles are told by their heads alone."""

from collections.abc import Iterator, Sequence

from tools.typesetter.page_files import ReadPage, Word

FERRY = (
    "雁橋西渡每日往來客商數百船夫老郭好飲茶日前有客遺一瓷壺於艙中壺底有字老郭不識持以問塾師塾師亦不識"
    "一時渡口傳爲奇事翌日客返索壺老郭以空壺還之客大笑而去謂壺中本有新茶二兩想已入君腹矣老郭聞之赧然"
)
SCHOOL = (
    "城中某女校長冬日御一大衣長及地行時掃雪學生戲呼爲掃雪先生校長聞之明日改御布袍雪積盈尺無人掃矣"
    "校役阿根乃自購一帚每晨掃之學生復呼之爲小先生阿根大喜謂半生未嘗有人呼我先生也聞者莫不解頤"
)
RICE = (
    "南門豐泰米店有學徒名阿根年十四能左手撥算盤右手量米口中報價分毫不爽店主奇之月給加二元同業聞而羡焉"
    "爭欲聘之阿根皆不往曰此間米香他處無有也店主感其言復加一元一時傳爲佳話里中父老咸稱其賢云"
)
ARTICLES = (("渡船瓷壺", FERRY), ("掃雪先生", SCHOOL), ("米店學徒", RICE))

_BODY, _LEAD, _MARGIN = 40, 64, 120

Column = Sequence[tuple[str, float, float]]
"""A printed column: its characters, each with its distance from the top and its size, in characters."""


def column(text: str, indent: float = 0) -> Column:
    return [(sign, indent + at, 1.0) for at, sign in enumerate(text)]


def running(text: str, measure: int, indent: int = 0) -> Iterator[Column]:
    """The columns of a paragraph."""
    yield column(text[: measure - indent], indent)
    rest = text[measure - indent :]
    yield from (column(rest[at : at + measure]) for at in range(0, len(rest), measure))


def enlarged(text: str, measure: int) -> Iterator[Column]:
    """The columns of a paragraph whose first character is twice as large."""
    first = text[: measure - 1]
    yield [(first[0], 0.0, 2.0), *((sign, at, 1.0) for at, sign in enumerate(first[1:], 2))]
    yield from (column(text[at : at + measure]) for at in range(measure - 1, len(text), measure))


def page_of(
    columns: Sequence[Column], measure: int, bands: int = 1, masthead: Sequence[str] = ()
) -> ReadPage:
    """A page on which the columns run from right to left, in bands below each other; one line a column."""
    deep = -(-len(columns) // bands)
    width = 2 * _MARGIN + (deep + 4 * bool(masthead)) * _LEAD
    lines: list[list[Word]] = []
    for at, text in enumerate(masthead):  # the title is larger, the fields beside it are as large as the text
        size = 3.0 if at == 0 else 1.0
        left = width - _MARGIN - 3 * _BODY if at == 0 else width - _MARGIN - (3 * _BODY + at * _LEAD)
        lines.append([_word(sign, left, _MARGIN, n * size, size) for n, sign in enumerate(text)])
    for at, each in enumerate(columns):
        left = width - _MARGIN - (at % deep + 1 + 4 * bool(masthead)) * _LEAD
        top = _MARGIN + at // deep * (measure + 2) * _BODY
        lines.append([_word(sign, left, top, down, size) for sign, down, size in each])
    height = 2 * _MARGIN + bands * (measure + 2) * _BODY
    return ReadPage([lines], [], width, height)


def _word(sign: str, left: float, top: float, down: float, size: float) -> Word:
    middle = left + _BODY / 2
    high = top + down * _BODY
    return sign, (middle - size * _BODY / 2, high, middle + size * _BODY / 2, high + size * _BODY)
