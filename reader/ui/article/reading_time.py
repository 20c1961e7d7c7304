"""Whether an article was on screen long enough to have been read."""

from __future__ import annotations

from dataclasses import dataclass

PACE = 15.0
"""A skimming reader's speed, in characters per second; reading takes longer."""
LEAST = 3.0
MOST = 60.0
"""Bounds of the time in which an article may have been read, in seconds: after a minute it was not just passed by."""


@dataclass(frozen=True, slots=True)
class ReadingTime:
    """How long the text of an article was in view, in seconds, and whether its end was."""

    seconds: float = 0.0
    has_seen_end: bool = False

    def after(self, seconds: float, *, sees_end: bool) -> ReadingTime:
        """Return the time after some more seconds in view."""
        return ReadingTime(self.seconds + seconds, self.has_seen_end or sees_end)

    def is_enough_for(self, characters: int) -> bool:
        """Return whether a text of that many characters may have been read to its end."""
        return self.has_seen_end and self.seconds >= min(MOST, max(LEAST, characters / PACE))
