"""How a file is read: into which articles it is divided, and what is told of each."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "parse",
    commands=(
        Command(
            "parse",
            later("读一个文件，看它分成哪些文章"),
            "reader.features.parse.cli:Parse",
            heading="read",
            after="sources",
        ),
    ),
)
