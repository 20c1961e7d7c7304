"""Two texts side by side, and how they differ: two printings, two sources, a text of then and now."""

from reader.plugs import Plug

PLUG = Plug("differences", answers={"Comparison": "reader.features.differences.ui:Differences"})
