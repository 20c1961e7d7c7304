"""Stories that go on on another page: which articles belong together (`pairing`, by `evidence`), and how they read."""

from reader.stitching.evidence import Part, Reason
from reader.stitching.pairing import MADE_FROM, OFFERED_FROM, ReaderDecisions, Stitch, stitches
from reader.stitching.reading import BlockPart, Seam, Stitched, StitchedBlock, seams, stitched
from reader.stitching.seam import ending, opening

STITCHING_VERSION = 2
"""Raised whenever the same day may be stitched otherwise, so that libraries stitch their days again."""

__all__ = [
    "MADE_FROM",
    "OFFERED_FROM",
    "STITCHING_VERSION",
    "BlockPart",
    "Part",
    "ReaderDecisions",
    "Reason",
    "Seam",
    "Stitch",
    "Stitched",
    "StitchedBlock",
    "ending",
    "opening",
    "seams",
    "stitched",
    "stitches",
]
