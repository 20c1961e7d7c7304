"""Stories over several pages: which articles belong together (`pairing`, by `evidence`), and how they read as one."""

STITCHING_VERSION = 5
"""Raised whenever the result for a day may change, so that libraries stitch their days again."""
