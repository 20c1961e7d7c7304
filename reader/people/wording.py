"""People in words: the class of a name, what tells it, and the name with its label."""

from reader.i18n import say
from reader.people.person import Certainty


def certainty_words(certainty: Certainty) -> str:
    """Return the class of a name, as a person reads it."""
    return {
        Certainty.CERTAIN: say("确定是人名"),
        Certainty.LIKELY: say("多半是人名"),
        Certainty.STRING: say("只是字样"),
    }[certainty]


def mark_words(mark: str) -> str:
    """Return what tells that a string is a name; "" for what has no word."""
    words = {
        "credit": say("署名"),
        "office": say("职务"),
        "speech": say("说话、行事"),
        "list": say("并列的名字"),
        "alone": say("单独成词"),
        "repeated": say("别处确是人名"),
        "dictionary": say("词典里的人名"),
        "name": say("像名字的字"),
        "context": say("前后像人名旁边的字"),
    }
    return words.get(mark, "")


def name_in_full(name: str, label: str) -> str:
    """Return a name with the label that a reader has given: 陈明（船工）."""
    return say("{name}（{label}）", name=name, label=label) if label else name
