"""Whether anything on the screen moves by itself. The window has no animations of its own; what Qt and the platform
move (menus that unfold, tool tips that fade, a caret that blinks) stands still where a person wishes so.
"""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)


def reduce(is_wanted: bool) -> None:
    """Everything comes at once and the caret stands still; or all is as the platform has it."""
    flash_time, effects = _of_platform()
    QApplication.setCursorFlashTime(0 if is_wanted else flash_time)
    for effect in _EFFECTS:
        QApplication.setEffectEnabled(effect, effect in effects and not is_wanted)


@cache
def _of_platform() -> tuple[int, frozenset[Qt.UIEffect]]:
    """How the caret blinks (in ms; 0: not), and what moves, before anybody has wished anything."""
    moving = (effect for effect in _EFFECTS if QApplication.isEffectEnabled(effect))
    return QApplication.cursorFlashTime(), frozenset(moving)
