"""What may be completed while the value of a field is typed."""

from enum import Enum, auto


class CompletionKind(Enum):
    NAME = auto()
    WORD = auto()
    NEWSPAPER = auto()
    DOSSIER = auto()
    DATE = auto()
