"""What a window is told to say, in the order of telling."""

from reader.ui.widgets.services import Notice, Services


def noticed(services: Services) -> list[Notice]:
    """All that is said from now on; it is shown as before."""
    told: list[Notice] = []
    show = services._show

    def listen(notice: Notice) -> None:
        told.append(notice)
        show(notice)

    services._show = listen
    return told
