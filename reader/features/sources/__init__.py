"""The sources of an article: compared, and another one chosen, by a command."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "sources",
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
