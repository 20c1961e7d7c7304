"""`reader parse` of a container: what each of its files gives, in a line, or as JSON."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reader import formats, parsing
from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.places import only_folder
from reader.cli.terminal import bold, faint, print_json
from reader.i18n import count, say
from reader.library.files_beside import FilesBeside
from reader.newspaper.article import SourceText
from reader.newspaper.correction import Correction
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.issue import IssuePart
from reader.newspaper.json_format import part_to_json
from reader.storage.file_table import beside_path
from reader.storage.regular_file import open_named


@dataclass(slots=True)
class _Parsed:
    """What the files of a container give: issues, reasons by path, and how many hold no article by what they are."""

    parts: list[IssuePart] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


def run(
    options: Options,
    choices: Sequence[ColumnChoice],
    corrections_of: Callable[[Path, Path | None, SourceText], Sequence[Correction]],
) -> int:
    """Parse what lies in a container. Raises CommandError, UnreadableFile."""
    path = options.file.as_posix()
    if options.explain:
        raise CommandError(say("--explain 请写出里面的一个文件：{path}/…", path=path))
    parsed, pages = _Parsed(), set[str]()
    with formats.Containers(lambda file: open_named(Path(file)), choices) as containers:
        complaint = containers.complaint(path)
        for entry in containers.listing(path).entries:
            name = f"{path}/{entry.path}"
            beside = FilesBeside(entry.path, partial(_inside, containers, path))
            try:
                data = containers.bytes_of(name)
                source = formats.decode(data, name, options.format_of_file, beside)
            except formats.NotAnIssue as what:
                parsed.left_out[str(what)] += 1
            except formats.UnreadableFile as error:
                parsed.failed[name] = str(error)
            else:
                held = (
                    ()
                    if options.without_corrections
                    else corrections_of(Path(name), only_folder(options.library), source)
                )
                parsed.parts.append(parsing.parse(source, held))
                named = (beside_path(entry.path, each.name) for each in beside.noted if each.is_page)
                pages.update(f"{path}/{each}" for each in named)
    parsed.parts = [part for part in parsed.parts if part.path not in pages]
    if options.as_json:
        print_json(
            {
                "container": path,
                "complaint": complaint,
                "files": [part_to_json(part) for part in parsed.parts],
                "failed": [{"path": name, "message": why} for name, why in parsed.failed.items()],
                "left_out": dict(parsed.left_out),
            }
        )
    else:
        print("\n".join([bold(path), *filter(None, [complaint]), *_outline(parsed)]))
    return 0


def _inside(containers: formats.Containers, path: str, inner: str) -> bytes:
    return containers.bytes_of(f"{path}/{inner}")


def _outline(parsed: _Parsed) -> Iterator[str]:
    for part in parsed.parts:
        head = part.masthead
        date = head.date.isoformat() if head.date else None
        yield "  ".join(filter(None, [part.path, head.title, date, count(len(part.articles), "{n} 篇")]))
    for name, why in parsed.failed.items():
        yield f"{name}  {why}"
    for what, number in parsed.left_out.most_common():
        yield faint(f"{what} {number}")
