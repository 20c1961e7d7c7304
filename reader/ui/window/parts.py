"""The features' parts of a window."""

from collections.abc import Iterator
from functools import partial
from typing import TypeVar, cast

from reader.plugs import Plug, load, plugs
from reader.ui.desk import Desk, Part, SettingOfPart
from reader.ui.widgets.services import Feature, Handlers

P = TypeVar("P", bound=Part)


class Parts(Feature):
    """Makes the parts, and does their actions."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.services, desk.parent)
        self._desk = desk
        self._made: dict[str, Part] = {}
        for plug in plugs():
            if plug.follows:
                self._of(plug)

    def make(self) -> Iterator[None]:
        """Make the parts that follow what is shown, one in each step."""
        for plug in plugs():
            if plug.follows:
                self._of(plug)
                yield

    def prepare(self) -> None:
        for part in self._made.values():
            part.prepare()

    def handlers(self) -> Handlers:
        return {
            each.name: partial(self._act, plug, each.name)
            for plug in plugs()
            if plug.part and plug.name not in self._made
            for each in plug.actions()
        }

    def settings(self) -> dict[str, SettingOfPart]:
        """Return the settings that parts hold, by name; such a part follows what is shown."""
        return {name: held for part in self._made.values() for name, held in part.settings().items()}

    def step_back(self) -> bool:
        """Let the first part that can go one step back do so; return whether one could."""
        return any(part.step_back() for part in self._made.values())

    def of(self, kind: type[P]) -> P:
        name = f"{kind.__module__}:{kind.__name__}"
        return cast(P, self._of(next(plug for plug in plugs() if plug.part == name)))

    def _of(self, plug: Plug) -> Part:
        if plug.name not in self._made:
            self._made[plug.name] = load(plug.part)(self._desk)
        return self._made[plug.name]

    def _act(self, plug: Plug, name: str) -> None:
        self._of(plug).handlers()[name]()
