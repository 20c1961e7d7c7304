"""The lines of a download, each with its label or what it states."""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reader.features.downloads.labels import OF_CODES, Facts, Label, facts_of, label_of, separator_of
from reader.newspaper.field_names import ColumnField

LONGEST_HEAD = 100
_ENDS = ("。", "；", "…", "”。", ".")
ENDS_OF_SPEECH = ("。", "！", "？", "…", "”", "」", "!", "?")
_LABELS = re.compile(r"(?<!\w)[^\W\d]{2,4}\s?[:：]")
_WEAK = (
    "题目 題目 主题 name 时间 時間 time day 内容 內容 content 文字 来源 來源 出处 出處 source media 媒体 媒體 作者"
    " 编辑 期号 期號 星期 刊号 国内刊号 总期号 issn"
)
"""Names of fields that other texts use, too."""
_OF_DATABASES = frozenset({"=copyright", "=number", "=count", "=page"})


class DownloadLine(Struct, frozen=True):
    """A line that is not blank.

    `gap` is the number of blank lines above it, `style` how it is set in a web page or document (“h3”), "" for running
    text. `key` is the same for lines with the same label, or that state the same; "" for any other.
    """

    number: int
    text: str
    gap: int = 0
    style: str = ""
    key: str = ""
    label: Label | None = None
    facts: Facts | None = None

    @property
    def field(self) -> ColumnField | None:
        return self.label.field if self.label else None

    @property
    def is_plain(self) -> bool:
        """Whether it has no label and states nothing."""
        return not self.key or self.key.startswith("style:")

    @property
    def is_running(self) -> bool:
        """Whether it is running text by its length or its end."""
        return self.is_plain and (len(self.text) > LONGEST_HEAD or self.text.endswith(_ENDS))

    @property
    def is_bare_label(self) -> bool:
        return self.label is not None and not self.label.value

    @property
    def is_sure(self) -> bool:
        """Whether its label is one that few other texts have."""
        return self.label is not None and self.label.is_known and self.label.name not in _WEAK.split()

    @property
    def is_aside(self) -> bool:
        """Whether it is one that a database writes, and holds no field."""
        of_label = self.label is not None and self.label.is_known and self.label.field is None
        return of_label or self.key in ("=copyright", "=number")

    @property
    def tells_database(self) -> bool:
        """Whether few other texts have such a line."""
        return (
            self.is_sure
            or self.key in _OF_DATABASES
            or (self.facts is not None and len(self.facts.fields) > 1)
        )

    @property
    def is_stated(self) -> bool:
        return self.label.is_known if self.label else self.facts is not None and self.key != "=paper"


def label_names(lines: Sequence[DownloadLine]) -> dict[str, list[str]]:
    """Return the names of the labels that recur, in order, each with its values."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if (label := label_of(line.text)) is not None:
            found.setdefault(label.name, []).append(label.value)
    return {name: values for name, values in found.items() if len(values) > 1}


def marked(lines: Sequence[DownloadLine], said: Mapping[str, ColumnField | None]) -> list[DownloadLine]:
    """Return the lines with their labels and what they state; `said` are the user's words on what labels stand for.

    Codes of two letters are labels only where that of the headline is among them.
    """
    found = marked_alone(lines, said, has_codes=True)
    codes = {line.label.name for line in found if line.label and line.label.form == "code"}
    return found if not codes or codes & {"HD", "T1"} else marked_alone(lines, said, has_codes=False)


def marked_alone(
    lines: Iterable[DownloadLine], said: Mapping[str, ColumnField | None], *, has_codes: bool
) -> list[DownloadLine]:
    """Return the lines with their labels, `has_codes` also those of two letters, and what they state."""
    return [_marked(line, said, has_codes=has_codes) for line in lines]


def _marked(line: DownloadLine, said: Mapping[str, ColumnField | None], *, has_codes: bool) -> DownloadLine:
    if (kind := separator_of(line.text)) is not None:
        return DownloadLine(line.number, line.text, line.gap, line.style, kind)
    label, facts = label_of(line.text, has_codes=has_codes), facts_of(line.text)
    if label is not None and label.name in said:
        label = replace(label, field=said[label.name], rank=0, is_known=True)
    if label is not None and _is_speech(label):
        label = None
    has_several = facts is not None and len(facts.fields) > 1 and len(_LABELS.findall(line.text)) > 1
    if label is not None and not has_several and (label.is_known or facts is None):
        key, facts = f"{label.form}:{label.name}", None
    else:
        key, label = facts.key if facts else f"style:{line.style}" if line.style else "", None
    return DownloadLine(line.number, line.text, line.gap, line.style, key, label, facts)


def _is_speech(label: Label) -> bool:
    """Return whether a label is the beginning of a sentence: “记者：您为什么留下来？”."""
    may_be_long = label.form in OF_CODES or (label.is_known and label.field is None)
    may_be_long |= label.field in (ColumnField.TEXT, ColumnField.TITLE, ColumnField.KICKER, ColumnField.DECK)
    return not may_be_long and (len(label.value) > LONGEST_HEAD or label.value.endswith(ENDS_OF_SPEECH))
