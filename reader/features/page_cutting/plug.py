"""What the cutting of pages adds to the program."""

from reader.plugs import Plug

PLUG = Plug("page_cutting", answers={"PageCutting": "reader.features.page_cutting.page_cut:Cutting"})
