"""Tables of articles (CSV, TSV, JSON Lines): cells, recognized columns, and the text of an issue's rows."""

from reader.i18n import later
from reader.plugs import Command, FileFormat, Plug

PLUG = Plug(
    "tables",
    answers={
        "open_table": "reader.features.tables.rows:open_table",
        "columns_in_table": "reader.features.tables.rows:columns_in_table",
        "texts_named": "reader.features.tables.rows:texts_named",
        "ask_columns": "reader.features.tables.ui:ask_columns",
    },
    commands=(
        Command(
            "columns",
            later("说明表格的哪一列是标题、日期、正文"),
            "reader.features.tables.cli:Columns",
            heading="read",
            after="parse",
        ),
    ),
    formats=(
        FileFormat(
            "table", later("表格（CSV、JSON Lines）里的一期"), "reader.features.tables.rows:TableRows"
        ),
    ),
)
