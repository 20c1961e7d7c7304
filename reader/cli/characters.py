"""`reader correct character` and `characters`: characters that were misread, as a person says."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from reader.cli.errors import CommandError
from reader.cli.libraries import UUID_SHOWN, opened, print_unapplied, ready
from reader.cli.named_articles import found
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    LibraryPlace,
    Option,
    WrongArguments,
    whole,
)
from reader.cli.terminal import faint, marked, print_json
from reader.export.readings import note
from reader.i18n import count, later, say
from reader.library.characters import CharacterOutcome, KnownCharacter, Misreading, place_of_words
from reader.library.library import Library
from reader.newspaper.article import Fault
from reader.newspaper.decision import (
    CharacterDecision,
    CharacterRule,
    CorrectedCharacter,
    Decision,
    decision_to_json,
)

_QUOTED = 8
"""The number of characters of context on each side of a corrected character."""


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
            stored = found(library, self.key)
            if self.everywhere:
                return _correct_everywhere(library, self)
            place = place_of_words(stored.article, self.printed, self.nth)
            if place is None:
                raise CommandError(say("这篇文章里没有第 {n} 处“{words}”。", n=self.nth, words=self.printed))
            asked = stored.id, place, self.read_as, len(self.printed)
            if self.dismiss:
                done = library.characters.dismiss(*asked)
            else:
                fault = Fault.PRINTED if self.is_misprint else Fault.RECOGNISED
                done = library.characters.correct(*asked, fault)
            if self.as_json:
                print_json(_outcome_to_json(library, done))
            else:
                for decision in done.decisions:
                    print(in_words(decision))
                    print(
                        f"    {_context(library, decision, done.article_id)} {faint(decision.uuid[:UUID_SHOWN])}"
                    )
                _warn_if_not_applied(library, done)
        return 0


class Characters(Arguments, frozen=True):
    SHORT = later("列出改正的字")
    MORE = later("旧的在前；也列出说过没有认错的。撤销用 reader correct undo UUID。")
    EXAMPLES = (
        ("reader correct characters", later("哪个字应是哪个字，前后是什么")),
        ("reader correct characters --json", later("打印一个数组；key 是 null 的，眼下找不到地方")),
    )
    JSON = later("打印一个数组，每条记录一个对象")
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with opened(self.library) as library:
            rules = [KnownCharacter(each, None) for each in library.characters.rules()]
            known = [*rules, *library.characters.known()]
            if self.as_json:
                print_json([_known_to_json(library, each) for each in known])
            else:
                print("\n".join(_listed(library, known)))
        return 0


def _correct_everywhere(library: Library, options: Character) -> int:
    """Correct a string in all places where its context doesn't speak for it; with `--dry-run` only list the places."""
    found = library.characters.everywhere(options.printed, options.read_as)
    wanted = [each for each, is_misread in found if is_misread]
    rule = (options.printed, options.read_as) if options.later_too else None
    if not wanted and rule is None:
        raise CommandError(say("资料库里没有可以改正的“{words}”。", words=options.printed))
    done = None if options.dry_run else library.characters.correct_all(wanted, rule=rule)
    if options.as_json:
        listed = [
            misreading_to_json(library, each) | {"is_misread": is_misread} for each, is_misread in found
        ]
        made = (
            _outcome_to_json(library, done) if done else {"decisions": [], "key": None, "is_applied": False}
        )
        print_json(made | {"places": listed})
        return 0
    print(count(len(wanted), "已改正 {n} 处") if done else count(len(wanted), "{n} 处会改正"))
    for each, is_misread in found:
        stored = library.articles.article(each.article_id)
        key = faint(stored.article.key) if stored else ""
        print(f"  {'✓' if is_misread else '–'} {quoted(each)}　{key}")
    if len(wanted) < len(found):
        print(say("–：上下文没有说它认错了，不动"))
    if rule is not None:
        print(say("以后读进来的期也照此改正；列出和撤销：reader correct characters"))
    if done:
        print(
            say(
                "一起撤销：{command}",
                command=f"reader correct undo {done.decisions[0].uuid[:UUID_SHOWN]} --all",
            )
        )
        _warn_if_not_applied(library, done)
    return 0


