"""Parsing a file: SourceText → IssuePart. Each stage is a module; `pipeline` combines them."""

from reader.parsing.correction_anchors import (
    Resolved,
    anchor_likeness,
    anchor_of,
    first_line_of_article,
    issue_anchor_of,
    keys_moved,
    line_of,
    resolve,
)
from reader.parsing.datelines import dateline
from reader.parsing.dates import Origin, origin_of
from reader.parsing.day_base import DayBases, day_bases
from reader.parsing.days_told import BETWEEN, MentionedDay, mentioned_days
from reader.parsing.fields import MastheadFields, masthead_fields
from reader.parsing.front_matter import values as front_matter_values
from reader.parsing.pages import page_label
from reader.parsing.pipeline import explain, in_file, parse
from reader.parsing.roles import LineVerdict
from reader.parsing.rows import record_headings

PARSER_VERSION = 44
"""Increased with each change of the parsing or the search form of an unchanged text.

Libraries then read their files again."""

__all__ = [
    "BETWEEN",
    "PARSER_VERSION",
    "DayBases",
    "LineVerdict",
    "MastheadFields",
    "MentionedDay",
    "Origin",
    "Resolved",
    "anchor_likeness",
    "anchor_of",
    "dateline",
    "day_bases",
    "explain",
    "first_line_of_article",
    "front_matter_values",
    "in_file",
    "issue_anchor_of",
    "keys_moved",
    "line_of",
    "masthead_fields",
    "mentioned_days",
    "origin_of",
    "page_label",
    "parse",
    "record_headings",
    "resolve",
]
