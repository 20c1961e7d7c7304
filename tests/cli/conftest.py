"""Libraries of small papers, which are the same in most tests."""

from tests.library.conftest import reads

__all__ = ["reads"]
