"""Articles exported in bulk by a command, in every form that the window has."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "export",
    commands=(
        Command(
            "export",
            later("把文章成批导出，给别的程序读"),
            "reader.features.export.cli:Export",
            heading="give",
            after="cite",
        ),
    ),
)
