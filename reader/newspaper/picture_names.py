"""Which files are pictures of pages, by the endings of their names."""

ENDINGS = (
    ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".jp2", ".j2k", ".webp", ".avif", ".heic", ".heif", ".gif",
    ".djvu", ".djv", ".pdf",
)  # fmt: skip
"""Endings of page pictures; of several files with the same name, the one with the first ending is taken."""
OF_SEVERAL = (".tif", ".tiff", ".djvu", ".djv", ".pdf")
"""Endings of files that may contain the pictures of several pages."""
WITH_TEXT = (".djvu", ".djv", ".pdf")
"""Endings of pictures that may have a text of their own, and so are issues themselves."""


def is_picture(name: str) -> bool:
    return name.lower().endswith(ENDINGS)


def may_be_several(name: str) -> bool:
    return name.lower().endswith(OF_SEVERAL)


def may_have_text(name: str) -> bool:
    return name.lower().endswith(WITH_TEXT)
