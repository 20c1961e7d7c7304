"""The window of a feature is tested as the core's is."""

from tests.ui.conftest import dressed, home, layout, once_read, reads, root, syncs, window

__all__ = ["dressed", "home", "layout", "once_read", "reads", "root", "syncs", "window"]
