"""A drawn page of an invented newspaper, whose ALTO has some characters wrong, and is not certain of others."""

import re
from collections.abc import Mapping
from pathlib import Path

from tests import drawn_page

_FERRY = (
    "老船工说，灯是给晚归的人留的，千盏灯亮到后半夜。雾散以前，两岸的人隔着水喊话，渡船停了半日，孩子们数灯。"
    "数到天黑也没有数完，明年春天石桥通车以后，这条渡船就要拖到下游的船坞里去，灯也要收进仓库。"
)
_WELL = "井绳在石沿上磨出七道沟，淘井的人说，桶是三代人用的。西门外的老井有十年没有淘过，街坊都来看热闹。"
ARTICLES = (
    drawn_page.Drawn("渡口的灯", _FERRY, (0, 3), (0.12, 0.3)),
    drawn_page.Drawn("老井淘了", _WELL, (0, 3), (0.32, 0.5)),
)
DOUBTFUL = {"人隔着": ("人", 0.5), "归的人": ("旧", 0.3), "千盏灯": ("干", 0.4), "道沟，": ("道", 0.6)}
"""For words of the page what is recognised as their first character, and how certain that was; once each."""
_STRING = r'<String CONTENT="{word}" HPOS="(\d+)" VPOS="(\d+)" WIDTH="(\d+)" HEIGHT="(\d+)"/>'


def write(
    folder: Path,
    name: str = "19870612-01",
    doubtful: Mapping[str, tuple[str, float]] = DOUBTFUL,
    day: str = drawn_page.DAY,
) -> None:
    drawn_page.write(folder, name, 1500, ARTICLES, day)
    path = folder / f"{name}.xml"
    alto = path.read_text(encoding="utf-8")
    for word, (sign, certainty) in doubtful.items():

        def halves(found: re.Match[str], word: str = word, sign: str = sign, sure: float = certainty) -> str:
            left, top, width, height = map(int, found.groups())
            first = width // len(word)
            rest = f'HPOS="{left + first}" VPOS="{top}" WIDTH="{width - first}" HEIGHT="{height}"'
            return (
                f'<String CONTENT="{sign}" WC="{sure}" HPOS="{left}" VPOS="{top}" WIDTH="{first}"'
                f' HEIGHT="{height}"/><String CONTENT="{word[1:]}" {rest}/>'
            )

        alto, number = re.subn(_STRING.format(word=word), halves, alto, count=1)
        assert number, word
    path.write_text(alto, encoding="utf-8")
