"""The edition of a day's paper that is not the ordinary one: an extra, or one of several that appear in a day."""

import re

from reader.language.variants import simplified
from reader.newspaper.issue import Masthead
from reader.newspaper.source_text import SourceText

_EDITION = re.compile("号外|[晨早午晚夜]刊")
_LONGEST_LINE = 20
"""Characters of a line of the masthead that names the edition; a longer one is about something else."""


def edition_of(source: SourceText, masthead: Masthead) -> str | None:
    """Return the name of a file's edition, as its masthead or its path has it; None for the ordinary one.

    What belongs to the paper's own name (《江城晚刊》) names no edition.
    """
    title = simplified(masthead.title or "")
    lines = [source.lines[n - 1] for first, last in masthead.source_lines for n in range(first, last + 1)]
    for words in (*(line.strip() for line in lines if len(line.strip()) <= _LONGEST_LINE), source.path):
        rest = simplified(words).replace(" ", "").replace("\u3000", "")
        found = _EDITION.search(rest.replace(title, "") if title else rest)
        if found is not None and found[0] not in title:
            return found[0]
    return None
