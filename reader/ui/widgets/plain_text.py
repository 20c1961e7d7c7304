"""Words where Qt looks for HTML of its own accord: under the pointer, and in a message box.

A headline may read `<img src=…>`: it is shown as it reads, nothing is loaded, and no link in it can be followed. What
has a format of its own (`figures.Label`, lists, menus) needs none of this.
"""

import html

from PySide6.QtGui import Qt


def plain(words: str) -> str:
    """What Qt shows as these words: themselves, or where it would take them for HTML, that of them."""
    if not Qt.mightBeRichText(words):
        return words
    return f'<p style="white-space: pre-wrap">{html.escape(words)}</p>'
