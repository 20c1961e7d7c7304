"""How an article is opened."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manner:
    """How an article is opened: by a person or `by_itself`, and whether it is selected in the tree, too."""

    by_itself: bool = False
    moves_tree: bool = True


CHOSEN = Manner()
IN_TREE = Manner(moves_tree=False)
BY_ITSELF = Manner(by_itself=True)
