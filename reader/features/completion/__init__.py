"""What a shell completes, and the manual page, made from the commands that there are."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "completion",
    commands=(
        Command(
            "completion",
            later("让 shell 补全命令；手册页"),
            "reader.features.completion.cli:Completion",
            heading="mend",
            after="check",
        ),
    ),
)
