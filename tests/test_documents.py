"""What the developers' documents name in the code is in the code."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    "CONTRIBUTING.md",
    *(f"docs/{name}.md" for name in ("architecture", "glossary", "formats", "plugs", "whoosh", "releasing")),
    *(f"docs/{name}.md" for name in ("pack-format", "reading-room", "threat-model", "evidence-format")),
    *(f"docs/{name}.md" for name in ("performance", "accuracy")),
]
OF_OTHERS = {"appimage", "libappimage", "squashfuse", "SIGN_AS", "NOTARY_PROFILE", "has_", "are_", "xfail"}
"""Names of other programs, variables of a release, and beginnings of names."""
NAME = re.compile(r"[A-Za-z_][\w.]*(?:\(.*\))?")
SHORTEST = 4


def words_of_the_code() -> set[str]:
    texts = [(ROOT / "pyproject.toml").read_text(encoding="utf-8")]
    names = set()
    for folder in ("reader", "tools", "tests"):
        for path in (ROOT / folder).rglob("*"):
            names |= {path.name, path.stem}
            if path.suffix == ".py" and path != Path(__file__):
                texts.append(path.read_text(encoding="utf-8"))
    return names | {word for text in texts for word in re.findall(r"\w+", text)}


@pytest.fixture(scope="module")
def words() -> set[str]:
    return words_of_the_code()


def names_in(document: str) -> Iterator[tuple[int, str, str]]:
    """Yield the lines in which a document names something of the code, the name, and its last part."""
    text = (ROOT / document).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        for name in re.findall(r"`([^`]+)`", line):
            if NAME.fullmatch(name):
                yield number, name, name.partition("(")[0].rstrip(".").rpartition(".")[2]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_names_what_there_is(document: str, words: set[str]) -> None:
    missing = [
        f"{document}:{number}: {name}"
        for number, name, last in names_in(document)
        if len(last) >= SHORTEST and last not in words and name not in words and name not in OF_OTHERS
    ]
    assert missing == []


GUIDES = ("docs/guide.md", "docs/guide.en.md")
LONGEST_PARAGRAPH = 600
"""Characters; who looks something up reads no more of them at once."""


def paragraphs_of(text: str) -> Iterator[str]:
    """Yield the paragraphs of a document, those of lists among them, without blocks of code, tables and headings."""
    for part in re.split(r"^```.*?^```$", text, flags=re.MULTILINE | re.DOTALL):
        for paragraph in re.split(r"\n\s*\n|\n(?=- |\d+\. |#|\|)", part):
            if not paragraph.strip().startswith(("#", "|")):
                yield paragraph.strip()


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_has_no_long_paragraphs(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    assert [paragraph[:60] for paragraph in paragraphs_of(text) if len(paragraph) > LONGEST_PARAGRAPH] == []
