"""How many corrections there are, as the list of them has rows."""

from reader.library.library import Library


def number_of_corrections(library: Library) -> int:
    """Return the number of corrections and of rules. Raises LibraryError, UserDataError."""
    number = len(library.user_data.corrections.all())
    if library.words.why_no_characters:
        return number
    return number + len(library.characters.rules())
