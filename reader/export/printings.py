"""Printings of the same text: their similarity in words, and their differences as marked text or JSON."""

from collections.abc import Sequence

from reader.export.timeline import percent
from reader.i18n import say
from reader.reprints.differences import DifferingPart, TextChange
from reader.reprints.reprint import Reprint


def alike_in_words(reprint: Reprint) -> str:
    """Return the similarity of two printings in words: “98% 相同”; for an extract its share of the longer text, too."""
    of_longer = percent(reprint.whole_share)
    if reprint.is_whole:
        return say("{percent} 相同", percent=of_longer)
    if reprint.share == 1:
        return say("短的一篇全在长的一篇里，占它的 {percent}", percent=of_longer)
    return say(
        "短的一篇有 {share} 在长的一篇里，占它的 {percent}", share=percent(reprint.share), percent=of_longer
    )


def change_in_words(change: TextChange) -> str:
    """Return the label of a kind of change in the user interface."""
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
