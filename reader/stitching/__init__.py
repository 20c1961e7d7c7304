"""Stories over several pages: which articles belong together (`pairing`, by `evidence`), and how they read as one."""

from reader.stitching.evidence import Part
from reader.stitching.pairing import MADE_FROM, OFFERED_FROM, ReaderDecisions, Stitch, stitches
from reader.stitching.reasons import Reason
from reader.stitching.seam import BlockPart, Seam, Stitched, StitchedBlock, ending, opening, seams, stitched

STITCHING_VERSION = 4
"""Raised whenever the result for a day may change, so that libraries stitch their days again."""

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
