r"""Control characters: invisible ones that steer a terminal, a line-based format or the direction of text.

They are the C0 and C1 controls with DEL (ESC and U+009B begin what sets a terminal's title, or writes its clipboard),
the separators U+2028 and U+2029, and what turns the direction of all that follows (UAX #9: embeddings, overrides,
isolates). Line feed and tab are none of them.

Output for people shows them as Python writes them (`\x1b`, `\u202e`); exports are without them; JSON has them escaped
(`\u001b`), its values unchanged. Stored text is never altered.
"""

import re

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_GAP = re.compile("[\x0b-\x0d\x1c-\x1f\x85\u2028\u2029]")
"""The control characters that stand for white space."""
_HALF = re.compile("[\ud800-\udfff]")
"""A lone surrogate: half a character, which no encoding can hold."""
_WHITE_SPACE = re.compile("[^\\S\u3000]+")


def made_visible(text: str) -> str:
    r"""Return `text` for a terminal or a page of plain text: `\x1b` in place of ESC; \r\n becomes a line feed."""
    if not _STEERING.search(text):
        return text
    return _STEERING.sub(_escape, text.replace("\r\n", "\n"))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def without_controls(text: str) -> str:
    """Return `text` for another program, without control characters.

    A space replaces those that stand for white space, U+FFFD a lone surrogate; the others are dropped.
    """
    text = _HALF.sub("\ufffd", text)
    if not _STEERING.search(text):
        return text
    return _STEERING.sub("", _GAP.sub(" ", text.replace("\r\n", "\n")))


def in_place(text: str) -> str:
    """Return `without_controls` with every character in its place.

    U+200B, which has no shape either, replaces what would be dropped, so that offsets stay the same.
    """
    return text if not _STEERING.search(text) else _STEERING.sub("\u200b", _GAP.sub(" ", text))


def on_one_line(text: str) -> str:
    """Return `without_controls` on one line; a gap wider than a space (U+3000 inside a title) stays."""
    return _WHITE_SPACE.sub(" ", without_controls(text)).strip()


def shortened(text: str, most: int = 40) -> str:
    """Return a text to be quoted in a sentence: of a long one its beginning and its end."""
    line = text.strip()
    return line if len(line) <= most else f"{line[: most // 2]}…{line[-(most // 2) :]}"


def escaped_in_json(document: str) -> str:
    """Return the same JSON document with the control characters that JSON allows in strings escaped."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", document)
