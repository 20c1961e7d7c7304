"""Text for XML, which can't hold every character."""

import re

from reader.language.control_characters import without_controls

_NO_XML = re.compile("[\ufffe\uffff]")
"""Characters that no XML file can hold, beside the controls (XML 1.0, section 2.2)."""


def clean(text: str) -> str:
    """Return `text` without characters that XML can't hold; it has still to be escaped."""
    return _NO_XML.sub("\ufffd", without_controls(text))
