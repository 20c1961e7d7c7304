"""The columns of a library's tables, and the reader's choice of their meanings."""

from collections.abc import Mapping

from msgspec import Struct

from reader.features.tables.cells import columns_of
from reader.formats import UnreadableFile
from reader.formats.reading import SavedFile, columns_in_table, is_table, labels_in_download
from reader.i18n import say
from reader.library.files_beside import containers_of
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.field_names import ColumnField
from reader.plugs import all_plugs, answering
from reader.storage import column_choices
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.folder import LibraryFolder

_LONGEST_SAMPLE = 40
_LOOKED_AT = 50
"""Number of values of each column that are looked at for samples and lengths."""


class TableColumns(Struct, frozen=True):
    """The names of a table's columns, the beginning of the first text in each, and the column of each known field.

    `longest` is the column with the longest texts, which probably has the text of the articles. Of a text with labels
    these are as columns, and `path` is its path.
    """

    names: tuple[str, ...]
    samples: tuple[str, ...]
    known: Mapping[ColumnField, str]
    longest: str
    path: str = ""


def columns_in(folder: LibraryFolder, path: str) -> TableColumns:
    """Return the columns of the table, or the labels of the text, with this path in the library.

    Raises LibraryError if it has none or cannot be read.
    """
    with containers_of(folder) as containers:
        try:
            data = containers.whole(path)
            choices = containers.choices
            if is_table(path):
                named_columns = answering(columns_in_table, all_plugs())(data, path)
            else:
                labels = answering(labels_in_download, all_plugs())(SavedFile(path, data))
                named_columns = [*labels.items()]
                choices = [choice for choice in choices if choice.path]
        except UnreadableFile as error:
            raise LibraryError(say("{path}：{reason}", path=path, reason=error)) from error
    if not named_columns:
        raise LibraryError(
            say("{path} 不是表格（.csv、.tsv、.jsonl、.ndjson），也没有成列的标记。", path=path)
        )
    names = []
    samples = []
    lengths = []
    for name, values in named_columns:
        cells = [" ".join(cell.split()) for cell in values[:_LOOKED_AT]]
        names.append(name)
        samples.append(next(filter(None, cells), "")[:_LONGEST_SAMPLE])
        lengths.append(sum(map(len, cells)))
    name_by_field = {field: names[at] for field, at in columns_of(names, choices).items()}
    longest = names[lengths.index(max(lengths))]
    path_of_labels = "" if is_table(path) else path
    return TableColumns(tuple(names), tuple(samples), name_by_field, longest, path_of_labels)


def say_columns(
    folder: LibraryFolder, columns: TableColumns, column_by_field: Mapping[ColumnField, str]
) -> None:
    """Store the chosen column of each field ("" for none), for all tables with these columns; the next sync applies it.

    Raises LibraryError if there is no such column, if there is no column for the text, or if it cannot be stored.
    """
    strange = [name for name in column_by_field.values() if name and name not in columns.names]
    if strange:
        raise LibraryError(
            say(
                "没有叫“{name}”的列。有这些列：{columns}。",
                name=strange[0],
                columns=say("、").join(columns.names),
            )
        )
    chosen = {field.value: name for field, name in {**columns.known, **column_by_field}.items() if name}
    if ColumnField.TEXT not in chosen and not columns.path:
        raise LibraryError(say("还要说明哪一列是正文（text=…）。"))
    try:
        column_choices.keep(folder.user_folder, ColumnChoice(columns.names, chosen, columns.path))
    except OSError as error:
        raise LibraryError(explain(error, folder.user_folder)) from error
