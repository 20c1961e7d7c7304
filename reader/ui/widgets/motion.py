"""Reduced motion: whether anything on the screen moves by itself.

The window has no animations of its own; those of Qt and the platform (menus that unfold, tool tips that fade, a caret
that blinks) are switched off where a person wishes so.
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
    """Switch the animations and the blinking of the caret off, or as the platform has them."""
    flash_time, effects = _of_platform()
    QApplication.setCursorFlashTime(0 if is_wanted else flash_time)
    for effect in _EFFECTS:
        QApplication.setEffectEnabled(effect, effect in effects and not is_wanted)


@cache
def _of_platform() -> tuple[int, frozenset[Qt.UIEffect]]:
    """Return how the caret blinks (in ms; 0: not), and what is animated, as the platform has it."""
    moving = (effect for effect in _EFFECTS if QApplication.isEffectEnabled(effect))
    return QApplication.cursorFlashTime(), frozenset(moving)
