"""The widths of the window's columns, and which of them fit."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.ui.frame.reading_area import BESIDE

if TYPE_CHECKING:
    pass

WIDE, MEDIUM = 1200, 900


@dataclass(frozen=True, slots=True)
class Column:
    """The minimum, initial and maximum width of a column, in pixels."""

    least: int
    usual: int
    most: int


SIDEBAR = "sidebar"

COLUMNS = {
    SIDEBAR: Column(220, 272, 360),
    "issue": Column(272, 360, 480),
    "results": Column(320, 492, 640),
    "card": Column(320, 420, 560),
}


NARROW_LIST = Column(240, 272, 400)


_SPARE = 120
"""The width that two articles get in addition to their minimum before sidebar and list stay beside them, in pixels."""


LEAST_COLUMN = 200
"""The minimum to which the width of a column can be limited, in pixels."""


def columns_shown(width: int, sidebar_wanted: bool, list_wanted: bool) -> tuple[bool, bool, bool]:
    """Return whether the rail, the sidebar and the list are shown in a window `width` px wide.

    Below 1200 px the sidebar, when it is wanted, takes the place of the list; below 900 px either is a drawer over
    the page.
    """
    if width >= WIDE:
        return False, sidebar_wanted, list_wanted
    return True, sidebar_wanted, list_wanted and not sidebar_wanted


def columns_beside(width: int, sidebar: int, listed: int, *, is_from_sidebar: bool) -> tuple[bool, bool]:
    """Return whether sidebar and list stay when a second article is opened.

    Where not all fit, the column stays from which it was opened, or none.

    Args:
        width: The width that all columns share, in pixels.
        sidebar: The width of the sidebar; 0: it is not shown.
        listed: The width of the list; 0: it is not shown.
        is_from_sidebar: Whether the article was opened from the sidebar.
    """
    if width - sidebar - listed >= BESIDE + _SPARE:
        return sidebar > 0, listed > 0
    is_sidebar = sidebar > 0 and (is_from_sidebar or not listed)
    stays = sidebar if is_sidebar else listed
    fits = stays > 0 and width - stays >= BESIDE
    return fits and is_sidebar, fits and not is_sidebar
