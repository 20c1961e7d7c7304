"""`reader misreadings`, and `reader correct character`: what may be misread, and what is."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Annotated

from reader.cli.characters import context, in_words, outcome_to_json, warn_if_not_applied
from reader.cli.errors import CommandError
from reader.cli.libraries import UUID_SHOWN, path_of, ready
from reader.cli.named_articles import article_named
from reader.cli.options import Argument, Arguments, AsJson, LibraryPlace, Option, WrongArguments, whole
from reader.cli.terminal import faint, marked, print_json, print_warning
from reader.features.misread.everywhere import MisreadEverywhere
from reader.features.misread.likely import LikelyMisreadings, Misreading, only_witnessed
from reader.i18n import count, later, say
from reader.library.character_places import CharacterPlace
from reader.library.characters import CharacterOutcome, Characters, place_of_words
from reader.library.corrections import date_in
from reader.library.library import Library
from reader.newspaper.article import Fault
from reader.storage.issue_table import IssueTable


class Misreadings(Arguments, frozen=True):
    MORE = later(
        "同一篇文字在别处又登，那里印作形近的另一个字、放进这句话也通的，列出来供校对。没有旁证的不猜，所以常常一个也没有。\n"
        "是不是认错由人来定：reader correct character 改正，或加 --dismiss 说没有认错，就不再列出。"
    )
    EXAMPLES = (
        ("reader misreadings 1987-06-12", later("这一天的各期")),
        ("reader misreadings 1987/06/19870612.txt --json", later("一个文件，打印一个数组")),
    )
    JSON = later(
        "打印一个数组，每处一个对象：key path where index at printed read_as form "
        "meant before after witness；\n"
        "form 是印着的，meant 是换了字的，witness 是印作那个字的另一处"
    )
    ANSWERS = ("reader.features.misread.schemas:Misreadings",)
    issue: Annotated[str, Argument("ISSUE|FILE", "哪一天，如 1987-06-12；或资料库里的文件")]
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with ready(self.library) as library:
            misread = LikelyMisreadings(library.characters.derived, library.same_texts)
            day = date_in(self.issue)
            tree = library.derived.catalogue.tree
            if day is not None:
                ids = _ids_on(tree, day)
            else:
                path = path_of(library, self.issue)
                ids = [article_id for _, article_id in library.local.catalogue.readings.ids_in_files([path])]
            if not ids:
                raise CommandError(say("资料库里没有 {issue} 的文章。", issue=self.issue))
            misreadings = _misreadings(misread, ids)
            why = misread.why_incomplete(ids)
            if why:
                print_warning(why)
            if self.as_json:
                print_json([misreading_to_json(library, misreading) for misreading in misreadings])
            elif not misreadings:
                print(say("没有找到有旁证的错字"), only_witnessed(), sep="\n")
            else:
                print("\n".join(_lines(library, misreadings)))
        return 0


def _misreadings(misread: LikelyMisreadings, ids: Sequence[int]) -> list[Misreading]:
    """Return the likely misreadings in articles: the systematic ones, then the others where there is none of these."""
    misreadings = list(misread.systematic(ids))
    places = {(misreading.article_id, misreading.place) for misreading in misreadings}
    for misreading in chain.from_iterable(misread.witnessed(ids)):
        if (misreading.article_id, misreading.place) not in places:
            misreadings.append(misreading)
    return misreadings


def _lines(library: Library, misreadings: Sequence[Misreading]) -> Iterator[str]:
    """Yield misreadings below headings: what speaks for a systematic one, else the article."""
    yield count(len(misreadings), "{n} 处可能认错的字")
    last_group: object = None
    for misreading in misreadings:
        stored = library.articles.article(misreading.article_id)
        key = faint(stored.article.key) if stored is not None else ""
        if misreading.is_systematic:
            group: object = (misreading.form, misreading.meant)
            ending = f"{key} {misreading.doubt()}".rstrip()
        else:
            group = misreading.article_id
            alternative = say("或是“{read_as}”", read_as=misreading.read_as)
            ending = f"{alternative} {faint(misreading.meant)} {misreading.because()}"
        if stored is not None and group != last_group:
            yield ""
            yield misreading.witness if misreading.is_systematic else f"{stored.article.title()} {key}"
            last_group = group
        yield f"    {quoted(misreading)}　{ending}"
    example = f"reader correct character KEY {misreadings[0].form} {misreadings[0].meant}"
    yield ""
    yield say("是认错了：{command}；不是：后面加 --dismiss", command=example)
    if misreadings[0].is_systematic:
        yield say("各处一起改：后面加 --all；加 --dry-run 先看有哪些")


def _ids_on(tree: IssueTable, day: dt.date) -> list[int]:
    ids = []
    for newspaper in tree.newspapers():
        for issue in tree.issues_on(newspaper.title, day):
            ids += [row.id for row in tree.articles(issue.id)]
    return ids


class Character(Arguments, frozen=True):
    SHORT = later("改正一个字：认错了，应是…")
    MORE = later(
        "文件不动；显示、引用、导出都用改正的字，识别的字随时看得到，两种都搜得到。随时可以撤销。\n"
        "这些记录与收藏、批注一起导出和读入（reader bookmark export、import）。"
    )
    EXAMPLES = (
        (
            later("reader correct character 3ul4mxdeiyoryyxj 何渡牛 何渡生"),
            later("这篇里的“何渡牛”，其实是“何渡生”"),
        ),
        (
            later("reader correct character 3ul4mxdeiyoryyxj 何渡牛 何渡生 --dismiss"),
            later("没有认错，不再列出"),
        ),
    )
    JSON = later("打印一个对象：decisions key is_applied；用 --all 时另有 places")
    ANSWERS = ("reader.features.misread.schemas:Corrected",)
    key: Annotated[str, Argument("KEY", "文章的编号", whole)]
    printed: Annotated[str, Argument("PRINTED", "识别的字，或带上前后几个字", whole)]
    read_as: Annotated[str, Argument("READ_AS", "应是什么；可以多几个字、少几个字", whole)]
    library: LibraryPlace = None
    nth: Annotated[int, Option("文章里的第几处，默认第 1 处", metavar="N")] = 1
    is_misprint: Annotated[
        bool,
        Option("报上就是这样印的，是原报的错：报上印的字不动，加注“原报如此，疑当作……”", "--misprint"),
    ] = False
    dismiss: Annotated[bool, Option("没有认错：不再当作认错的字列出")] = False
    everywhere: Annotated[bool, Option("资料库里各处一起改正；上下文说没有错的不动", "--all")] = False
    later_too: Annotated[bool, Option("与 --all 同用：以后读进来的期也照此改正", "--later")] = False
    dry_run: Annotated[bool, Option("与 --all 同用：只列出会改正哪些，不改")] = False
    as_json: AsJson = False

    def __post_init__(self) -> None:
        if self.nth < 1:
            raise WrongArguments(say("--nth 从 1 数起"))
        if self.dry_run and not self.everywhere:
            raise WrongArguments(say("--dry-run 要与 --all 同用"))
        if self.later_too and not self.everywhere:
            raise WrongArguments(say("--later 要与 --all 同用"))
        if self.everywhere and self.dismiss:
            raise WrongArguments(say("--all 不能与 --dismiss 同用"))
        if self.is_misprint and (self.everywhere or self.dismiss):
            raise WrongArguments(say("--misprint 不能与 --all、--dismiss 同用"))

    def run(self) -> int:
        with ready(self.library) as library:
            stored = article_named(library, self.key)
            if self.everywhere:
                return _correct_everywhere(library, self)
            place = place_of_words(stored.article, self.printed, self.nth)
            if place is None:
                raise CommandError(say("这篇文章里没有第 {n} 处“{words}”。", n=self.nth, words=self.printed))
            outcome = self._decide(library.characters, stored.id, place)
            if self.as_json:
                print_json(outcome_to_json(library, outcome))
            else:
                _print_decisions(library, outcome)
        return 0

    def _decide(self, characters: Characters, article_id: int, place: CharacterPlace) -> CharacterOutcome:
        length = len(self.printed)
        if self.dismiss:
            return characters.dismiss(article_id, place, self.read_as, length)
        if self.is_misprint:
            return characters.correct(article_id, place, self.read_as, length, Fault.PRINTED)
        return characters.correct(article_id, place, self.read_as, length)


def _print_decisions(library: Library, outcome: CharacterOutcome) -> None:
    for decision in outcome.decisions:
        print(in_words(decision))
        print(f"    {context(library, decision, outcome.article_id)} {faint(decision.uuid[:UUID_SHOWN])}")
    warn_if_not_applied(library, outcome)


def _correct_everywhere(library: Library, options: Character) -> int:
    """Correct a string in all places where its context doesn't speak for it; with `--dry-run` only list the places."""
    everywhere = MisreadEverywhere(library.characters)
    places = everywhere.places(options.printed, options.read_as)
    misreadings = [misreading for misreading, is_misread in places if is_misread]
    rule: tuple[str, str] | None = None
    if options.later_too:
        rule = (options.printed, options.read_as)
    if not misreadings and rule is None:
        raise CommandError(say("资料库里没有可以改正的“{words}”。", words=options.printed))
    outcome: CharacterOutcome | None = None
    if not options.dry_run:
        outcome = everywhere.correct(misreadings, rule=rule)
    if options.as_json:
        print_json(_everywhere_to_json(library, places, outcome))
        return 0
    if outcome:
        print(count(len(misreadings), "已改正 {n} 处"))
    else:
        print(count(len(misreadings), "{n} 处会改正"))
    for misreading, is_misread in places:
        stored = library.articles.article(misreading.article_id)
        key = faint(stored.article.key) if stored else ""
        print(f"  {'✓' if is_misread else '–'} {quoted(misreading)}　{key}")
    if len(misreadings) < len(places):
        print(say("–：上下文没有说它认错了，不动"))
    if rule is not None:
        print(say("以后读进来的期也照此改正；列出和撤销：reader correct characters"))
    if outcome:
        command = f"reader correct undo {outcome.decisions[0].uuid[:UUID_SHOWN]} --all"
        print(say("一起撤销：{command}", command=command))
        warn_if_not_applied(library, outcome)
    return 0


