"""The research log: what was searched for and read, if the reader wants it noted."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Plug, Preference, Slot


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "research_log",
            say("研究日志…"),
            (),
            say("查找"),
            "记录 历史 查过什么 research log history",
            after="look_up name_list",
            slots=(Slot.READING,),
        ),
    )


def _settings() -> tuple[Preference, ...]:
    return (
        Preference(
            "keeps_log",
            say("隐私"),
            say("记研究日志"),
            say("搜过什么、读过哪些文章，按天记在这台电脑上；不在资料库文件夹里。"),
            keywords="历史 记录 research log history privacy",
            after="prints_notes",
        ),
    )


PLUG = Plug(
    "research_log",
    title=later("研究日志"),
    meaning=later("按天记下搜过什么、读过哪些文章，只存在这台电脑上。"),
    actions=_actions,
    settings=_settings,
    commands=(
        Command(
            "log",
            later("研究日志：在窗口里搜过什么、读过哪些文章"),
            "reader.features.research_log.cli:Log",
            heading="keep",
        ),
    ),
    part="reader.features.research_log.ui:ResearchLogPart",
    follows=True,
)
