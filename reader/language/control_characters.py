r"""Characters without a shape that steer what shows the text: a terminal, a format of lines, the direction of reading.

They are the C0 and C1 controls with DEL (ESC and U+009B begin what sets a terminal's title, or writes its clipboard),
the separators U+2028 and U+2029, and what turns the direction of all that follows (UAX #9: embeddings, overrides,
isolates). Line feed and tab are none of them.

What is printed for people shows them as Python writes them (`\x1b`, `\u202e`); what is taken out of the program is
without them; JSON holds them as JSON writes them (`\u001b`), its values the same. What is kept is never altered.
"""

import re

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_GAP = re.compile("[\x0b-\x0d\x1c-\x1f\x85\u2028\u2029]")
"""Those of them that stand for white space."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which no encoding can hold."""
_WHITE_SPACE = re.compile("[^\\S\u3000]+")


def made_visible(text: str) -> str:
    r"""`text` for a terminal or a page of plain text: `\x1b` in the place of ESC; \r\n is a line feed."""
    if not _STEERING.search(text):
        return text
    return _STEERING.sub(_escape, text.replace("\r\n", "\n"))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def without_controls(text: str) -> str:
    """`text` for another program: a space where one of them stood for white space, nothing where it stood for nothing,
    U+FFFD in the place of half a character.
    """
    text = _HALF.sub("\ufffd", text)
    if not _STEERING.search(text):
        return text
    return _STEERING.sub("", _GAP.sub(" ", text.replace("\r\n", "\n")))


def in_place(text: str) -> str:
    """As `without_controls`, for what is counted in characters: none moves, as U+200B, which has no shape either,
    stands where nothing would be left.
    """
    return text if not _STEERING.search(text) else _STEERING.sub("\u200b", _GAP.sub(" ", text))


def on_one_line(text: str) -> str:
    """As `without_controls`, on one line; a gap that is wider than a space (U+3000 between the halves of a title)
    stays.
    """
    return _WHITE_SPACE.sub(" ", without_controls(text)).strip()


def escaped_in_json(document: str) -> str:
    """The same JSON in characters that steer nothing: those of them that JSON lets stand in a string are escaped."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", document)
