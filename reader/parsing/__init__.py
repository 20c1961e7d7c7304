"""SourceText → IssuePart: one stage a module, composed in `pipeline`."""

from reader.parsing.pipeline import explain, parse
from reader.parsing.roles import LineVerdict

PARSER_VERSION = 1
"""Raised whenever the same text may parse differently, so that libraries read their files again."""

__all__ = ["PARSER_VERSION", "LineVerdict", "explain", "parse"]
