"""The format of a Markdown file with one article: the names of the fields between the two `---` at its beginning.

`export.article_file` writes such files, `formats.article_file` reads them. A value is JSON, which is YAML, too.
"""

from enum import StrEnum

FENCE = "---"
VERSION = 1


class Name(StrEnum):
    """The names of the fields, in the order in which they are written."""

    VERSION = "yuebao"
    """Identifies the format, with its version."""
    TITLE = "title"
    """For other programs: the headline, or the beginning of the text."""
    NEWSPAPER = "newspaper"
    DATE = "date"
    MONTH_DAY = "month_day"
    """If the year is not known."""
    IS_PRINTED = "date_is_printed"
    FIELDS = "masthead"
    """The other fields of the masthead, as papers print them."""
    PAGE = "page"
    PLACE = "order"
    KEY = "key"
    SECTION = "section"
    KICKER = "kicker"
    HEADLINE = "headline"
    DECKS = "decks"
    AUTHORS = "authors"


SUBHEAD, CAPTION, NOTICE, JUMP = "### ", "> ", "- ", "*"
"""Marks before a block of the body that is no paragraph; a jump line has it at its end, too."""
