"""The style of the page, shared by all panes."""

from reader.ui.window.layout import WindowLayout


def share_style(layout: WindowLayout) -> None:
    """Give the page and the second article the style of the first; apply a style chosen in one pane to all."""
    first, second, page = layout.pane, layout.second, layout.page_pane

    def share() -> None:
        style = first.style_of_page()
        page.set_style_of_page(style)
        second.set_style_of_page(style)

    share()
    first.styleChanged.connect(share)
    second.styleChanged.connect(lambda: first.set_style_of_page(second.style_of_page()))
    page.styleChosen.connect(first.set_style_of_page)
    page.sizeStepWanted.connect(first.step_size)
