"""The voice of the platform, where Qt can speak: QtTextToSpeech is in PySide6-Addons, which not everybody installs."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech

_NO_VOICE = "mock"
"""An engine of Qt's for tests, which says nothing."""


@cache
def can_be_asked() -> bool:
    """Return whether Qt's module for speech is installed."""
    return find_spec("PySide6.QtTextToSpeech") is not None


def voice(parent: QObject) -> QTextToSpeech | None:
    """Return a voice, a Chinese one where there is one; None where the platform, or what Qt needs, has none."""
    try:
        from PySide6.QtTextToSpeech import QTextToSpeech
    except ImportError:  # libpulse, on a bare Linux
        return None
    if not [name for name in QTextToSpeech.availableEngines() if name != _NO_VOICE]:
        return None
    return in_chinese(QTextToSpeech(parent))


def in_chinese(speech: QTextToSpeech) -> QTextToSpeech:
    """Return a voice that was told to speak Chinese, if it can."""
    for locale in speech.availableLocales():
        if locale.language() == QLocale.Language.Chinese:
            speech.setLocale(locale)
            break
    return speech


def is_chinese(speech: QTextToSpeech) -> bool:
    return speech.locale().language() == QLocale.Language.Chinese
