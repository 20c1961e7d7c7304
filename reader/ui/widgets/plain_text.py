"""Plain text where Qt would look for HTML: in tool tips and message boxes.

A headline may read `<img src=…>`: it is shown as it reads, nothing is loaded, and no link in it can be followed. What
has a format of its own (`labels.Label`, lists, menus) needs none of this.
"""

import html

from PySide6.QtGui import Qt


def is_rich(words: str) -> bool:
    """Return whether Qt takes a text for HTML."""
    return Qt.mightBeRichText(words)


def plain(words: str) -> str:
    """Return a text that Qt shows as these words: themselves, or escaped where Qt would take them for HTML."""
    if not is_rich(words):
        return words
    return f'<p style="white-space: pre-wrap">{html.escape(words)}</p>'
