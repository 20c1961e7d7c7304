"""Two texts side by side, and how they differ: two printings, two sources, a text of then and now."""

from reader.plugs import Plug

PLUG = Plug("differences", answers={"comparison": "reader.features.differences.ui:DifferenceDialog"})
