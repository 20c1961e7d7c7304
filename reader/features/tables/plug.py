"""What tables add to the program."""

from reader.i18n import later
from reader.plugs import FileFormat, Plug

PLUG = Plug(
    "tables",
    answers={"Tables": "reader.features.tables.rows:FoundTables"},
    formats=(
        FileFormat(
            "table", later("表格（CSV、JSON Lines）里的一期"), "reader.features.tables.rows:TableRows"
        ),
    ),
)
