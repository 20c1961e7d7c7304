"""The folders of these tests have pictures in them and nothing else: their home stands elsewhere."""

from tests.conftest import home

__all__ = ["home"]
