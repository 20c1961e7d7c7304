"""Checks catalogue, index and user data, and rebuilds the first two."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "check",
    commands=(
        Command(
            "check",
            later("检查资料库的目录和索引"),
            "reader.features.check.cli:Check",
            heading="mend",
            after="profile misreadings correct",
        ),
    ),
)
