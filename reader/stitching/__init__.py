"""Stories over several pages: which articles belong together (`pairing`, by `evidence`), and how they read as one."""

from reader.stitching.evidence import (
    BlockPart,
    DayArticle,
    Seam,
    Stitched,
    StitchedBlock,
    ending,
    opening,
    seams,
    stitched,
)
from reader.stitching.pairing import MADE_FROM, OFFERED_FROM, ReaderDecisions, Stitch, stitches
from reader.stitching.reasons import Reason

STITCHING_VERSION = 4
"""Raised whenever the result for a day may change, so that libraries stitch their days again."""

__all__ = [
    "MADE_FROM",
    "OFFERED_FROM",
    "STITCHING_VERSION",
    "BlockPart",
    "DayArticle",
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
