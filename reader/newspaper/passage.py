"""A passage of an article that a reader has highlighted, stored by its words so that it survives another parse."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class MarkColor(StrEnum):
    """The four colours of highlights; each also has its own underline."""

    YELLOW = "yellow"
    CYAN = "cyan"
    GREEN = "green"
    PURPLE = "purple"


@dataclass(frozen=True, slots=True)
class Passage:
    r"""A highlighted passage: the words `exact` as shown, with the text `before` and `after` them.

    The texts of several blocks are separated by "\n". The three texts are a TextQuoteSelector (W3C Web Annotation Data
    Model, 2017, section 4.2.4).
    """

    exact: str
    before: str
    after: str
    color: MarkColor = MarkColor.YELLOW

    @property
    def identity(self) -> str:
        """Return the text that distinguishes a passage from others of the article; its colour is no part of it."""
        return "\n\n".join((self.before, self.exact, self.after))


def passage_to_json(passage: Passage) -> dict[str, str]:
    return {
        "exact": passage.exact,
        "prefix": passage.before,
        "suffix": passage.after,
        "color": passage.color.value,
    }


def passage_from_json(data: Mapping[str, object]) -> Passage:
    """Return the passage that `passage_to_json` wrote; a file may come from anybody.

    Raises ValueError on any other data.
    """
    exact, before, after, color = (data.get(name) for name in ("exact", "prefix", "suffix", "color"))
    if not (isinstance(exact, str) and exact and isinstance(before, str) and isinstance(after, str)):
        raise ValueError("exact, prefix, suffix")
    return Passage(exact, before, after, MarkColor(str(color)))
