"""People, their class and their marks in the words of the window."""

import datetime as dt

from reader.i18n import say
from reader.people.person import Certainty, Evidence, PersonRow, certainty_words, mark_words, name_in_full
from reader.ui.widgets import wording

CERTAINTY_ICON = {Certainty.CERTAIN: "check", Certainty.LIKELY: "help", Certainty.STRING: "quote"}


def certainty_in_full(certainty: Certainty) -> str:
    """Return what a class means."""
    return {
        Certainty.CERTAIN: say("有署名、职务或说话这样的明证"),
        Certainty.LIKELY: say("有两种旁证：并列的名单、像名字的字、前后的标点"),
        Certainty.STRING: say("那里有这几个字，但看不出是人名"),
    }[certainty]


def years(first: dt.date | None, last: dt.date | None) -> str:
    """Return the years from the first to the last day: 1987, 1987–1991; "" where they are not known."""
    if first is None or last is None:
        return ""
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def days(first: dt.date | None, last: dt.date | None) -> str:
    """Return two days in words: 1987年6月12日 – 1988年3月1日; one where they are the same."""
    if first is None or last is None:
        return ""
    return wording.day(first) if first == last else f"{wording.day(first)} – {wording.day(last)}"


def row_in_full(row: PersonRow) -> str:
    """Return a row of the list for a screen reader."""
    return wording.listed(
        [
            name_in_full(row.name, row.label),
            say("也写作 {names}", names=say("、").join(row.forms[1:])) if row.forms[1:] else "",
            certainty_words(row.certainty),
            wording.articles(row.articles),
            years(row.first, row.last),
        ]
    )


def evidence_in_full(row: Evidence) -> str:
    """Return a piece of evidence for a screen reader."""
    return wording.listed(
        [
            wording.day(row.date) if row.date else say("日期不详"),
            row.newspaper,
            row.headline,
            certainty_words(row.certainty),
            mark_words(row.mark),
            row.quote,
        ]
    )
