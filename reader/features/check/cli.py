"""`reader check`: checks catalogue, index and user data, and rebuilds the first two."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from reader.cli.errors import CommandError
from reader.cli.libraries import make_ready, opened, print_failures
from reader.cli.options import Arguments, AsJson, LibraryPlace, Option
from reader.cli.terminal import print_error, print_json, progress_bar
from reader.i18n import count, later, say
from reader.library.answers import Repair
from reader.library.library import Library, LibraryError
from reader.library.missing_files import RemovedTexts, in_words
from reader.library.sync_events import Failure, LibraryBusy
from reader.newspaper.holdings import IssueRow, MissingFile
from reader.storage import user_repair

STRINGS = 300
"""The number of random strings that are searched for."""
SHOWN = 20
"""The number of files or issues that are listed on a terminal."""


class _Suggested(Struct, frozen=True):
    """An issue with the dates and numbers that are suggested for it, and the path of its first file."""

    path: str
    issue: IssueRow
    suggestions: tuple[Repair, ...]

    @classmethod
    def of(cls, library: Library, issue: IssueRow, suggestions: tuple[Repair, ...]) -> "_Suggested":
        files = library.derived.catalogue.files.files_of_issue(issue.id)
        return cls(files[0].path if files else issue.label, issue, suggestions)

    def to_json(self) -> list[dict[str, object]]:
        return [{"path": self.path, **suggestion.as_json} for suggestion in self.suggestions]


class _Done(Struct, frozen=True):
    """What `--repair` and `--forget-missing` have done.

    Attributes:
        remaining: the problems that remain.
        is_repaired: whether what was damaged is rebuilt.
        new_names: the number of names of people that have become words; None if none have.
        forgotten: the texts that were removed; None if none were.
        why_undone: why something is left to do; "" if nothing is.
    """

    remaining: list[str]
    is_repaired: bool = False
    new_names: int | None = None
    forgotten: RemovedTexts | None = None
    why_undone: str = ""


class _Seen(Struct, frozen=True):
    """What there is to tell of a library.

    Attributes:
        problems: what was damaged, or not found, before anything was done.
        done: what was done about it.
        articles: the number of articles.
        suggested: the issues with suggestions; none while problems remain.
        left_out: the files that could not be read.
        missing: the files that are not there any more.
    """

    problems: list[str]
    done: _Done
    articles: int
    suggested: Sequence[_Suggested]
    left_out: Sequence[Failure]
    missing: Sequence[MissingFile]

    def to_json(self, user_data: Sequence[str]) -> dict[str, object]:
        """Return the object that is printed; `user_data` are the problems of what the reader has written down."""
        done = self.done
        return {
            "problems": self.problems,
            "user_data": user_data,
            "repaired": done.is_repaired,
            "names": done.new_names,
            "articles": self.articles,
            "strings": STRINGS,
            "suggestions": list(chain.from_iterable(issue.to_json() for issue in self.suggested)),
            "left_out": [{"path": failure.path, "message": failure.message} for failure in self.left_out],
            "missing": list(map(_missing_to_json, self.missing)),
            "forgotten": done.forgotten and _forgotten_to_json(done.forgotten),
        }


class Check(Arguments, frozen=True):
    MORE = later(
        "也从文章里随意取些字串，看是否都搜得到。有问题而没有修好时以 1 退出。\n"
        "--repair 也把资料库里人物的名字收作词，重新分词。\n"
        "没有日期、没有期号、日期与期号不合的各期，列出由前后各期推知的；那只是建议，不作任何改动。"
    )
    EXAMPLES = (
        (later("reader check --library ~/旧报"), later("只看，不动")),
        (
            later("reader check --library ~/旧报 --repair"),
            later("重建目录和索引；收藏和不见了的文件的文字都留着"),
        ),
    )
    JSON = later(
        "打印一个对象：problems user_data repaired names articles strings suggestions left_out missing forgotten"
    )
    ANSWERS = (
        "reader.features.check.schemas:Checked",
        "reader.features.check.schemas:Unchecked",
    )
    library: LibraryPlace = None
    repair: Annotated[bool, Option("重建目录和索引")] = False
    forget_missing: Annotated[
        tuple[str, ...] | None,
        Option(
            "移除已不在的文件的文字：写出的那些，不写则全部。文字先另存成文件，收藏、批注、更正都留着",
            metavar="PATH",
            nargs="*",
        ),
    ] = None
    as_json: AsJson = False

    def run(self) -> int:
        with opened(self.library) as library:
            user_problems = list(user_repair.problems(library.user_data))
            about_own = [*user_problems, *user_repair.about_damaged_copies(library.user_data.file)]
            try:
                library_problems = library.problems()
            except LibraryError as error:  # of one on a server
                return self._say_unchecked(about_own, str(error))
            seen = self._seen(library, library_problems)
            words = library.words
            about_as_json = library.about_as_json()
        if self.as_json:
            print_json({**seen.to_json(about_own), **about_as_json})
        else:
            for line in words.about:
                print(line)
            _print_seen(seen, can_repair=not words.why_unchangeable)
            _print_user_data_problems(about_own)
        self._print_errors(seen.done, user_problems)
        if seen.done.remaining or user_problems or seen.done.why_undone:
            return 1
        return 0

    def _seen(self, library: Library, library_problems: list[str]) -> _Seen:
        """Return what there is to tell of the library, after what was asked for has been done."""
        # in damaged data, strings that are not found say nothing new
        unfound = [] if library_problems else _unfound(library)
        problems = library_problems or unfound
        done = _Done(problems)
        if self.repair:
            done = self._repaired(library, problems, whole_index=bool(unfound))
        if self.forget_missing is not None and not done.why_undone:
            done = _forgotten(library, self.forget_missing, done)
        missing = library.missing_files()
        left_out = library.contents.left_out()
        articles = library.contents.counts().articles
        suggested: list[_Suggested] = []
        if not done.remaining:
            suggested = [_Suggested.of(library, *repair) for repair in library.contents.repairs.all()]
        return _Seen(problems, done, articles, suggested, left_out, missing)

    def _print_errors(self, done: _Done, user_problems: Sequence[str]) -> None:
        for problem in done.remaining:
            print_error(problem)
        if self.as_json:  # else they are in the report
            for problem in user_problems:
                print_error(problem)
        if done.why_undone:
            print_error(done.why_undone)

    def _repaired(self, library: Library, problems: list[str], *, whole_index: bool) -> _Done:
        """Rebuild what is damaged, and have the names of the library's people as words once it is sound.

        Where another process writes, what is left is told with the reason.
        """
        remaining = problems
        is_repaired = False
        try:
            if problems:
                with progress_bar() as progress:
                    print_failures(library.repair(progress, whole_index=whole_index))
                is_repaired = True
                # checked again, instead of trusting the repair
                remaining = library.problems() or _unfound(library)
            new_names = None
            if not remaining and not library.words.why_unchangeable:
                new_names = library.bring_names_in()
        except LibraryBusy as busy:
            return _Done(remaining, is_repaired, why_undone=str(busy))
        return _Done(remaining, is_repaired, new_names)

    def _say_unchecked(self, about_own: Sequence[str], why: str) -> int:
        """Tell what is known of a library that can't be checked; return the exit status."""
        if self.as_json:
            print_json({"user_data": about_own, "unchecked": why})
        else:
            _print_user_data_problems(about_own)
        print_error(why)
        return 1


