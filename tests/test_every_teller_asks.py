"""Whoever tells a paper, its day, page, edition or number asks how it is known, or says here why not.

What is told is seen by its words: a function that puts such a value into words has to ask the fact, or stands in
`WITHOUT_MARKS` with the reason. A new teller that forgets both fails; so does a reason for what is no teller any more.
"""

import ast
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache

from tests.modules import ROOT, trees

FOLDERS = ("ui", "cli", "export", "features", "library")
VALUES = frozenset({"newspaper", "date", "page", "edition"})
IN_WORDS = frozenset(
    {
        *("day_in_words", "day_of_issue", "issue_day", "short_day"),
        *("page_in_words", "page_as_printed", "issue_number", "issue_date", "day_in_figures"),
    }
)
"""The functions that put a day, a page or a number into words."""
WORDING = frozenset({"day", "page", "newspaper", "issue_number", "issue_day", "short_day"})
"""Those of `wording`."""
ASKS = frozenset(
    {
        *("with_remark", "with_remark_below", "with_brackets", "in_brackets", "in_brackets_also_waiting"),
        *("remark", "remarks", "reason", "mark", "cited", "exported", "is_sure", "as_json", "facts_as_json"),
        *("day_remark", "title_remark", "page_remark", "number_remark", "_remark", "_date_known_by"),
        *("day_as_told", "newspaper_as_told", "marked_number", "held_day", "edition_in_words", "facts"),
        *(
            "page_fact",
            "day_fact",
            "title_fact",
            "fact",
            "first_fact",
            "last_fact",
            "_known",
            "is_estimated",
            "known",
        ),
    }
)
"""What is asked of a fact, and the words that have asked."""


MAY_TELL = re.compile("|".join([*IN_WORDS, r"wording\.", *(rf"\.{value}\b" for value in VALUES)]))
"""A fast test of a module."""


class Why(Enum):
    """Why a function tells a value without how it is known."""

    NAME = "it makes a name or a key: of a file, a link, a record, a query"
    READER = "it is a day on which the reader did something, or what the reader has typed"
    PART = "it is a part of a line; who makes the line adds the mark"
    CALENDAR = "it is a day of the calendar, of no paper"
    CHOICE = "it is a choice by which papers are filtered or asked for"
    ACT = "it is what an act changes; the reason is asked for where the act is offered"
    PRINTED = "it is what a line of the article itself prints: 上接02版"
    OUTSIDE = "it is what another file or program states"
    OPEN = "it is a day that is contradicted, and the words say so"


WITHOUT_MARKS: dict[Why, str] = {
    Why.NAME: """
        library/sync_marks.py:_candidates
        library/file_parsing.py:day
        features/foreign_notes/anchoring.py:_day
        export/collection.py:path export/collection.py:files export/citation.py:cite_issue
        features/printing/pdf_file.py:page_file_name features/printing/pdf_file.py:_day
        features/printing/pdf_file.py:_keywords features/evidence/own_words.py:has_own_title_and_citation
    """,
    Why.READER: """
        features/people/ui/people_part.py:words
        features/people/ui/people_part.py:paint_row
        cli/hits.py:note_lines export/notes.py:remarks features/show/cli.py:_noted
        ui/article/article_header.py:stored_text_notice ui/layout/recent_libraries.py:opened_in_words
        ui/window/link_controller.py:_miss
    """,
    Why.PART: """
        export/article_text.py:_seam
        export/article_text.py:day_in_figures export/citation.py:undated_remark
        export/article_text.py:over_pages library/search_hits.py:where
        export/citation.py:_page ui/article/portions.py:_page
        library/file_doubts.py:_day_or_words ui/issues/tree_entries.py:issue_words
    """,
    Why.CALENDAR: """
        features/recognition/ui.py:_by_day
        features/query_completion/ui.py:_period_in_words
        features/calendar/ui/calendar_pane.py:open_day features/calendar/ui/calendar_header.py:name_list_button
        features/calendar/ui/year_list.py:rows_of
        features/calendar/ui/month_table.py:spoken features/calendar/ui/month_table.py:_paint_large
    """,
    Why.CHOICE: """
        ui/search/filter_menu.py:_add_pages
        features/pictures/ui/picture_part.py:absence_words
        features/calendar/ui/calendar_pane.py:_turn_to_paper_with
        features/calendar/ui/calendar_pane.py:_show_now features/calendar/ui/year_list.py:rows_of
        features/calendar/ui/calendar_header.py:show_papers features/calendar/ui/calendar_header.py:_make
        features/calendar/ui/day_panel.py:_add_other_papers
        features/concordance/ui/concordance_pane.py:group_words ui/issues/tree_entries.py:words_of
        features/proofread/ui/proofread_part.py:_name_of
    """,
    Why.ACT: """
        library/doubt_offers.py:_days
        features/correct/file_changes.py:words
        features/correct/cli/__init__.py:_change_to_json features/date_repair/suggested.py:_by_masthead
        features/date_repair/numbers_in_order.py:_in_signs features/date_repair/suggested.py:_conclusion
        ui/controllers/issue_dialogs.py:_understand ui/controllers/issue_dialogs.py:_lay_out
        ui/window/dialogs.py:_lines_of
    """,
    Why.PRINTED: """
        ui/article/article_header.py:notice_of features/parse/cli.py:_around_text
    """,
    Why.OPEN: """
        library/contents.py:why_none_is_newer
    """,
    Why.OUTSIDE: """
        features/trees/tree_file.py:pages_in_lines_of_json
        features/foreign_notes/anchoring.py:_place_of
        features/days_of_text/day_of_text.py:_file_of
        ui/article/article_header.py:headline_of
    """,
}


def name_of(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of a function, without those of functions in it."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def is_value(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in VALUES


def tells(node: ast.AST) -> bool:
    """Return whether a node puts a value of a paper into words."""
    match node:
        case ast.FormattedValue(value=value):
            return is_value(value)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="wording"), attr=name)):
            return name in WORDING
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="date"), attr="isoformat")):
            return True
        case ast.Call(func=function) if name_of(function) in IN_WORDS:
            return True
        case ast.Call(func=function, keywords=keywords) if name_of(function) in ("say", "count"):
            return any(is_value(keyword.value) for keyword in keywords)
    return False


@cache
def tellers() -> dict[str, bool]:
    """Return for each function that tells a value whether it asks how that is known."""
    found: dict[str, bool] = {}
    for path in sorted(ROOT.rglob("*.py")):
        where = path.relative_to(ROOT).as_posix()
        if where.partition("/")[0] not in FOLDERS:
            continue
        text = path.read_text(encoding="utf-8")
        if not MAY_TELL.search(text):
            continue
        for function in ast.walk(trees()[path]):
            if isinstance(function, ast.FunctionDef):
                nodes = list(own_nodes(function))
                if any(map(tells, nodes)):
                    names = {name_of(node) for node in nodes if isinstance(node, ast.expr)}
                    key = f"{where}:{function.name}"
                    found[key] = found.get(key, True) and not ASKS.isdisjoint(names)
    return found


def test_every_teller_asks_how_what_it_tells_is_known() -> None:
    excused = {key for keys in WITHOUT_MARKS.values() for key in keys.split()}
    assert {key for key, asks in tellers().items() if not asks} - excused == set()


def test_a_reason_is_of_a_teller() -> None:
    silent = {key for key, asks in tellers().items() if not asks}
    assert {key for keys in WITHOUT_MARKS.values() for key in keys.split()} - silent == set()
