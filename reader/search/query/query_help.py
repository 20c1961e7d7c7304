"""The help on the query language, which is shown in the window, in the terminal and in the README."""

from reader import i18n
from reader.i18n import say
from reader.search.query.fields import FIELD_KINDS


def sheet() -> tuple[tuple[str, str], ...]:
    """Return the lines of the help, each an example and a description of what it finds."""
    return (
        ("渡口 板车", say("两个都有；AND、且 也行")),
        ('"渡口 的灯"', say("正是这一串；“…”「…」『…』也行")),
        (_example("渡口 或 码头", "渡口 OR 码头"), say("有一个就行；OR、| 也行")),
        ("渡口 /10 板车", say("两个词相隔不超过十个字，先后不论，在同一段里；NEAR/10 也行")),
        ("-广告", say("没有这个词；NOT 也行")),
        (_example("(渡口 或 码头) 板车", "(渡口 OR 码头) 板车"), say("先算括号里的")),
        ("张?威", say("夹在字中间的 ? 是任意一个字；词末的问号不算，要找它就加引号")),
        *(
            (_example(chinese, english), found)
            for field in FIELD_KINDS
            for chinese, english, found in field.help()
        ),
    )


def _example(chinese: str, english: str) -> str:
    """Return the example in the language of the user interface; only operators differ, since the papers are Chinese."""
    return chinese if i18n.language() == "zh" else english


def note() -> str:
    return say("全角、半角的符号都认。怎样写都不会出错：是怎样理解的，总会说明。")
