"""The backups of the user's data: listed, made, removed and restored by a command."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "backup",
    commands=(
        Command(
            "backup",
            later("列出、恢复收藏与批注的备份"),
            "reader.features.backup.cli:BackupCommand",
            heading="keep",
            after="import-notes evidence dossier bookmark",
        ),
    ),
)
