"""An article, or its citation, at a terminal."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "show",
    commands=(
        Command(
            "show",
            later("显示一篇文章"),
            "reader.features.show.cli:Show",
            heading="read",
            after="sync",
        ),
        Command("cite", later("写出一篇文章的引文"), "reader.features.show.cli:Cite", heading="give"),
    ),
)
