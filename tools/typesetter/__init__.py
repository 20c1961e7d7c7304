"""Typesets invented articles into issue files in the styles of many papers, with the truth beside them."""

from tools.typesetter.generator import Generated, corpus, generate
from tools.typesetter.styles import STYLES, Style

__all__ = ["STYLES", "Generated", "Style", "corpus", "generate"]
