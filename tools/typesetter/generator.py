"""Issue files with the truth beside them: `generate(style, seed, noise)`, the same on every machine."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reader.language.dates.calendar import lunar_date, weekday_of
from reader.newspaper.article import SourceText
from tools.typesetter import inventing
from tools.typesetter.inventing import InventedArticle, InventedNotices
from tools.typesetter.noise import ocr
from tools.typesetter.setting import Day, Typesetter
from tools.typesetter.styles import STYLES, Place, Style
from tools.typesetter.truth import MastheadTruth, Truth, read_off

REGISTERED = "00-0000"
"""The one invented CN number that the register of papers knows."""


class Generated(Struct, frozen=True):
    """A file: its name in a library, its text, how it is written to disk, and what is true of it."""

    style: str
    name: str
    text: str
    encoding: str
    newline: str
    truth: Truth

    def data(self) -> bytes:
        return self.text.replace("\n", self.newline).encode(self.encoding)

    def source(self) -> SourceText:
        """As `formats.read` would give it."""
        return SourceText(self.name, self.encoding, tuple(self.text.removesuffix("\n").split("\n")))


def generate(style: Style, seed: int, noise: float = 0.0) -> Generated:
    """The `seed`-th issue of a style. `noise`: the share of characters that OCR got wrong, 0 to 1. The words of an
    issue are the same at every rate.
    """
    rng = random.Random(f"{style.name} {seed}")
    day = a_day(rng, style)
    issue = inventing.invent(rng, day.date, style.contents)
    name = _file_name(style, day, seed)
    return printed(rng, style, day, issue, name, random.Random(f"{style.name} {seed} {noise}"), noise)


def printed(
    rng: random.Random,
    style: Style,
    day: Day,
    issue: Sequence[InventedArticle | InventedNotices],
    name: str,
    rng_of_noise: random.Random,
    noise: float,
) -> Generated:
    """Articles set by a style and read by OCR, as the file of that name."""
    lines = Typesetter(rng, style, day).set(issue)
    lines = ocr(rng_of_noise, lines, noise, garbles_title=style.paper.cn == REGISTERED)
    while lines and lines[-1].role is None:
        lines.pop()
    masthead = _masthead(style, day)
    truth = read_off(lines, issue, masthead, None if masthead else _between(style, day))
    return Generated(
        style.name,
        name,
        "\n".join([*(line.printed() for line in lines), ""]),
        style.encoding,
        style.newline,
        truth,
    )


def corpus(per_style: int, noise: float, styles: Sequence[Style] = STYLES) -> Iterator[Generated]:
    """`per_style` issues of each style, one style after another."""
    return (generate(style, seed, noise) for style in styles for seed in range(per_style))


def a_day(rng: random.Random, style: Style) -> Day:
    """A day in the years of the paper."""
    first, last = style.paper.years
    year = rng.randint(first, last)
    date = dt.date(year, 1, 8) + dt.timedelta(days=rng.randrange(345))
    return Day(date, (year - 1949) * 300 + date.timetuple().tm_yday, rng.choice((4, 8, 12)))


def _file_name(style: Style, day: Day, seed: int) -> str:
    date = day.date
    words = {
        "y": str(date.year),
        "m": str(date.month),
        "d": str(date.day),
        "no": str(day.number),
        "n": f"{seed:03}",
    }
    return style.file_name.format(
        m2=f"{date.month:02}", d2=f"{date.day:02}", title=style.paper.title, **words
    )


def _masthead(style: Style, day: Day) -> MastheadTruth | None:
    """What the templates print; a running head with the date counts as one."""
    templates = "".join(style.masthead.lines) if style.masthead.place is not Place.NONE else ""
    if "{y}" in style.page_label:
        templates += style.page_label
    if not templates:
        return None

    def told(*words: str) -> bool:
        return any(f"{{{word}}}" in templates for word in words)

    return MastheadTruth(
        title=style.paper.title if told("title") else None,
        date=day.date.isoformat(),
        weekday=weekday_of(day.date) if told("wd") else None,
        lunar=lunar_date(day.date) if told("lunar") else None,
        issue_number=day.number if told("no", "hno") else None,
        pages=day.pages if told("pages", "hpages") else None,
        cn=style.paper.cn if told("cn") else None,
        lines=(),
    )


def _between(style: Style, day: Day) -> tuple[str, str]:
    """The dates that are right where none is printed: the one in the file's name, else those near the news."""
    if "{d2}" in style.file_name or "{d}" in style.file_name:
        return day.date.isoformat(), day.date.isoformat()
    before, behind = day.date - dt.timedelta(days=2), day.date + dt.timedelta(days=3)
    return before.isoformat(), behind.isoformat()
