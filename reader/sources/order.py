"""The order of preference of formats, where nothing else decides which is shown."""

PLAIN = "text"
"""The format of files without a `Reading`."""

_KNOWN = (
    "digital-paper",
    "mets",
    "tei",
    "article-file",
    "epub",
    "docx",
    "table",
    "web-page",
    "pdf",
    PLAIN,
    "iiif",
    "alto",
    "page-xml",
    "hocr",
)
"""The formats in order of preference."""


def place_of(name: str) -> tuple[int, str]:
    """Return the sort key of a format in the order of preference."""
    name = name or PLAIN
    return (_KNOWN.index(name) if name in _KNOWN else len(_KNOWN)), name
