"""Packs: a library in one file, to give away. Writing, checking, and reading them in place (`docs/decisions/0013`)."""

PACK_SUFFIX = ".yuebao"
