"""Recognition of people's names in texts, with the evidence for each name."""

from enum import StrEnum


class Certainty(StrEnum):
    """How certain it is that a string is a person's name in an article; the surest first."""

    CERTAIN = "certain"
    """It has a strong mark: a credit, an office next to it, a verb of speech after it."""
    LIKELY = "likely"
    """It has at least two kinds of weak marks, such as a list, the characters of a name, punctuation on both sides."""
    STRING = "string"
    """Neither: the article contains the string, which is a name in another article."""
