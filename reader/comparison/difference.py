"""How the texts of two articles differ, as marked text or JSON."""

from collections.abc import Sequence

from msgspec import Struct

from reader.comparison.differences import DifferingPart, TextChange, differences
from reader.i18n import say
from reader.newspaper.article import Article
from reader.newspaper.holdings import StoredArticle


class Difference(Struct, frozen=True):
    """Two articles, their texts with one line for each block, and the differences of the texts."""

    one: StoredArticle
    other: StoredArticle
    text: str
    other_text: str
    parts: tuple[DifferingPart, ...]

    @classmethod
    def of(cls, one: StoredArticle, other: StoredArticle) -> "Difference":
        texts = text_of(one.article), text_of(other.article)
        return cls(one, other, *texts, differences(*texts))


def text_of(article: Article) -> str:
    """Return the text of an article for comparisons: its blocks in read form, one line for each."""
    return "\n".join(block.text for block in article.blocks)


def change_in_words(change: TextChange) -> str:
    return {
        TextChange.SAME: say("相同"),
        TextChange.SHAPE: say("同一个字的另一种写法"),
        TextChange.LOOKALIKE: say("形近的字"),
        TextChange.OTHER: say("不同"),
        TextChange.LEFT_OUT: say("只在前一篇"),
        TextChange.ADDED: say("只在后一篇"),
    }[change]


def as_marked_text(text: str, other: str, parts: Sequence[DifferingPart]) -> str:
    """Return both texts as one, with the differences in brackets: [甲→乙], [-只在前一篇-], [+只在后一篇+]."""
    marked = []
    for part in parts:
        one, two = text[part.begin : part.end], other[part.other_begin : part.other_end]
        match part.change:
            case TextChange.SAME:
                marked.append(one)
            case TextChange.LEFT_OUT:
                marked.append(f"[-{one}-]")
            case TextChange.ADDED:
                marked.append(f"[+{two}+]")
            case _:
                marked.append(f"[{one}→{two}]")
    return "".join(marked)


def part_to_json(part: DifferingPart, text: str, other: str) -> dict[str, object]:
    """Return a part of a comparison of `text` with `other` as an object for JSON."""
    return {
        "change": part.change.value,
        "at": part.begin,
        "text": text[part.begin : part.end],
        "other_at": part.other_begin,
        "other_text": other[part.other_begin : part.other_end],
    }
