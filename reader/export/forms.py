"""The forms in which articles leave the program: what each is called, how its files end, and what writes it.

A form stands here once: menus, dialogs and the options of the command line are made of these lists. What writes it is
imported when it is first used, since the command line lists the forms whenever it is started.
"""

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import Any, Self

from reader.i18n import say


class _Form(StrEnum):
    """A form: its name at the command line and in settings; its members are `name, ending, label, writer`.

    The ending is that of its files, "" for a folder of them; the label is for people; the writer is the name of a
    function in `reader.export`, whose arguments are those of its kind.
    """

    suffix: str
    _label: str | Callable[[], str]
    _writer: str

    # Only the name is required, so that `Style("ris")` looks a form up by it, for type checkers too.
    def __new__(
        cls, name: str, suffix: str = "", label: str | Callable[[], str] = "", writer: str = ""
    ) -> Self:
        form = str.__new__(cls, name)
        form._value_ = name
        form.suffix, form._label, form._writer = suffix, label, writer
        return form

    @property
    def label(self) -> str:
        """Return the name of the form for people."""
        return self._label if isinstance(self._label, str) else self._label()

    @property
    def writer(self) -> Callable[..., Any]:
        """Return the function that writes it."""
        module, function = self._writer.split(":")
        writer: Callable[..., Any] = getattr(import_module(f"reader.export.{module}"), function)
        return writer

    @classmethod
    def named(cls, name: str) -> Self | None:
        """Return the form with this name, or with this ending of a file's name; None if there is none.

        Of the forms with the same ending the first.
        """
        name = name.lower().removeprefix(".")
        return next((each for each in cls if name in (each.value, each.suffix[1:])), None)


class Style(_Form):
    """The styles of a citation; a writer gets an article and `citation.Additions`, and returns text."""

    GB2015 = "gb2015", ".txt", "GB/T 7714—2015", "citation:gb2015"
    GB2025 = "gb2025", ".txt", "GB/T 7714—2025", "citation:gb2025"
    BIBTEX = "bibtex", ".bib", "BibTeX", "citation:bibtex"
    RIS = "ris", ".ris", "RIS", "citation:ris"
    CSL_JSON = "csl-json", ".json", "CSL-JSON", "citation:csl_json"

    @classmethod
    def kept(cls, name: str) -> "Style":
        """Return the style that settings call `name`, that of 2015 for a name that is none."""
        return cls.named(name) or cls.GB2015

    @property
    def as_reference(self) -> "Style":
        """Return the style of a line of references: itself, or that of 2015 where it makes entries of a database."""
        return self if self in (Style.GB2015, Style.GB2025) else Style.GB2015


class RecordFormat(_Form):
    """Articles as data, a record each; a writer gets `records.Record`s, a style and a title, and yields text.

    The first is offered first.
    """

    CSV = "csv", ".csv", lambda: say("CSV 表格"), "records:csv_table"
    JSONL = "jsonl", ".jsonl", "JSONL", "records:jsonl"
    MARKDOWN = "markdown", ".md", "Markdown", "records:markdown"
    BIBTEX = "bibtex", ".bib", "BibTeX", "records:bibtex"
    RIS = "ris", ".ris", "RIS", "records:ris"
    CSL_JSON = "csl-json", ".json", "CSL-JSON", "records:csl_json"
    GB2015 = "gb2015", ".txt", lambda: _references(Style.GB2015), "records:references_2015"
    GB2025 = "gb2025", ".txt", lambda: _references(Style.GB2025), "records:references_2025"
    DOCCANO = "doccano", ".jsonl", lambda: say("JSONL，供 doccano、Prodigy 标注"), "records:annotation_jsonl"


def _references(style: Style) -> str:
    return say("{style} 参考文献表", style=style.label)


class NoteFormat(_Form):
    """Notes for people to read; a writer gets `notes.Entry`s, and returns text."""

    MARKDOWN = "markdown", ".md", "Markdown", "notes:as_markdown_notes"
    HTML = "html", ".html", lambda: say("网页 (HTML)"), "notes:as_html_notes"
    TEXT = "text", ".txt", lambda: say("纯文字"), "notes:as_text_notes"


class CollectionFormat(_Form):
    """Whole articles together; a writer gets a path, a title, `collection.CollectedIssue`s and whether to replace."""

    EPUB = "epub", ".epub", lambda: say("EPUB 电子书"), "epub:write"
    MARKDOWN = "markdown", "", lambda: say("Markdown 文件夹，一篇一个文件"), "collection:write_markdown"
    TEI = "tei", "", lambda: say("TEI 文件夹，一期一个文件"), "tei:write"