def _everywhere_to_json(
    library: Library, places: Sequence[tuple[Misreading, bool]], outcome: CharacterOutcome | None
) -> dict[str, object]:
    """Return what was decided, and all places, each with whether it is misread."""
    if outcome:
        decided = outcome_to_json(library, outcome)
    else:
        decided = {"decisions": [], "key": None, "is_applied": False}
    listed = [
        misreading_to_json(library, misreading) | {"is_misread": is_misread}
        for misreading, is_misread in places
    ]
    return decided | {"places": listed}


def quoted(misreading: Misreading) -> str:
    begin = len(misreading.before)
    return marked(misreading.before + misreading.printed + misreading.after, [(begin, begin + 1)])


def misreading_to_json(library: Library, misreading: Misreading) -> dict[str, object]:
    stored = library.articles.article(misreading.article_id)
    key = stored.article.key if stored else None
    return {
        "key": key,
        "path": stored.sources[0].path if stored else None,
        "where": misreading.place.where.value,
        "index": misreading.place.index,
        "at": misreading.place.at,
        "printed": misreading.printed,
        "read_as": misreading.read_as,
        "form": misreading.form,
        "meant": misreading.meant,
        "before": misreading.before,
        "after": misreading.after,
        "witness": misreading.witness or None,
        "is_systematic": misreading.is_systematic,
        "is_faint": misreading.is_faint,
    }
