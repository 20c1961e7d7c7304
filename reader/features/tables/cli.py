"""`reader columns`: prints which column of a table holds the title, the date and so on, and stores a choice of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from reader.cli.errors import CommandError
from reader.cli.options import Argument, Arguments, AsJson, LibraryOfFile, only_folder
from reader.cli.terminal import bold, faint, print_json
from reader.features.tables.columns import TableColumns, columns_in, say_columns
from reader.i18n import later, say
from reader.newspaper.field_names import ColumnField
from reader.storage.folder import LibraryFolder, library_above
from reader.storage.system_paths import real_path

_SPOKEN = {
    "正文": ColumnField.TEXT,
    "标题": ColumnField.TITLE,
    "日期": ColumnField.DATE,
    "版": ColumnField.PAGE,
    "作者": ColumnField.AUTHOR,
    "报名": ColumnField.PAPER,
    "栏目": ColumnField.SECTION,
    "眉题": ColumnField.KICKER,
    "副题": ColumnField.DECK,
}


class Columns(Arguments, frozen=True):
    MORE = later(
        "列名认得出时不必说明。说明记在资料库的 .reader 里，不动表格；列名相同的表格都照它读，下次同步时生效。\n"
        "可以说明：text title date page author paper section kicker deck，"
        "也可以写 正文 标题 日期 版 作者 报名 栏目 眉题 副题。"
    )
    EXAMPLES = (
        (later("reader columns 旧报.csv"), later("看有哪些列，各认作什么")),
        (later("reader columns 旧报.csv text=story date=day"), later("说明正文和日期在哪一列")),
    )
    JSON = later("打印一个对象：path columns")
    ANSWERS = ("reader.features.tables.schemas:Columns",)
    file: Annotated[Path, Argument("FILE", "资料库里的表格（.csv、.tsv、.jsonl），或带标记的下载")]
    columns: Annotated[
        tuple[str, ...], Argument("FIELD=COLUMN", "哪一项在哪一列；等号后不写是没有这一项")
    ] = ()
    library: LibraryOfFile = None
    as_json: AsJson = False

    def run(self) -> int:
        root = only_folder(self.library) or library_above(self.file)
        if root is None:
            raise CommandError(
                say("{path} 不在资料库里。请用 --library 写出资料库的文件夹。", path=self.file)
            )
        folder = LibraryFolder.at(root)
        path = _path_in(folder, self.file)
        columns = columns_in(folder, path)
        column_by_field = dict(map(_said, self.columns))
        if column_by_field:
            say_columns(folder, columns, column_by_field)
            columns = columns_in(folder, path)
        if self.as_json:
            print_json({"path": path, "columns": {name: _field(columns, name) for name in columns.names}})
        else:
            print("\n".join(_lines(path, columns, is_said=bool(column_by_field))))
        return 0


def _path_in(folder: LibraryFolder, file: Path) -> str:
    for path in (file, folder.root / file):
        real = real_path(path.expanduser())
        if (
            real.is_relative_to(folder.root)
            and folder.holding_file(real.relative_to(folder.root).as_posix()).is_file()
        ):
            return real.relative_to(folder.root).as_posix()
    raise CommandError(say("{path} 不在资料库 {root} 里。", path=file, root=folder.root))


def _said(word: str) -> tuple[ColumnField, str]:
    name, equals, column = word.partition("=")
    spoken = name.strip()
    field = _SPOKEN.get(spoken) or next((field for field in ColumnField if field == spoken.lower()), None)
    if not equals or field is None:
        raise CommandError(
            say(
                "“{word}”无法理解。请写成 text=列名；可以说明的有 {fields}。",
                word=word,
                fields=" ".join(field.value for field in ColumnField),
            )
        )
    return field, column.strip()


def _field(columns: TableColumns, name: str) -> ColumnField | None:
    return next((field for field, column in columns.known.items() if column == name), None)


def _lines(path: str, columns: TableColumns, *, is_said: bool) -> Iterator[str]:
    yield bold(path)
    for name, sample in zip(columns.names, columns.samples, strict=True):
        field = _field(columns, name)
        yield f"  {name}  {field.value if field else '—'}  {faint(sample)}"
    if ColumnField.TEXT not in columns.known and not columns.path:
        yield say("还不知道哪一列是正文：reader columns {path} text=列名", path=path)
    elif is_said:
        yield say("记下了。下次同步时照它读。")
