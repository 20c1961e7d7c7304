"""What the window looks like in every view and every state."""

from tools.gallery.hands import SCENES
from tools.gallery.scenes import (
    collecting,
    delights,
    finding,
    messages,
    notebook,
    packs,
    paper,
    people,
    pictures,
    reading,
    reprints,
    rooms,
    saving,
    searching,
    sources,
    states,
    working,
)

__all__ = [
    "SCENES",
    "collecting",
    "delights",
    "finding",
    "messages",
    "notebook",
    "packs",
    "paper",
    "people",
    "pictures",
    "reading",
    "reprints",
    "rooms",
    "saving",
    "searching",
    "sources",
    "states",
    "working",
]
