"""The kinds of evidence that a string is a person's name, as a word for each; `marks` finds them."""

from enum import StrEnum


class Mark(StrEnum):
    """A kind of evidence that a string is a person's name; the strong ones first."""

    CREDIT = "credit"
    """It is credited with the article."""
    OFFICE = "office"
    """An office, a trade or a word for people beside it."""
    SPEECH = "speech"
    """A verb of speech, or a deed of officials, behind it."""
    LIST = "list"
    """It stands in a list."""
    ALONE = "alone"
    """Punctuation, or the end of the text, on both sides."""
    EDGE = "edge"
    """Punctuation, or the end of the text, before it or behind it, and the characters of a name beyond doubt."""
    REPEATED = "repeated"
    """It is a name beyond doubt in another place."""
    DICTIONARY = "dictionary"
    """The dictionary has it as a person's name."""
    NAME = "name"
    """As a name it explains the text better than words of the dictionary do."""
    CONTEXT = "context"
    """Around it stands what stands around names."""


STRONG = frozenset({Mark.CREDIT, Mark.OFFICE, Mark.SPEECH})
