"""The command palette: all that can be done in the window, found by typing."""

from reader.i18n import later, say
from reader.plugs import Action, Plug


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "palette",
            say("所有操作…"),
            ("Ctrl+Shift+P",),
            say("窗口"),
            "命令 commands palette",
            after="close",
        ),
    )


PLUG = Plug(
    "palette",
    title=later("所有操作"),
    meaning=later("所有操作、设置和菜单里的项目列在一处，打字就找到。"),
    actions=_actions,
    part="reader.features.palette.ui:PalettePart",
)
