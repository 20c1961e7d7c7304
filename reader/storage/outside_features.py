"""Which features of other packages are on, as the settings say, before a command or a window asks for any."""

import os
from pathlib import Path

from reader import plugs
from reader.i18n import say
from reader.storage.platform_folders import places


def folder() -> Path:
    """Return the folder whose packages are looked through besides those of Python; raises NoHome."""
    return places().data / "features"


def settle(named: object) -> None:
    """Have the features that the settings name; where the environment names some (of a parent), have those."""
    if plugs.SWITCHED_ON not in os.environ and isinstance(named, list) and named:
        plugs.switch_on([str(name) for name in named], folder())


def why_off(name: str) -> str:
    """Return why a feature from outside that was switched on is off nevertheless; "" if nothing is wrong with it."""
    error = plugs.failures().get(name)
    if error is None:
        return ""
    if isinstance(error, plugs.NotOffered):
        return say("它用了不对外提供的 {members}，已关掉。", members=error)
    if isinstance(error, plugs.WrongPlug):
        return say("它不是阅报的部件，或者与阅报自带的同名，已关掉。")
    if isinstance(error, plugs.WrongField):
        return say("{reason}，已关掉。", reason=error)
    if isinstance(error, LookupError) and error.args == (name,):
        return say("装它的包不在了，已关掉。")
    return say("它出了错，已关掉：{reason}", reason=reason_in_words(error)[:_LONGEST_REASON])


def reason_in_words(error: Exception) -> str:
    """Return what went wrong in a feature from outside: our words for what we saw, else its error's name and words."""
    if isinstance(error, plugs.WrongValue):
        return str(error.args[1])
    return f"{type(error).__name__}: {error}"


def feature_at_fault(error: BaseException) -> str:
    """Return the name of the feature from outside in whose code, or for whose value, an error was raised, or which
    names what is not there.

    "" if it was in ours.
    """
    if isinstance(error, plugs.WrongValue):
        return str(error.args[0])
    where = error.__traceback__
    feature = ""
    while where is not None:
        frame = where.tb_frame
        if frame.f_code is plugs.load.__code__:
            module = frame.f_locals["module"]
        else:
            module = str(frame.f_globals.get("__name__", ""))
        feature = plugs.feature_of_module(module) or feature
        where = where.tb_next
    return feature


_LONGEST_REASON = 200
