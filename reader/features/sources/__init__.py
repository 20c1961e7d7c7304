"""The sources of an article: compared, and another one chosen, in the window and by a command."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "sources",
    title=later("几种来源的比较"),
    meaning=later("一篇文章在几个文件里都有的，并排比较，选显示哪一种。"),
    part="reader.features.sources.ui:SourcesPart",
    follows=True,
    commands=(
        Command(
            "sources",
            later("一篇文章的几种来源"),
            "reader.features.sources.cli:Sources",
            heading="read",
            after="show",
        ),
    ),
)
