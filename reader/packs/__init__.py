"""A library in one file, to give away: how it is written, checked and read in place (`docs/decisions/0013`)."""

PACK_SUFFIX = ".yuebao"
