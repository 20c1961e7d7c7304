"""Keyness: which words one set of articles uses more often, or less, than another."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, SetView


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "keyness",
            say("用词对比"),
            (),
            say("查找"),
            "用词 关键词 主题词 比较 旁边常见的字词 搭配 keyness keywords compare words collocates",
            leaves_page=True,
            is_former=True,
        ),
    )


PLUG = Plug(
    "keyness",
    title=later("用词对比"),
    meaning=later("两组文章比用词：哪些词这边用得多，哪些用得少。"),
    actions=_actions,
    commands=(
        Command(
            "keyness",
            later("用词对比：一组文章比另一组多用、少用哪些词"),
            "reader.features.keyness.cli:KeynessCommand",
            heading="find",
            after="collocates",
        ),
    ),
    views=(SetView("words", later("用词"), "keyness", later("多用、少用的"), after="years context list"),),
    part="reader.features.keyness.ui:KeynessPart",
)
