"""What a person has asked for and a reading room could not answer at once: it is done when the answer is there."""

from collections.abc import Callable

from reader.library.contents import Contents


class Awaited:
    """The last such thing; what is asked for after it takes its place."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._act: Callable[[], None] | None = None

    def __bool__(self) -> bool:
        return self._act is not None

    def awaits(self, act: Callable[[], None]) -> bool:
        """Do `act` again when what was asked last is answered; return False where it is answered already."""
        if self._contents.is_unanswered:
            self._act = act
        return self._contents.is_unanswered

    def until_known(self, act: Callable[[], None]) -> None:
        """Do `act`, and again until all that it asks is answered."""
        act()
        self.awaits(lambda: self.until_known(act))

    def set(self, act: Callable[[], None] | None) -> None:
        """Do `act` when there is an answer; None: nothing any more."""
        self._act = act

    def follow(self) -> None:
        """Do what waits."""
        act, self._act = self._act, None
        if act is not None:
            act()