def _warn_if_not_applied(library: Library, done: CharacterOutcome) -> None:
    if not done.is_applied:
        print_unapplied(library)


def uuid_of_character(library: Library, given: str) -> str | None:
    """Return the UUID of a decision about a character that begins with `given`; None if there is none, or several."""
    characters = library.characters
    known = [each.uuid for each in (*characters.rules(), *(each.decision for each in characters.known()))]
    fitting = [each for each in known if given and each.startswith(given.lower())]
    return fitting[0] if len(fitting) == 1 else None


def undo(library: Library, uuid: str, *, everywhere: bool, as_json: bool) -> None:
    done = library.characters.undo(*(library.characters.made_with(uuid) if everywhere else [uuid]))
    if as_json:
        print_json(_outcome_to_json(library, done))
        return
    print(say("已撤销：{claim}", claim=in_words(done.decisions[0])))
    if len(done.decisions) > 1:
        print(count(len(done.decisions), "{n} 处"))
    _warn_if_not_applied(library, done)


def in_words(decision: Decision) -> str:
    """Return a decision about a character as a sentence: “州”认错了，应是“洲”; "" for a decision of another kind."""
    content = decision.content
    if isinstance(content, CharacterRule):
        return content.words
    if not isinstance(content, CharacterDecision):
        return ""
    if isinstance(content, CorrectedCharacter):
        if content.fault is Fault.PRINTED:
            return note(content.printed, content.read_as, content.fault)
        if not content.read_as:
            return say("“{printed}”是多出来的", printed=content.printed)
        return say("“{printed}”认错了，应是“{read_as}”", printed=content.printed, read_as=content.read_as)
    return say("“{printed}”没有认错，不是“{read_as}”", printed=content.printed, read_as=content.read_as)


def _context(library: Library, decision: Decision, article_id: int | None) -> str:
    before, printed, after = library.characters.quoted(decision, article_id, _QUOTED)
    return marked(before + printed + after, [(len(before), len(before + printed))])


def _listed(library: Library, known: Sequence[KnownCharacter]) -> Iterator[str]:
    are_rules = [isinstance(each.decision.content, CharacterRule) for each in known]
    yield count(len(known) - sum(are_rules), "{n} 个字")
    for each, is_rule in zip(known, are_rules, strict=True):
        lost = "" if is_rule or each.article_id is not None else " · " + say("眼下找不到地方")
        yield ""
        yield f"{in_words(each.decision)}{lost} {faint(each.decision.uuid[:UUID_SHOWN])}"
        if not is_rule:
            yield f"    {_context(library, each.decision, each.article_id)}"


def _known_to_json(library: Library, each: KnownCharacter) -> dict[str, object]:
    stored = None if each.article_id is None else library.articles.article(each.article_id)
    return decision_to_json(each.decision) | {"key": stored.article.key if stored else None}


def _outcome_to_json(library: Library, done: CharacterOutcome) -> dict[str, object]:
    stored = None if done.article_id is None else library.articles.article(done.article_id)
    return {
        "decisions": [decision_to_json(each) for each in done.decisions],
        "key": stored.article.key if stored else None,
        "is_applied": done.is_applied,
    }


def quoted(each: Misreading) -> str:
    begin = len(each.before)
    return marked(each.before + each.printed + each.after, [(begin, begin + 1)])


def misreading_to_json(library: Library, each: Misreading) -> dict[str, object]:
    stored = library.articles.article(each.article_id)
    return {
        "key": stored.article.key if stored else None,
        "path": stored.sources[0].path if stored else None,
        "where": each.place.where.value,
        "index": each.place.index,
        "at": each.place.at,
        "printed": each.printed,
        "read_as": each.read_as,
        "form": each.form,
        "meant": each.meant,
        "before": each.before,
        "after": each.after,
        "witness": each.witness or None,
        "is_systematic": each.is_systematic,
        "is_faint": each.is_faint,
    }