def _missing_to_json(file: MissingFile) -> dict[str, object]:
    return {"path": file.path, "articles": file.article_count}


def _forgotten(library: Library, paths: Sequence[str], done: _Done) -> _Done:
    """Remove the stored texts of missing files: of those given, or of all if `paths` is empty.

    Returns what is done by then, with the reason if nothing could be removed. Raises CommandError, and removes
    nothing, if one of the files is not missing.
    """
    missing = [file.path for file in library.missing_files()]
    present = [path for path in paths if path not in missing]
    if present:
        raise CommandError(say("这些文件没有不见：{paths}", paths=say("、").join(present)))
    try:
        return replace(done, forgotten=library.forget_missing(paths or missing))
    except (LibraryBusy, LibraryError) as error:
        return replace(done, why_undone=str(error))


def _forgotten_to_json(forgotten: RemovedTexts) -> dict[str, object]:
    if forgotten.texts_folder:
        texts_folder = str(forgotten.texts_folder)
    else:
        texts_folder = None
    return {"paths": list(forgotten.paths), "articles": forgotten.articles, "kept_in": texts_folder}


def _name_lines(number: int | None) -> Iterator[str]:
    if number is not None:
        yield count(number, "人物的名字成了词：{n} 种写法。分词照着重做过，搜得到的不变。")


