"""A passage of an article that a reader has marked, by its words, so that it outlives the article's form."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class MarkColor(StrEnum):
    """The four colours of highlights; each has its own underline, too."""

    YELLOW = "yellow"
    CYAN = "cyan"
    GREEN = "green"
    PURPLE = "purple"


@dataclass(frozen=True, slots=True)
class Passage:
    r"""The words `exact` as they were shown, the blocks they stand in parted by "\n", with what stood `before` and
    `after` them.

    The three texts are a TextQuoteSelector (W3C Web Annotation Data Model, 2017, section 4.2.4).
    """

    exact: str
    before: str
    after: str
    color: MarkColor = MarkColor.YELLOW

    @property
    def identity(self) -> str:
        """What tells one passage of an article from another: not its colour."""
        return "\n\n".join((self.before, self.exact, self.after))


def passage_to_json(passage: Passage) -> dict[str, str]:
    return {
        "exact": passage.exact,
        "prefix": passage.before,
        "suffix": passage.after,
        "color": passage.color.value,
    }


def passage_from_json(data: Mapping[str, object]) -> Passage:
    """The inverse of `passage_to_json`; a file may come from anybody. Raises ValueError on what it did not write."""
    exact, before, after, color = (data.get(name) for name in ("exact", "prefix", "suffix", "color"))
    if not (isinstance(exact, str) and exact and isinstance(before, str) and isinstance(after, str)):
        raise ValueError("exact, prefix, suffix")
    return Passage(exact, before, after, MarkColor(str(color)))
