"""`reader correct`: corrections of how a file was parsed, or a character read."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Annotated, ClassVar

from reader.cli.errors import CommandError
from reader.cli.libraries import UUID_SHOWN, opened, path_of, print_unapplied, ready
from reader.cli.named_articles import articles_named, message_on_several
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    LibraryPlace,
    OneOf,
    Option,
    WrongArguments,
    actions_of,
    whole,
    whole_number,
)
from reader.cli.terminal import faint, print_json, print_result, print_warning
from reader.cli.written_files import write_or_print
from reader.features.correct.cli import characters
from reader.features.correct.cli.characters import Characters
from reader.features.correct.file_changes import FileChange, changes_of, claims_of
from reader.i18n import count, later, say
from reader.language.forms import escaped_in_json
from reader.library.corrections import (
    CorrectionOutcome,
    Effect,
    IssueCorrectionOutcome,
    KnownCorrection,
)
from reader.library.library import Library
from reader.newspaper.article import Role
from reader.newspaper.correction import (
    Claim,
    CorrectedCredit,
    CorrectedRole,
    CorrectionKind,
    correction_to_json,
    names_in,
)
from reader.newspaper.holdings import HeldFile, StoredArticle
from reader.storage.system_paths import real_path

QUOTE_SHOWN = 24


def _date(text: str) -> dt.date:
    from reader.language.dates.date_expressions import days_of

    days = days_of(text, dt.date.today())
    if days is None or days.first != days.last:
        raise WrongArguments(say("“{text}”不是日期，要像 1987-06-03", text=text))
    return days.first


def _number(text: str) -> int:
    number = whole_number(text, least=1)
    if number >= 10**8:
        raise WrongArguments(say("“{text}”不是期号", text=text))
    return number


def _year(text: str) -> int:
    year = whole_number(text, least=dt.MINYEAR)
    if year > dt.MAXYEAR:
        raise WrongArguments(say("“{text}”不是年份", text=text))
    return year


def _page(text: str) -> str:
    from reader.parsing import page_label

    label = page_label(text.strip().removeprefix("第").removesuffix("版"))
    if label is None:
        raise WrongArguments(say("“{text}”不是版面，要像 3、A4", text=text))
    return label


def _title(text: str) -> str:
    title = text.strip("《》 ")
    if not title or len(title) > 40 or not title.isprintable():
        raise WrongArguments(say("“{text}”不是报纸名", text=text))
    return title


def _encoding(text: str) -> str:
    from reader.formats.encodings import NAMES, name_of

    name = name_of(text)
    if name is None:
        raise WrongArguments(
            say("“{text}”不是这里认得的编码；可以写 {names}", text=text, names=" ".join(NAMES))
        )
    return name


CLAIM = OneOf(is_needed=True)


class Add(Arguments, frozen=True):
    SHORT = later("更正文件的一行，或整个文件的日期、期号、报纸名、版面、编码")
    MORE = later("其余各行照着它重新认过。与以前的更正矛盾时，新的有效。")
    EXAMPLES = (
        (
            later(
                'reader correct add 1987/06/19870612.txt 12 --names "{names}" --credit photographer',
                names="顾知远 贺一舟",
            ),
            later("第 12 行的照片是这两个人拍的"),
        ),
        (
            "reader correct add scans/0017.txt --date 1987-06-03",
            later("这个文件是 1987 年 6 月 3 日的报；不写行号"),
        ),
    )
    JSON = later("打印一个对象")
    ANSWERS = (
        "reader.features.correct.schemas:OfArticle",
        "reader.features.correct.schemas:OfIssue",
    )
    file: Annotated[Path, Argument("FILE", "资料库里的文件：在资料库里的路径，或通常的路径")]
    line: Annotated[int | None, Argument("LINE", "行号，从 1 数起，空行也算")] = None
    library: LibraryPlace = None
    role: Annotated[
        CorrectedRole | None,
        Option(
            "这一行是什么：headline 标题、kicker 眉题、deck 副题、section 栏目、byline 署名、\n"
            "paragraph 正文、subhead 小标题、caption 图说、notice 启事、jump 转版、masthead 报头、page 版面号",
            metavar="ROLE",
            one_of=CLAIM,
        ),
    ] = None
    starts: Annotated[bool, Option("一篇文章从这一行开始", one_of=CLAIM)] = False
    joins: Annotated[bool, Option("这一行所在的文章与上一篇是同一篇", one_of=CLAIM)] = False
    same_paragraph: Annotated[bool, Option("这一行接着上一段，不另起", one_of=CLAIM)] = False
    new_paragraph: Annotated[bool, Option("这一行另起一段", one_of=CLAIM)] = False
    names: Annotated[
        str | None,
        Option(
            '这里署名的是谁，几个人用空格隔开；空的 "" 表示没有署名',
            metavar="NAMES",
            parse=whole,
            one_of=CLAIM,
        ),
    ] = None
    date: Annotated[
        dt.date | None,
        Option(
            "文件是哪天的报，如 1987-06-03；写了 LINE，是从那一行起",
            metavar="DATE",
            parse=_date,
            one_of=CLAIM,
        ),
    ] = None
    not_year: Annotated[
        int | None,
        Option(
            "文件不是哪一年的报：推定的年份不取，归入日期不详，或由别的根据推定",
            metavar="YEAR",
            parse=_year,
            one_of=CLAIM,
        ),
    ] = None
    number: Annotated[int | None, Option("文件是第几期的报", metavar="N", parse=_number, one_of=CLAIM)] = None
    title: Annotated[str | None, Option("文件是什么报的", metavar="TITLE", parse=_title, one_of=CLAIM)] = None
    page: Annotated[
        str | None,
        Option(
            "文件是第几版，如 3、A4；后面另有版面号的各版不变",
            metavar="N",
            parse=_page,
            one_of=CLAIM,
        ),
    ] = None
    encoding: Annotated[
        str | None,
        Option(
            "文件用什么编码读，如 gb18030、big5、euc-jp；推测的不对时用",
            metavar="NAME",
            parse=_encoding,
            one_of=CLAIM,
        ),
    ] = None
    credit: Annotated[
        Role,
        Option(
            "与 --names 同用：reporter 记者（默认）、correspondent 通讯员、photographer 摄影、\n"
            "author 作者、editor 编辑、agency 通讯社",
            metavar="WHO",
        ),
    ] = Role.REPORTER
    as_json: AsJson = False

    def __post_init__(self) -> None:
        is_of_issue = self.claim().kind.is_of_issue
        if is_of_issue == (self.line is not None):
            raise WrongArguments(
                say("--not-year、--number、--title、--page、--encoding 说的是整个文件，不写 LINE")
                if is_of_issue
                else say("缺少 LINE")
            )

    def claim(self) -> Claim:
        kind = CorrectionKind
        if self.role is not None:
            return Claim(kind.ROLE, self.role)
        if self.names is not None:
            return Claim(kind.CREDIT, credit=CorrectedCredit(self.credit, names_in(self.names)))
        if self.date is not None:
            return Claim(kind.DATE if self.line is None else kind.DAY, date=self.date)
        if self.not_year is not None:
            return Claim(kind.NOT_YEAR, year=self.not_year)
        if self.number is not None:
            return Claim(kind.NUMBER, number=self.number)
        if self.title is not None:
            return Claim(kind.TITLE, title=self.title)
        if self.page is not None:
            return Claim(kind.PAGE, page=self.page)
        if self.encoding is not None:
            return Claim(kind.ENCODING, encoding=self.encoding)
        without_content = (
            (kind.STARTS, self.starts),
            (kind.JOINED, self.joins),
            (kind.PARAGRAPH_JOINED, self.same_paragraph),
            (kind.PARAGRAPH_APART, self.new_paragraph),
        )
        return Claim(next(kind for kind, is_given in without_content if is_given))

    def run(self) -> int:
        claim = self.claim()
        sentence = say("已更正：{claim}", claim=claim.words)
        with ready(self.library) as library:
            path = path_of(library, self.file)
            if self.line is None:
                of_issue = library.corrections.correct_issue([path], [claim])
                _print_issue_outcome(library, of_issue, sentence, as_json=self.as_json)
            else:
                done = library.corrections.correct_line(path, self.line, claim)
                _print_outcome(library, done, sentence, as_json=self.as_json)
        return 0


class Files(Arguments, frozen=True):
    SHORT = later("批量更正日期、报纸名：一次完成，一次撤销")
    MORE = later(
        "先加 --dry-run 看每个文件会变成什么。文件夹是里面的全部文件；--pages 一次确认其中文件名写的版面。"
    )
    EXAMPLES = (
        (
            "reader correct files scans --by-name YYMMDD --dry-run",
            later("日期在文件名里，如 860305；先看，不改"),
        ),
        (
            later("reader correct files 一月/0017.txt 一月/0018.txt --date 1987-01-03 --title 雁桥日报"),
            later("这两个文件是 1987 年 1 月 3 日的雁桥日报"),
        ),
    )
    JSON = later("打印一个数组，每个文件一个对象；doubt 说为什么不改")
    ANSWERS = ("reader.features.correct.schemas:FileChanges",)
    files: Annotated[tuple[Path, ...], Argument("FILE", "资料库里的文件或文件夹")]
    library: LibraryPlace = None
    date: Annotated[
        dt.date | None,
        Option("文件是哪天的报，如 1987-06-03", metavar="DATE", parse=_date),
    ] = None
    by_name: Annotated[
        str | None,
        Option(
            '日期在文件名里，样式如 YYMMDD、DD-MM-YYYY，* 代表任何字；空的 "" 是认得出的任何写法',
            metavar="PATTERN",
            parse=whole,
        ),
    ] = None
    title: Annotated[str | None, Option("文件是什么报的", metavar="TITLE", parse=_title)] = None
    pages: Annotated[bool, Option("文件名里写的版面都对")] = False
    dry_run: Annotated[bool, Option("只列出每个文件会变成什么，不改")] = False
    as_json: AsJson = False

    def __post_init__(self) -> None:
        has_one_day = (self.date is None) != (self.by_name is None)
        is_only_titled = self.date is None and self.by_name is None and self.title is not None
        if self.pages == (has_one_day or is_only_titled):
            raise WrongArguments(
                say("请给出 --date、--by-name、--title 之一，前两个只写一个；或只写 --pages")
            )

    def run(self) -> int:
        with ready(self.library) as library:
            changes = changes_of(
                _held_files(library, self.files),
                date=self.date,
                newspaper=self.title or "",
                is_by_name=self.by_name is not None,
                pattern=self.by_name or "",
                confirms_pages=self.pages,
            )
            claims = [] if self.dry_run else claims_of(changes)
            if claims:
                done = library.corrections.correct_issues(claims)
            else:
                done = None
            if self.as_json:
                print_json([_change_to_json(file_change) for file_change in changes])
                return 0
            for change in changes:
                print(f"{change.file.path}: {change.words()}")
            if done is not None:
                _print_step(library, done, say("已更正"), as_json=False)
        return 0


def _held_files(library: Library, paths: Sequence[Path]) -> list[HeldFile]:
    """Return the files of the library that are given, or are in the folders given. Raises CommandError without any."""
    root = real_path(library.root)
    files = library.derived.catalogue.files.held_files()
    file_by_path: dict[str, HeldFile] = {}
    for path in paths:
        if path.is_absolute():
            whole_path = path
        else:
            whole_path = library.root / path
        if not whole_path.exists() and path.exists():
            whole_path = path
        real = real_path(whole_path)
        if real.is_relative_to(root):
            name = real.relative_to(root).as_posix()
        else:
            name = path.as_posix()
        below = "" if name == "." else f"{name}/"
        matching = [file for file in files if file.path == name or file.path.startswith(below)]
        if not matching:
            raise CommandError(say("{path} 不在资料库 {root} 里。", path=path, root=library.root))
        file_by_path |= {file.path: file for file in matching}
    return [*file_by_path.values()]


def _change_to_json(change: FileChange) -> dict[str, object]:
    date = change.date or change.file.date
    date_before = change.file.date.isoformat() if change.file.date else None
    return {
        "path": change.file.path,
        "date_before": date_before,
        "date": date.isoformat() if date else None,
        "newspaper_before": change.file.newspaper,
        "newspaper": change.newspaper or change.file.newspaper,
        "page": change.page,
        "doubt": change.doubt or None,
    }


def _print_step(library: Library, done: IssueCorrectionOutcome, sentence: str, *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                correction_to_json(stored_correction) | {"is_applied": done.is_applied}
                for stored_correction in done.corrections
            ]
        )
        return
    uuid = done.corrections[0].uuid[:UUID_SHOWN]
    files = len({correction.anchor.path for correction in done.corrections})
    print(f"{sentence}：{count(files, '{n} 个文件')} {faint(uuid)}")
    if not any(stored_correction.undone for stored_correction in done.corrections):
        print(say("一并撤销：reader correct undo {uuid} --all", uuid=uuid))
    if not done.is_applied:
        print_unapplied(library)


class _OfTwo(Arguments, frozen=True):
    JSON = later("打印一个对象")
    ANSWERS = ("reader.features.correct.schemas:OfArticle",)
    key: Annotated[str, Argument("KEY", "前一篇的编号", whole)]
    second_key: Annotated[str, Argument("KEY", "后一篇的编号", whole)]
    library: LibraryPlace = None
    as_json: AsJson = False
    IS_ONE: ClassVar[bool] = True

    def run(self) -> int:
        with ready(self.library) as library:
            first, second = _pair_of_one_day(library, (self.key, self.second_key))
            done = library.corrections.correct_story(first.id, second.id, is_one=self.IS_ONE)
            sentence = say("已更正：{claim}", claim=done.correction.claim.words)
            _print_outcome(library, done, sentence, as_json=self.as_json)
        return 0


class Together(_OfTwo, frozen=True):
    SHORT = later("指定两篇为同一篇：后一篇接在前一篇后面")
    MORE = later("程序没有接上的转版文章，这样接上；编号在 search 和 show 的结果里。两篇要是同一天的。")
    EXAMPLES = (
        ("reader correct together 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn", later("后一个编号接在前一个后面")),
        ("reader correct together 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn --json", later("打印一个对象")),
    )


class Apart(_OfTwo, frozen=True):
    SHORT = later("拆开接错的两篇")
    MORE = later("拆开之后不会再接上；接上的两篇，编号见 show --format json 的 continued_by。")
    EXAMPLES = (
        ("reader correct apart 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn", later("后一个编号不接在前一个后面")),
        ("reader correct apart 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn --json", later("打印一个对象")),
    )
    IS_ONE = False


class List(Arguments, frozen=True):
    SHORT = later("列出更正")
    MORE = later("旧的在前。还没有用上的、被另一条盖过的、找不到那一行的，会注明。")
    EXAMPLES = (
        ("reader correct list", later("在哪个文件的第几行，更正成什么")),
        (
            "reader correct list --json",
            later("打印一个数组；effect 是它现在的作用，line 是 null 的找不到那一行"),
        ),
    )
    JSON = later("打印一个数组，每条更正一个对象")
    ANSWERS = ("reader.features.correct.schemas:Corrections",)
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with opened(self.library) as library:
            corrections = library.corrections.known()
        return print_result(
            _listed(corrections), partial(list, map(_to_json, corrections)), as_json=self.as_json
        )


class Choose(Arguments, frozen=True):
    SHORT = later("几条更正互相不合，用这一条")
    MORE = later("与它不合的撤销，都留着，可以找回；reader unknown --kind other-correction 列出不合的。")
    EXAMPLES = (
        ("reader correct choose 3f1c9a52", later("按 UUID（list 里有），写开头几位即可")),
        ("reader correct choose 3f1c9a52 --json", later("打印一个对象")),
    )
    JSON = later("打印一个对象")
    ANSWERS = ("reader.features.correct.schemas:OfArticle",)
    uuid: Annotated[str, Argument("UUID", "要用的更正的 UUID，或它的开头")]
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with ready(self.library) as library:
            done = library.corrections.choose(_uuid(library, self.uuid))
            said = say("用这一条：{claim}", claim=done.correction.claim.words)
            _print_outcome(library, done, said, as_json=self.as_json)
        return 0


class Undo(Arguments, frozen=True):
    SHORT = later("撤销一条更正，或改正的一个字")
    MORE = later("这一行、这个字此前的更正重新有效。")
    EXAMPLES = (
        ("reader correct undo 3f1c9a52", later("按 UUID（list 里有），写开头几位即可")),
        ("reader correct undo 3f1c9a52 --json", later("打印一个对象")),
    )
    JSON = later("打印一个对象")
    ANSWERS = (
        "reader.features.correct.schemas:OfArticle",
        "reader.features.correct.schemas:Step",
        "reader.cli.schemas:CharacterOutcome",
    )
    uuid: Annotated[str, Argument("UUID", "更正的 UUID，或它的开头")]
    library: LibraryPlace = None
    everywhere: Annotated[bool, Option("与它一起改正的各处，一并撤销", "--all")] = False
    as_json: AsJson = False

    def run(self) -> int:
        with ready(self.library) as library:
            of_character = characters.uuid_of_character(library, self.uuid)
            if of_character is not None:
                characters.undo(library, of_character, everywhere=self.everywhere, as_json=self.as_json)
                return 0
            if self.everywhere:
                step = library.corrections.undo_step(_uuid(library, self.uuid))
                _print_step(library, step, say("已撤销"), as_json=self.as_json)
                return 0
            done = library.corrections.undo(_uuid(library, self.uuid))
            sentence = say("已撤销：{claim}", claim=done.correction.claim.words)
            _print_outcome(library, done, sentence, as_json=self.as_json)
        return 0


class Export(Arguments, frozen=True):
    SHORT = later("导出更正，送给别人")
    MORE = later("别人的文件名字不同也不要紧：更正按那一行的文字来认。已有的文件不会被盖掉。")
    EXAMPLES = (
        ("reader correct export", later("打印到标准输出，一行一条")),
        (later("reader correct export 更正.jsonl"), later("存成文件")),
    )
    target: Annotated[Path | None, Argument("FILE", "存到哪里")] = None
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:
            text = library.corrections.export_text()
        if self.target is None:
            print(escaped_in_json(text), end="")
            return 0
        write_or_print(text, self.target, is_quiet=True)
        print(say("更正已存到 {path}", path=self.target))
        return 0


class Import(Arguments, frozen=True):
    SHORT = later("读入别人导出的更正")
    MORE = later("已有的不重复；同一条有两种改法时，后改的有效。")
    EXAMPLES = (
        (later("reader correct import 更正.jsonl"), later("读入，并说明哪些暂时找不到对应位置")),
        (later("reader correct import 更正.jsonl --json"), later("打印一个数组：新读入的更正")),
    )
    JSON = later("打印一个数组：新读入的更正")
    ANSWERS = ("reader.features.correct.schemas:Corrections",)
    file: Annotated[Path, Argument("FILE", "export 存成的文件")]
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with ready(self.library) as library:
            imported = library.corrections.import_file(self.file)
        for remark in imported.remarks():
            print_warning(remark)
        new = imported.new
        if self.as_json:
            print_json([_to_json(each) for each in new])
        else:
            print(say("读入了 {count} 条新的更正", count=len(new)))
            for line in _lines([each for each in new if each.effect is not Effect.IN_EFFECT]):
                print(line)
        return 0


class Correct(Arguments, frozen=True):
    MORE = later("更正记在资料库旁边，文件本身不动；重读、改名、更新之后仍然有效，随时可以撤销。")
    EXAMPLES = (
        (
            "reader correct add 1987/06/19870612.txt 10 --role headline",
            later("第 10 行是标题；行号见 reader parse FILE --explain"),
        ),
        (later("reader correct export 更正.jsonl"), later("存成一个小文件，可以送给别人")),
    )
    ACTIONS = (
        Add,
        Files,
        Together,
        Apart,
        *actions_of("correct"),
        Characters,
        List,
        Choose,
        Undo,
        Export,
        Import,
    )


def _pair_of_one_day(library: Library, names: tuple[str, str]) -> tuple[StoredArticle, StoredArticle]:
    """Return the articles of the two keys; of several printings, those of one paper on one day.

    Raises CommandError if a key names no article, or if several pairs of printings are left.
    """
    both = [articles_named(library, name) for name in names]
    pairs = [
        (one, other)
        for one, other in product(*both)
        if (one.issue.newspaper, one.issue.date) == (other.issue.newspaper, other.issue.date)
    ]
    for name, articles in zip(names, both, strict=True):
        if len(pairs) != 1 and len(articles) > 1:
            raise CommandError(message_on_several(library, name, articles))
    if pairs:
        return pairs[0]
    return (both[0][0], both[1][0])


def _uuid(library: Library, beginning: str) -> str:
    """Return the UUID of the correction that has a beginning. Raises CommandError if there is none, or several."""
    uuids = [known_correction.correction.uuid for known_correction in library.corrections.known()]
    fitting = [uuid for uuid in uuids if beginning and uuid.startswith(beginning.lower())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise CommandError(
            say("以 {uuid} 开头的更正有 {count} 条，请多写几位。", uuid=beginning, count=len(fitting))
        )
    raise CommandError(say("没有这条更正：{uuid}。reader correct list 列出全部更正。", uuid=beginning))


def _print_outcome(library: Library, done: CorrectionOutcome, sentence: str, *, as_json: bool) -> None:
    if done.article_id is None:
        stored = None
    else:
        stored = library.articles.article(done.article_id)
    if as_json:
        print_json(
            correction_to_json(done.correction)
            | {"key": stored.article.key if stored else None, "is_applied": done.is_applied}
        )
        return
    uuid = faint(done.correction.uuid[:UUID_SHOWN])
    quote = _short(done.correction.anchor.quote)
    print(sentence)
    print(f"    {quote} {uuid}")
    if not done.is_applied:
        print_unapplied(library)
    elif stored:
        title = say("现在它在这篇里：{title}", title=stored.article.title())
        print(f"    {title} {faint(stored.article.key)}")


def _print_issue_outcome(
    library: Library, done: IssueCorrectionOutcome, sentence: str, *, as_json: bool
) -> None:
    if done.issue_id is None:
        issue = None
    else:
        issue = library.contents.issue(done.issue_id)
    (correction,) = done.corrections
    if as_json:
        if issue and issue.date:
            date = issue.date.isoformat()
        else:
            date = None
        print_json(correction_to_json(correction) | {"issue_date": date, "is_applied": done.is_applied})
        return
    print(sentence)
    print(f"    {correction.anchor.path} {faint(correction.uuid[:UUID_SHOWN])}")
    if not done.is_applied:
        print_unapplied(library)


def _to_json(known: KnownCorrection) -> dict[str, object]:
    return correction_to_json(known.correction) | {"line": known.line, "effect": known.effect.value}


def _listed(known: Sequence[KnownCorrection]) -> Iterator[str]:
    yield say("{count} 条更正", count=len(known))
    effects = Counter(each.effect for each in known)
    for effect in Effect:
        if effects[effect] and effect is not Effect.IN_EFFECT:
            yield say("其中 {count} 条{effect}", count=effects[effect], effect=effect.words)
    yield from _lines(known)


def _lines(known: Sequence[KnownCorrection]) -> Iterator[str]:
    for each in known:
        anchor = each.correction.anchor
        if each.line is None or each.correction.claim.kind.is_of_issue:
            place = anchor.path
        else:
            place = say("{path} 第 {line} 行", path=anchor.path, line=each.line)
        told = [place, each.correction.claim.words]
        if each.effect is not Effect.IN_EFFECT:
            told.append(each.effect.words)
        yield ""
        yield f"{' · '.join(told)} {faint(each.correction.uuid[:UUID_SHOWN])}"
        yield f"    {_short(anchor.quote)}"


def _short(text: str) -> str:
    if len(text) <= QUOTE_SHOWN:
        return text
    return text[:QUOTE_SHOWN] + "…"
