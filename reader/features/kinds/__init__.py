"""Kinds of articles: notices, pictures, weather and prices, obituaries, verse."""

from reader.plugs import Plug

PLUG = Plug(
    "kinds",
    analysis="reader.features.kinds.kind:KindSorting",
    field="reader.features.kinds.kind:FIELD",
)
