"""Passing words of the page to a dictionary program."""

import sys

from reader.features.dictionaries.programs import WORD, program_names
from reader.i18n import later, say
from reader.plugs import Action, Plug, Preference, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "look_up",
            say("查词典"),
            ("F8",),
            say("查找"),
            "字典 生词 dictionary look up word",
            after="person_here",
            slots=(Slot.WORDS,),
        ),
    )


def _settings() -> tuple[Preference, ...]:
    return (
        Preference(
            "dictionary",
            say("词典"),
            say("词典程序"),
            say("在词上按 F8，就把这个词交给它。自动：装了 GoldenDict-ng 就用它，在 macOS 上用系统的词典。"),
            tuple((program.value, name) for program, name in program_names(sys.platform)),
            "查词 生词 字典 释义 欧路 dictionary dictionaries goldendict eudic look up",
            after="script",
            default="automatic",
        ),
        Preference(
            "dictionary_command",
            say("词典"),
            say("自己的命令"),
            say("选“自己的命令”时运行它，{word} 换成那个词；也可以是网址。", word=WORD),
            keywords="查词 命令 网址 dictionary command program url address",
            is_text=True,
            default="",
            after="dictionary",
        ),
    )


PLUG = Plug(
    "dictionaries",
    title=later("词典"),
    meaning=later("把报上的一个词交给词典程序。"),
    actions=_actions,
    settings=_settings,
    part="reader.features.dictionaries.ui:DictionaryPart",
)
