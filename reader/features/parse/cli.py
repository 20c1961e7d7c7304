"""`reader parse`: how a file, or each file in a container, is divided into articles."""

import datetime as dt
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Annotated

from msgspec import Struct, field
from msgspec.structs import replace

from reader import formats, parsing
from reader.cli.errors import CommandError, WrongArguments
from reader.cli.options import Argument, Arguments, AsJson, LibraryOfFile, Option, only_folder
from reader.cli.terminal import bold, faint, print_json, print_warning
from reader.formats.reading import NotOpened
from reader.i18n import count, later, say
from reader.library.files_beside import FilesBeside
from reader.newspaper.article import Article, ArticleKind, BlockKind, LineSpan, SourceText, page_in_words
from reader.newspaper.correction import Correction
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.facts import encoding_in_words, with_remark
from reader.newspaper.issue import IssuePart, Masthead
from reader.newspaper.json_format import parts_to_json
from reader.storage.column_choices import choices_in
from reader.storage.file_table import beside_path
from reader.storage.folder import library_above, user_folders
from reader.storage.regular_file import open_inside, open_named
from reader.storage.system_paths import for_system, real_path


def _named_formats() -> Iterator[str]:
    return (name for name, file_format in sorted(formats.file_formats().items()) if file_format.can_be_named)


def _help_of_formats() -> str:
    names = [f"{name} {formats.name_of(name)}" for name in _named_formats()]
    return say("当作哪种文件来读：{formats}", formats=say("；").join(names))


class Parse(Arguments, frozen=True):
    MORE = later("不需要资料库，也不存下什么。文件在资料库里的，照那里的更正来读。")
    EXAMPLES = (
        ("reader parse 19870612.txt", later("报头和每篇文章的提要")),
        ("reader parse 19870612.txt --json", later("打印一个对象：source issue articles warnings")),
    )
    JSON = later("打印一个 JSON 对象")
    ANSWERS = (
        "reader.features.parse.schemas:Parsed",
        "reader.features.parse.schemas:Container",
    )
    file: Annotated[Path, Argument("FILE", "一期、一版或一篇；压缩包和表格里的写作 2024.zip/A1.htm")]
    library: LibraryOfFile = None
    without_corrections: Annotated[bool, Option("不用资料库里的更正")] = False
    format_of_file: Annotated[
        str | None,
        Option(_help_of_formats, "--as", "FORMAT", choices=tuple(_named_formats())),
    ] = None
    as_json: AsJson = False
    explain: Annotated[bool, Option("逐行说明认作什么、为什么")] = False

    def run(self) -> int:
        root = only_folder(self.library) or library_above(self.file)
        if root:
            choices = tuple(chain.from_iterable(choices_in(folder) for folder in user_folders(root)))
        else:
            choices = ()
        # a named format holds for the whole file, which is then not a container of articles
        is_other = formats.is_table(self.file.name) and self.format_of_file not in (None, "table")
        is_container = formats.is_container(self.file.name) and not is_other
        if (is_container and for_system(self.file.absolute()).is_file()) or _is_of_days(self):
            return _run_container(self, choices)
        source = _source_of(self, choices)
        corrections = _corrections(self, self.file, source)
        part = parsing.in_file(parsing.parse(source, corrections), source)
        if self.explain:
            verdicts = parsing.explain(source, corrections)
        else:
            verdicts = []
        if self.as_json:
            if self.explain:
                explained = {"explained": _explained_to_json(verdicts)}
            else:
                explained = {}
            print_json(parts_to_json(part.path, [part]) | explained)
        elif self.explain:
            print("\n".join(_explained(verdicts)))
        else:
            print("\n".join(_outline(part)))
        return 0


def _opened(file: str) -> int:
    return open_named(Path(file))


def _source_of(options: Parse, choices: Sequence[ColumnChoice]) -> SourceText:
    """Return what is in the file. Raises CommandError if it can't be opened, or has no article; UnreadableFile."""
    try:
        return formats.read(
            options.file,
            options.file.as_posix(),
            options.format_of_file,
            choices,
            _files_beside(options.file, choices),
        )
    except NotOpened as error:
        raise CommandError(say("{path}：{reason}", path=options.file, reason=error)) from None
    except formats.NotAnIssue as what:
        raise CommandError(say("{path} 里没有文章：{what}。", path=options.file, what=what)) from None


def _is_of_days(options: Parse) -> bool:
    """Return whether the file holds several issues, and was named without a format."""
    with formats.Containers(_opened) as containers:
        return options.format_of_file is None and containers.is_of_days(options.file.as_posix())


def _files_beside(file: Path, choices: Sequence[ColumnChoice]) -> FilesBeside:
    """Return the reader of files that `file` refers to: from its library, or from its folder if it is in no library."""
    real = real_path(file)
    root = library_above(real) or real.parent

    def bytes_of(path: str) -> bytes:
        with formats.Containers(partial(open_inside, root), choices) as containers:
            return containers.bytes_of(path)

    return FilesBeside(real.relative_to(root).as_posix(), bytes_of)


