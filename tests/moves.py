"""Articles that have got other keys, as a sync tells the user's data."""

from msgspec.structs import replace

from reader.newspaper.holdings import Bookmark
from reader.newspaper.printing import named_printing
from reader.storage.printing_table import CurrentPrinting, Moves
from reader.storage.user_data import UserData


def move(data: UserData, uuid: str, key: str) -> None:
    """Put a bookmark on the article with another key, in the same issue."""
    (known,) = (each for each in (*data.bookmarks(), *data.removed_bookmarks()) if each.uuid == uuid)
    now = replace(known.printing, key=key)
    place = CurrentPrinting(now, known.month_day)
    data.printings.follow(Moves(bookmarks={uuid: place}, names={known.printing.name: now.name}))


def present_key(data: UserData, bookmark: Bookmark | str) -> str:
    """Return the key that the article of a bookmark, or of a name, has now."""
    name = bookmark if isinstance(bookmark, str) else bookmark.printing.name
    return named_printing(data.printings.renamed([name]).get(name, name)).key
