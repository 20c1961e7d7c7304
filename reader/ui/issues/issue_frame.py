"""The window around the issues: the panes that list them."""

from typing import Protocol

from reader.ui.frame.frame import Frame
from reader.ui.issues.issue_list import IssuePane
from reader.ui.issues.issue_tree import IssueTree


class IssueFrame(Frame, Protocol):
    tree: IssueTree
    issues: IssuePane

    def is_list_shown(self) -> bool:
        """Return whether the list in the middle is shown, whatever it lists."""
