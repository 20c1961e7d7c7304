"""Cuts a page with boxes into regions, a headline each with the columns of its text."""

from reader.plugs import Plug

PLUG = Plug("page_cutting", answers={"cut_page": "reader.features.page_cutting.page_cut:cut_page"})
