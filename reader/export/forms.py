"""The export formats and the citation styles: a member says all of one: its name, suffixes, label and writer.

Menus, dialogs, the options of the command line and their help are made from these enumerations, so that to add a format
is a member here and the function that writes it. The functions are imported on first use: a window that was just opened
has the names, and needs no writer.
"""

from collections.abc import Callable
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any, Self

from reader.i18n import later, say
from reader.plugs import load


class Wording(StrEnum):
    """Which characters a text has when it leaves the program; the notes are those of `export.readings`."""

    CORRECTED = "corrected"
    WITH_NOTES = "with notes"
    RECOGNISED = "recognised"

    @property
    def label(self) -> str:
        return {
            Wording.CORRECTED: say("改正后的"),
            Wording.WITH_NOTES: say("改正后的，附校注"),
            Wording.RECOGNISED: say("识别的原样"),
        }[self]


class Form(StrEnum):
    """An export format. Its value is its name at the command line and in settings.

    A member is defined by name, suffixes, label and writer. The suffixes are those of its files, the first the one
    written, "" if it is written as a folder; the label is shown in the user interface; the writer is `module:function`.
    All writers of a subclass have the same parameters.
    """

    suffixes: tuple[str, ...]
    _label: str | Callable[[], str]
    _writer: str

    # Only the name is required, so that type checkers accept the lookup `Style("ris")`.
    def __new__(
        cls, name: str, suffixes: str = "", label: str | Callable[[], str] = "", writer: str = ""
    ) -> Self:
        form = str.__new__(cls, name)
        form._value_ = name
        form.suffixes = tuple(suffixes.split())
        form._label = label
        form._writer = writer
        return form

    @property
    def suffix(self) -> str:
        if self.suffixes:
            return self.suffixes[0]
        return ""

    @property
    def label(self) -> str:
        if isinstance(self._label, str):
            return self._label
        return self._label()

    @property
    def writer(self) -> Callable[..., Any]:
        """The function that writes this format; its module is imported on first use."""
        writer: Callable[..., Any] = load(self._writer)
        return writer

    @classmethod
    def named(cls, name: str) -> Self | None:
        """Return the first format with this name or file suffix (with or without a dot, in any case), or None."""
        name = name.lower().removeprefix(".")
        return next((form for form in cls if name == form.value or f".{name}" in form.suffixes), None)

    @classmethod
    def endings(cls) -> list[str]:
        """Return all suffixes, in the order of the formats."""
        return list(dict.fromkeys(chain.from_iterable(form.suffixes for form in cls)))

    @property
    def filter(self) -> str:
        if self.suffix:
            return f"{self.label} (*{self.suffix})"
        return self.label


class Style(Form):
    """The citation styles; a writer takes an article and `citation.Additions`, and returns text."""

    GB2015 = "gb2015", ".txt", "GB/T 7714—2015", "reader.export.citation:gb2015"
    GB2025 = "gb2025", ".txt", "GB/T 7714—2025", "reader.export.citation:gb2025"
    BIBTEX = "bibtex", ".bib", "BibTeX", "reader.export.citation:bibtex"
    RIS = "ris", ".ris", "RIS", "reader.export.citation:ris"
    CSL_JSON = "csl-json", ".json", "CSL-JSON", "reader.export.citation:csl_json"

    @classmethod
    def of_settings(cls, name: str) -> "Style":
        """Return the style stored in the settings under `name`; GB2015 for an unknown name."""
        return cls.named(name) or cls.GB2015

    @property
    def as_reference(self) -> "Style":
        """The style for references that people read: itself if it is written as plain text, else GB2015."""
        if self.suffix == ".txt":
            return self
        return Style.GB2015


class RecordFormat(Form):
    """The formats of articles as data records; a writer takes records, a style and a title, and yields pieces.

    Dialogs list them in this order. A format with the name of a citation style is written in that style.
    """

    CSV = "csv", ".csv", later("CSV 表格"), "reader.export.records:csv_table"
    XLSX = "xlsx", ".xlsx", later("Excel 表格"), "reader.export.records:xlsx_table"
    JSONL = "jsonl", ".jsonl", "JSONL", "reader.export.records:jsonl"
    MARKDOWN = "markdown", ".md", "Markdown", "reader.export.records:markdown"
    BIBTEX = "bibtex", ".bib", "BibTeX", "reader.export.records:entries"
    RIS = "ris", ".ris", "RIS", "reader.export.records:entries"
    CSL_JSON = "csl-json", ".json", "CSL-JSON", "reader.export.records:csl_json"
    GB2015 = "gb2015", ".txt", lambda: _references(Style.GB2015), "reader.export.records:references"
    GB2025 = "gb2025", ".txt", lambda: _references(Style.GB2025), "reader.export.records:references"
    DOCCANO = (
        "doccano",
        ".jsonl",
        later("JSONL，供 doccano、Prodigy 标注"),
        "reader.export.records:annotation_jsonl",
    )

    @property
    def style(self) -> Style | None:
        """The citation style of this name, in which it is written; None: the one chosen by the reader."""
        return next((style for style in Style if style.value == self.value), None)


def _references(style: Style) -> str:
    return say("{style} 参考文献表", style=style.label)


class TableFormat(Form):
    """The formats of tables for spreadsheet programs; a writer takes a `tables.Table`, and yields pieces

    Whatever can be saved as a table is offered in all of them.
    """

    CSV = "csv", ".csv", later("CSV 表格"), "reader.export.tables:csv_file"
    XLSX = "xlsx", ".xlsx", later("Excel 表格"), "reader.export.tables:xlsx_file"

    @classmethod
    def filters(cls) -> str:
        """Return the filters of a dialog that asks for a file."""
        return ";;".join(form.filter for form in cls)

    @classmethod
    def of_file(cls, path: Path) -> "TableFormat":
        """Return the format of a file by its suffix; CSV if it has none, or that of another format."""
        return cls.named(path.suffix) or cls.CSV


class NoteFormat(Form):
    """The formats of notes for people to read; a writer takes entries (`notes._Entry`) and returns text."""

    MARKDOWN = "markdown", ".md .markdown", "Markdown", "reader.export.notes:as_markdown_notes"
    HTML = "html", ".html .htm", later("网页 (HTML)"), "reader.export.notes:as_html_notes"
    TEXT = "text", ".txt", later("纯文字"), "reader.export.notes:as_text_notes"


def bookmark_formats() -> tuple[NoteFormat | RecordFormat, ...]:
    """Return the formats of bookmarks: those to be read, then those for other programs."""
    return (*NoteFormat, *(form for form in RecordFormat if NoteFormat.named(form.value) is None))
