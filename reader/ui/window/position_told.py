"""The position of the article in the list that J and K step through."""

from reader.i18n import say
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.window.layout import WindowLayout


def tell_position(layout: WindowLayout, reading: ReadingController) -> None:
    """Show the position of the article in the results while they are shown, else in its issue."""
    stored = reading.article
    if stored is None:
        return
    if not layout.are_results_shown():
        layout.pane.set_position(reading.position())
        return
    at, total = layout.results.position()
    is_in_results = layout.results.article_id() == stored.id
    words = say("第 {at} 条，共 {total} 条", at=at, total=f"{total:,}") if is_in_results and at else ""
    is_part_of_story = is_in_results and not at
    layout.pane.set_position(
        words, has_previous=at > 1 or is_part_of_story, has_next=at < total or is_part_of_story
    )