def _corrections(options: Parse, file: Path, source: SourceText) -> tuple[Correction, ...]:
    """Return the corrections in the library that holds the file, and print how many lines they concern.

    Empty if no library holds the file, or `--without-corrections` was given. Raises CommandError if `--library` names
    a library that doesn't hold it.
    """
    if options.without_corrections:
        root = None
    else:
        root = only_folder(options.library) or library_above(file)
    if root is None:
        return ()
    from reader.library.corrections_of_files import corrections_of
    from reader.storage.user_data import UserDataError

    try:
        corrections = corrections_of(file, root)
    except ValueError:
        raise CommandError(say("{path} 不在资料库 {root} 里。", path=file, root=root)) from None
    # the file can be parsed without its corrections
    except UserDataError as error:
        print_warning(str(error))
        return ()
    number = len(parsing.resolve(corrections, source).lines)
    if number:
        print_warning(
            say(
                "照资料库 {root} 里的 {count} 条更正解析（--without-corrections 不用）",
                root=root,
                count=number,
            )
        )
    return corrections


class _ParsedFiles(Struct):
    """The results for the files in a container: parsed, failed, or without articles."""

    parts: list[IssuePart] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    """The error messages for the files that could not be read, by path."""
    left_out: Counter[str] = field(default_factory=Counter)
    """The number of files without articles, by their kind in words."""


class _Surroundings(Struct, frozen=True):
    """Where the files are that a file in a container names: what a row of a table names is beside the table, what a
    file in an archive names is in the archive.

    `folder` is the path from which they are named, `below` that of the container in it, with “/”, or "".
    """

    folder: str
    below: str

    @classmethod
    def of(cls, container: Path, *, is_file: bool) -> "_Surroundings":
        if is_file:
            return cls(container.parent.as_posix(), f"{container.name}/")
        return cls(container.as_posix(), "")

    def files_beside(self, entry: str, containers: formats.Containers) -> FilesBeside:
        return FilesBeside(f"{self.below}{entry}", lambda name: containers.bytes_of(f"{self.folder}/{name}"))

    def pages_of(self, entry: str, near_files: FilesBeside) -> Iterator[str]:
        """Yield the paths of the pages and texts that were read together with a file in the container."""
        for noted_file in near_files.noted:
            if noted_file.is_page:
                yield f"{self.folder}/{beside_path(f'{self.below}{entry}', noted_file.name)}"


def _run_container(options: Parse, choices: Sequence[ColumnChoice]) -> int:
    """Parse the files in a container, and print a line for each, or all of them as JSON. Return the exit status.

    Raises CommandError, and UnreadableFile if the container itself can't be read.
    """
    path = options.file.as_posix()
    if options.explain:
        raise WrongArguments(say("--explain 请写出里面的一个文件：{path}/…", path=path))
    parsed = _ParsedFiles()
    pages = set[str]()
    is_file = formats.is_table(path) or not formats.is_container(path)
    near = _Surroundings.of(options.file, is_file=is_file)
    with formats.Containers(_opened, choices) as containers:
        complaint = containers.complaint(path)
        inside = deque(entry.path for entry in containers.listing(path).entries)
        while inside:
            entry = inside.popleft()
            name = f"{path}/{entry}"
            near_files = near.files_beside(entry, containers)
            try:
                data = containers.bytes_of(name)
                source = formats.decode(data, name, options.format_of_file, near_files)
            except formats.SeveralDays as what:
                parsed.left_out[str(what)] += 1
                inside.extendleft(f"{entry}/{day.path}" for day in reversed(containers.listing(name).entries))
            except formats.NotAnIssue as what:
                parsed.left_out[str(what)] += 1
            except formats.UnreadableFile as error:
                parsed.failed[name] = str(error)
            else:
                if is_file:
                    source = _numbered(source, parsed)
                part = parsing.parse(source, _corrections(options, Path(name), source))
                parsed.parts.append(parsing.in_file(part, source))
                pages.update(near.pages_of(entry, near_files))
    # pages that a manifest names were read with it
    parsed.parts = [part for part in parsed.parts if part.path not in pages]
    rest = {
        "failed": [{"path": name, "message": why} for name, why in parsed.failed.items()],
        "left_out": dict(parsed.left_out),
    }
    if options.as_json and is_file and parsed.parts:
        complaints = {name: content for name, content in [("complaint", complaint), *rest.items()] if content}
        print_json(parts_to_json(path, parsed.parts) | complaints)
    elif options.as_json:
        files = [parts_to_json(part.path, [part]) for part in parsed.parts]
        print_json({"container": path, "complaint": complaint, "files": files, **rest})
    else:
        print("\n".join([bold(path), *filter(None, [complaint]), *_container_outline(parsed)]))
    return 0


def _numbered(source: SourceText, parsed: _ParsedFiles) -> SourceText:
    """Return an issue in a file; the lines of a book or a table, which has none of its own, are counted on."""
    above = source.lines_above or sum(part.line_count for part in parsed.parts)
    if source.spans:
        return source
    return replace(source, lines_above=above)


