"""How certain a person's name is, by which evidence, and the orders of a list of people."""

from enum import StrEnum


class Certainty(StrEnum):
    """How certain it is that a string is a person's name in an article; the surest first."""

    CERTAIN = "certain"
    """It has a strong mark: a credit, an office next to it, a verb of speech after it."""
    LIKELY = "likely"
    """It has at least two kinds of weak marks, such as a list, the characters of a name, punctuation on both sides."""
    STRING = "string"
    """Neither: the article contains the string, which is a name in another article."""


class NameMark(StrEnum):
    """A kind of evidence that a string is a person's name; the strong ones first."""

    CREDIT = "credit"
    """It is in a credit of the article."""
    OFFICE = "office"
    """An office, a trade or a word for people is next to it."""
    SPEECH = "speech"
    """A verb of speech or of an official act follows it."""
    LIST = "list"
    """It is an item of a list of names."""
    ALONE = "alone"
    """Punctuation, or the end of the text, is on both sides."""
    EDGE = "edge"
    """Punctuation, or the end of the text, is on one side, and its score as a name is high."""
    REPEATED = "repeated"
    """It is surely a name in another place of the article."""
    DICTIONARY = "dictionary"
    """It is a person's name in the dictionary."""
    NAME = "name"
    """It is likelier as a name than as words of the dictionary."""
    CONTEXT = "context"
    """No other mark: only the characters around it are typical for names."""


class PersonOrder(StrEnum):
    """The order of a list of people."""

    COUNT = "count"
    """By the number of articles, most first."""
    NAME = "name"
    """By the characters of the name."""
    PINYIN = "pinyin"
    """By pronunciation."""
