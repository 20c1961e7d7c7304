"""Every export format and citation style is known wherever formats are: what a newcomer forgot is said here.

To add one: a member of its enumeration in `reader/export/forms.py`, and the function that writes it. Menus, dialogs,
the choices of the commands and their help follow.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader import assets
from reader.cli.commands import program_parser
from reader.cli.parser import Parser
from reader.export import forms
from reader.export.citation import Additions, cite
from reader.export.collection import export_forms
from reader.export.forms import Form, NoteFormat, RecordFormat, Style
from reader.export.records import Record, written
from reader.features.dossiers.dossier_text import DossierFormat
from reader.i18n import language
from reader.plugs import load
from tests.export.content import text_of
from tests.invented_article import STORED

KINDS = tuple(kind for kind in vars(forms).values() if isinstance(kind, type) and issubclass(kind, Form))
FORMS = tuple(form for kind in KINDS for form in kind)
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{type(form).__name__}.{form.name}")


GUIDES = ("docs/guide.md", "docs/guide.en.md")


def guide_text(guide: str) -> str:
    return Path(assets.document(guide)).read_text(encoding="utf-8").casefold()


def help_of(*words: str) -> str:
    """The help of a command, such as `bookmark export`."""
    parser: Parser = program_parser(language())
    for word in words:
        (below,) = (each for each in parser.filled()._actions if each.dest in ("command", "action"))
        parser = dict[str, Parser](below.choices)[word]  # type: ignore[arg-type] # of subparsers it is a mapping
    return parser.filled().format_help()


def test_a_form_of_whole_articles_is_offered_and_explained() -> None:
    """To add one: an `ExportForm` in the `exports` of a plug, and the function that writes it."""
    forms, told = export_forms(), help_of("export")
    assert len({form.name for form in forms}) == len(forms), "two forms have the same name"
    for form in forms:
        assert re.fullmatch(r"(?:\.[a-z]+)?", form.suffix), f"write the suffix of {form.name} as .abc"
        assert callable(load(form.writer)), f"name the function that writes {form.name}"
        assert form.name in told, "take the choices of reader export from export_forms()"
        assert form.suffix in told, f"name {form.suffix} in the help of reader export"
        for guide in GUIDES:
            name = rf"(?<![a-z]){re.escape(form.name)}(?![a-z])"
            assert re.search(name, guide_text(guide)), f"say in {guide} what {form.label()} is for"


@each_form
def test_it_has_a_label_and_a_writer_and_is_found_by_its_name(form: Form) -> None:
    assert form.label, f"say in forms.py how {form!r} is called in menus and dialogs"
    assert type(form).named(form.value) is form, f"{form.value} is the name or the suffix of another format"
    assert all(re.fullmatch(r"\.[a-z]+", suffix) for suffix in form.suffixes), "write suffixes as .abc"
    if form is not DossierFormat.PDF:  # it is typeset
        assert callable(form.writer), f"name the function that writes {form!r}"


@pytest.mark.parametrize(
    ("command", "known"),
    [
        (("search",), RecordFormat),
        (("bookmark", "export"), [*NoteFormat, *RecordFormat]),
        (("cite",), Style),
    ],
)
def test_commands_offer_it_by_name(command: tuple[str, ...], known: Iterable[Form]) -> None:
    told = re.findall(r"[a-z0-9-]+", help_of(*command))
    assert [form.value for form in known if form.value not in told] == [], "take the choices from forms.py"


@pytest.mark.parametrize(
    ("command", "known"),
    [
        (("search",), RecordFormat),
        (("bookmark", "export"), NoteFormat),
        (("dossier", "export"), DossierFormat),
    ],
)
def test_the_help_names_its_suffix(command: tuple[str, ...], known: Iterable[Form]) -> None:
    told = help_of(*command)
    missing = [form.suffix for form in known if form.suffix not in told]
    assert missing == [], f"name {missing} in the help of reader {' '.join(command)}"


@pytest.mark.parametrize("style", Style)
def test_a_style_cites_and_writes_a_list_of_all_results(style: Style) -> None:
    assert STORED.article.title() in cite(STORED, style, Additions())
    form = RecordFormat.named(style.value)
    assert form is not None, (
        f"add {style.name} to RecordFormat in forms.py, written by records:references or :entries"
    )
    assert form.style is style
    text = text_of(written([Record(STORED)], form, Style.GB2015))
    assert STORED.article.title() in text
    assert style.as_reference in (style, Style.GB2015)


@pytest.mark.parametrize("form", RecordFormat)
def test_a_record_has_its_headline_in_every_format(form: RecordFormat) -> None:
    plain = replace(STORED, article=replace(STORED.article, headline="渡口"))
    assert "渡口" in text_of(written([Record(plain)], form, Style.GB2015))


@each_form
def test_the_guides_name_it(form: Form) -> None:
    for guide in GUIDES:
        text = guide_text(guide)
        style = form.style if isinstance(form, RecordFormat) else None
        label = (style or form).label.casefold()
        own = [each for each in form.suffixes if type(form).named(each) is form and each != ".txt"]
        names = {form.value, label, label.rpartition("—")[2], *own}
        words = "|".join(map(re.escape, filter(None, names)))
        assert re.search(rf"(?<![a-z])(?:{words})(?![a-z])", text), f"say in {guide} what {form.label} is for"
