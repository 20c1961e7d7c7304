"""Modules that are loaded when something of them is first asked for: a window stands before parser and index do."""

from importlib import import_module
from typing import Any


class Later:
    """The module `name`. Beside it the module is imported `if TYPE_CHECKING`, so that its types are known."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