def _missing_lines(missing: Sequence[MissingFile]) -> Iterator[str]:
    if missing:
        yield say(
            "{count} 个文件已不在，它们的文字还留着（--forget-missing 移除，移除前另存）：",
            count=len(missing),
        )
    yield from (f"    {file.path}" for file in missing[:SHOWN])
    if len(missing) > SHOWN:
        yield say("……还有 {count} 个，reader check --json 列出全部。", count=len(missing) - SHOWN)


def _left_out_lines(left_out: Sequence[Failure]) -> Iterator[str]:
    yield from (f"    {failure.path}  {failure.message}" for failure in left_out[:SHOWN])
    if len(left_out) > SHOWN:
        yield say("……还有 {count} 个，reader check --json 列出全部。", count=len(left_out) - SHOWN)


def _print_seen(seen: _Seen, *, can_repair: bool) -> None:
    done = seen.done
    _print_report(seen.problems, done.is_repaired, seen.articles, can_repair=can_repair)
    for line in (
        *_name_lines(done.new_names),
        *_missing_lines(seen.missing),
        *_left_out_lines(seen.left_out),
        *_suggestion_lines(seen.suggested),
    ):
        print(line)
    if done.forgotten:
        print(in_words(done.forgotten))


def _print_report(problems: list[str], repaired: bool, articles: int, *, can_repair: bool) -> None:
    if problems:
        print(say("发现问题："))
        for problem in problems:
            print("    " + problem)
    elif articles:
        print(say("目录和索引都是好的：{articles} 篇文章，随意取的字串都搜得到。", articles=articles))
    else:
        print(say("还没有文章可查。"))
    if problems and repaired:
        print(say("已重建损坏的部分。"))
    elif problems and can_repair:
        print(say("请运行 reader check --repair 重建。收藏和批注不受影响。"))


def _print_user_data_problems(problems: Sequence[str]) -> None:
    """Print the problems of the user's data. `--repair` leaves them: unreadable records are stored as they are."""
    if not problems:
        print(say("收藏文件是好的，每一条都读得懂。"))
    for problem in problems:
        print("    " + problem)


def _suggestion_lines(suggested: Sequence[_Suggested]) -> Iterator[str]:
    """Yield lines on suggested dates and numbers.

    They are no problems: `reader correct` accepts one, or it is ignored.
    """
    if suggested:
        yield say(
            "{count} 期的日期或期号可以由前后各期推知，采用与否由您（reader correct add）：",
            count=len(suggested),
        )
    for issue in suggested[:SHOWN]:
        yield f"    {issue.path}"
        for suggestion in issue.suggestions:
            yield "        " + suggestion.words
    if len(suggested) > SHOWN:
        more = len(suggested) - SHOWN
        yield say("……还有 {count} 期，reader check --json 列出全部。", count=more)


def _unfound(library: Library) -> list[str]:
    """Search for STRINGS strings taken at random from articles. Return a message for each that is not found."""
    from reader.library.integrity import unfound

    make_ready(library)
    strings = unfound(library.local.catalogue, library.local.engine, STRINGS)
    return [say("搜不到文章 {key} 里的“{string}”。", key=key, string=string) for key, string in strings]
