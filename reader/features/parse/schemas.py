"""What `reader parse` prints as JSON."""

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, Fact, Failure, FormattedFile, IssueFacts, Number, ParsedArticle, Text


class EncodingFact(Closed, frozen=True):
    encoding: Fact


class Source(FormattedFile, frozen=True, kw_only=True):
    path: str
    encoding: str
    line_count: int
    facts: EncodingFact | UnsetType = UNSET


class Issue(Closed, frozen=True):
    """A masthead; what few papers print is left out where it is not known."""

    title: Text
    title_as_printed: Text
    title_origin: Text
    date: Text
    month_day: Text
    date_origin: Text
    weekday: Text
    lunar_date: Text
    number: Number
    page_count: Number
    cn_number: Text
    source_lines: list[list[int]]
    facts: IssueFacts
    date_witness: str | UnsetType = UNSET
    date_statements: list[tuple[int, str]] | UnsetType = UNSET
    refused_years: list[int] | UnsetType = UNSET
    place: str | UnsetType = UNSET
    edition: str | UnsetType = UNSET
    other_date: str | UnsetType = UNSET
    script: str | UnsetType = UNSET


class PageFact(Closed, frozen=True):
    page: Fact


class Article(ParsedArticle, frozen=True, kw_only=True):
    facts: PageFact
    issue_index: int


class Warning(Closed, frozen=True):
    line: Number
    message: str


class Explained(Closed, frozen=True):
    """A line with the role that it was given, the runner-up, and what decided, each with its weight."""

    line: int
    role: str
    runner_up: str
    margin: float
    decided_by: list[tuple[str, float]]


class Parsed(Closed, frozen=True):
    source: Source
    issue: Issue | None
    """Null if the file has several."""
    issues: list[Issue]
    articles: list[Article]
    warnings: list[Warning]
    explained: list[Explained] | UnsetType = UNSET
    complaint: str | UnsetType = UNSET
    failed: list[Failure] | UnsetType = UNSET
    left_out: dict[str, int] | UnsetType = UNSET


class Container(Closed, frozen=True):
    container: str
    complaint: Text
    files: list[Parsed]
    failed: list[Failure]
    left_out: dict[str, int]
