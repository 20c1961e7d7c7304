"""What `reader keyness` prints as JSON."""

from typing import Literal

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Asked, Closed, Text


class Sides(Closed, frozen=True):
    here: int
    """Of what is asked for; `there` is what it is compared with."""
    there: int
    in_both: int | UnsetType = UNSET


class KeyWord(Closed, frozen=True):
    word: str
    direction: Literal["more", "less"]
    log_likelihood: float
    """G²: how surely the difference is no chance."""
    log_ratio: float
    """The binary logarithm of the ratio of the frequencies: 1 is twice as frequent here."""
    here: int
    there: int
    articles_here: int
    articles_there: int
    issues_here: int
    issues_there: int
    dp_here: float | None
    """Gries's deviation of proportions: from 0, spread evenly over the issues, to 1, all in one."""
    dp_there: float | None
    juilland_d_here: float | None
    """Juilland's D: from 0, all in one issue, to 1, spread evenly."""
    juilland_d_there: float | None


class Keyness(Asked, frozen=True, kw_only=True):
    query: str
    understood_as: str
    against: Text
    against_understood_as: Text
    articles: Sides
    counted: Sides
    words: Sides
    rows: list[KeyWord]


class NGram(Closed, frozen=True):
    words: str
    frequency: int
    articles: int
    issues: int
    dp: float | None
    juilland_d: float | None


class NGrams(Asked, frozen=True, kw_only=True):
    """With `--ngrams`."""

    query: str
    understood_as: str
    ngrams: int
    """The number of words of each."""
    articles: int
    words: int
    total: int
    """The number of all sequences; the most frequent are listed."""
    rows: list[NGram]