def _container_outline(parsed: _ParsedFiles) -> Iterator[str]:
    """Yield a line for each file: paper, day and number of articles, or why it could not be read."""
    for part in parsed.parts:
        head = part.masthead
        date = head.date.isoformat() if head.date else None
        yield "  ".join(filter(None, [part.path, head.title, date, count(len(part.articles), "{n} 篇")]))
        for remark in part.warnings:
            yield say("  第 {line} 行：{message}", line=remark.line, message=remark.message)
    for name, why in parsed.failed.items():
        yield f"{name}  {why}"
    for what, number in parsed.left_out.most_common():
        yield faint(f"{what} {number}")


def _explained_to_json(verdicts: Sequence[parsing.LineVerdict]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for verdict in verdicts:
        decided_by = [[feature.name.lower(), weight] for feature, weight in verdict.decided_by]
        rows.append(
            {
                "line": verdict.line,
                "role": verdict.role.name.lower(),
                "runner_up": verdict.runner_up.name.lower(),
                "margin": verdict.margin,
                "decided_by": decided_by,
            }
        )
    return rows


def _explained(verdicts: Sequence[parsing.LineVerdict]) -> Iterator[str]:
    for verdict in verdicts:
        if len(verdict.text) <= 32:
            text = verdict.text
        else:
            text = verdict.text[:32] + "…"
        reasons = say("，").join(
            f"{say(feature.value)} {weight:+g}" for feature, weight in verdict.decided_by
        )
        yield f"{verdict.line:5}  {bold(say(verdict.role.value))}  {text}"
        yield faint(f"       {verdict.margin:+g} > {say(verdict.runner_up.value)}  {reasons}")


def _outline(part: IssuePart) -> Iterator[str]:
    yield bold(" · ".join(_masthead(part.masthead)) or say("没有报头"))
    encoding = encoding_in_words(part.encoding, part.masthead.facts)
    yield say("{path}，{encoding}，{count} 行", path=part.path, encoding=encoding, count=part.line_count)
    if part.reading is not None:
        yield formats.in_words(part.reading)
    for article in part.articles:
        yield ""
        kinds = {
            ArticleKind.ARTICLE: "",
            ArticleKind.CONTINUATION: say("接版"),
            ArticleKind.NOTICES: say("启事"),
            ArticleKind.UNPLACED: say("未归入文章"),
        }
        where = [
            _page(article, part.masthead),
            kinds[article.kind],
        ]
        yield " · ".join(filter(None, [*where, bold(article.title())]))
        for name, text in _around_text(article):
            yield say("    {name}：{text}", name=name, text=text)
        length = sum(len(block.text) for block in article.blocks)
        yield say(
            "    第 {lines} 行，{blocks} 段，{length} 字，编号 {key}",
            lines=_lines(article.source_lines),
            blocks=len(article.blocks),
            length=length,
            key=article.key,
        )
    if part.warnings:
        yield ""
        yield say("请留意：")
        for remark in part.warnings:
            yield say("  第 {line} 行：{message}", line=remark.line, message=remark.message)


def _around_text(article: Article) -> Iterator[tuple[str, str]]:
    """Yield what stands around the text of an article, each with its name in words."""
    if article.section:
        yield say("栏目"), article.section
    if article.kicker:
        yield say("眉题"), article.kicker
    for deck in article.decks:
        yield say("副题"), deck
    for credit in article.credits:
        yield say("署名"), credit.as_printed
    if article.jump_from:
        yield say("上接"), say("{page}版", page=page_in_words(article.jump_from))
    if article.jump_to:
        yield say("下转"), say("{page}版", page=page_in_words(article.jump_to))
    for block in article.blocks:
        if block.kind is BlockKind.SUBHEAD:
            yield say("小标题"), block.text


def _page(article: Article, masthead: Masthead) -> str:
    if article.page:
        page = say("{page}版", page=page_in_words(article.page))
    else:
        page = ""
    return with_remark(page, masthead.facts.page(article.page))


def _masthead(masthead: Masthead) -> Iterator[str]:
    facts = masthead.facts.as_of(dt.date.today())
    if masthead.title:
        yield with_remark(masthead.title, facts.title)
    if masthead.date:
        yield with_remark(masthead.date.isoformat(), facts.day)
    elif masthead.month_day:
        yield masthead.month_day + say("（年份不详）")
    if masthead.weekday:
        yield masthead.weekday
    if masthead.number:
        yield say("第 {number} 期", number=masthead.number)
    if masthead.source_lines:
        yield say("报头在第 {lines} 行", lines=_lines(masthead.source_lines))


def _lines(spans: Sequence[LineSpan]) -> str:
    """Return the spans in words, joining those that only a blank line separates."""
    joined: list[LineSpan] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + 2:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    words = []
    for first, last in joined:
        if first == last:
            words.append(f"{first}")
        else:
            words.append(f"{first}–{last}")
    return say("、").join(words)
