"""The voice of the platform, if Qt can speak: QtTextToSpeech is in PySide6-Addons, which is optional."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech

_NO_VOICE = "mock"
"""Qt's engine for tests, which is silent."""


@cache
def can_be_asked() -> bool:
    """Return whether Qt's module for speech is installed."""
    return find_spec("PySide6.QtTextToSpeech") is not None


def voice(parent: QObject) -> QTextToSpeech | None:
    """Return a voice, Chinese if there is one; None if the platform has none or a library that Qt needs is missing."""
    try:
        from PySide6.QtTextToSpeech import QTextToSpeech
    except ImportError:  # for instance libpulse, on a minimal Linux
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
