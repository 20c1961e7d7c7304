"""An article: the storeys of its headline, its credits, its blocks."""

import re
from dataclasses import dataclass
from enum import StrEnum

from reader.newspaper.source_text import LineSpan


class ArticleKind(StrEnum):
    ARTICLE = "article"
    CONTINUATION = "continuation"
    NOTICES = "notices"
    UNPLACED = "unplaced"


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    JUMP = "jump"
    NOTICE = "notice"


class Role(StrEnum):
    """What a person named in a credit did."""

    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    PHOTOGRAPHER = "photographer"
    AUTHOR = "author"
    EDITOR = "editor"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Credit:
    """Names that share a role, and the words they stood in (`as_printed`: “记者 甲 乙”)."""

    role: Role
    names: tuple[str, ...]
    as_printed: str


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of the body in read form; a paragraph that a column end had broken has several spans of lines."""

    kind: BlockKind
    text: str
    source_lines: tuple[LineSpan, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of one file. `key`: see `article_key`; `page`, `jump_to`, `jump_from` are labels ("2", "A4")."""

    key: str
    kind: ArticleKind
    page: str | None = None
    section: str | None = None
    kicker: str | None = None
    headline: str | None = None
    decks: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    jump_from: str | None = None
    jump_to: str | None = None
    blocks: tuple[Block, ...] = ()
    source_lines: tuple[LineSpan, ...] = ()

    def title(self) -> str:
        """What stands for the article in a list: its headline, else how its text begins; never empty."""
        if self.headline:
            return self.headline
        text = self.beginning()
        return text if len(text) <= 24 else text[:24] + "…"

    def beginning(self) -> str:
        """The first of its texts that is no jump line; a jump line where there is nothing else."""
        texts = [block for block in self.blocks if block.text]
        own = next((block for block in texts if block.kind is not BlockKind.JUMP), None)
        return own.text if own else texts[0].text if texts else ""


def page_as_printed(page: str) -> str:
    """A page label as the paper prints it before 版: "2" → "02", "A4" → "A04"."""
    return re.sub(r"\d+", lambda number: number[0].zfill(2), page, count=1)
