"""`reader misreadings`: characters that may have been misread; and the actions of `reader correct` on characters."""

from collections.abc import Iterator, Sequence

from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import UUID_SHOWN, opened, path_of, print_unapplied, ready
from reader.cli.named_articles import found
from reader.cli.terminal import faint, marked, print_json, print_warning
from reader.export.readings import note
from reader.i18n import count, say
from reader.library.characters import (
    CharacterOutcome,
    KnownCharacter,
    Misreading,
    only_witnessed,
    place_of_words,
)
from reader.library.corrections import date_in
from reader.library.library import Library
from reader.newspaper.article import Fault
from reader.newspaper.decision import (
    CharacterDecision,
    CharacterRule,
    CorrectedCharacter,
    Decision,
    decision_to_json,
)
from reader.newspaper.holdings import StoredArticle

_QUOTED = 8
"""The number of characters of context on each side of a corrected character."""


def run(options: Options) -> int:
    with ready(options.library) as library:
        characters = library.characters  # it raises where there is no such list
        ids = _articles(library, options)
        systematic = characters.systematic(ids)
        known = {(each.article_id, each.place) for each in systematic}
        likely = [each for found in characters.likely(ids) for each in found]
        listed = [*systematic, *(each for each in likely if (each.article_id, each.place) not in known)]
        if options.as_json:
            print_json([_misreading_to_json(library, each) for each in listed])
            return 0
        why = characters.why_incomplete(ids)
        if why:
            print_warning(why)
        if not listed:
            print(say("没有找到有旁证的错字"), only_witnessed(), sep="\n")
            return 0
        print(count(len(listed), "{n} 处可能认错的字"))
        shown: object = None
        for each in listed:
            heading = (each.form, each.meant) if each.is_systematic else each.article_id
            stored = library.articles.article(each.article_id)
            if stored is not None and heading != shown:
                print("\n" + (each.witness if each.is_systematic else _title(stored)))
                shown = heading
            ending = ""
            if each.is_systematic:
                ending = f"{faint(stored.article.key) if stored else ''} {each.doubt()}".rstrip()
            else:
                ending = (
                    f"{say('或是“{read_as}”', read_as=each.read_as)} {faint(each.meant)} {each.because()}"
                )
            print(f"    {_quoted(each)}　{ending}")
        example = f"reader correct character KEY {listed[0].form} {listed[0].meant}"
        print("\n" + say("是认错了：{command}；不是：后面加 --dismiss", command=example))
        if systematic:
            print(say("各处一起改：后面加 --all；加 --dry-run 先看有哪些"))
    return 0


def _title(stored: StoredArticle) -> str:
    return f"{stored.article.title()} {faint(stored.article.key)}"


def _quoted(each: Misreading) -> str:
    begin = len(each.before)
    return marked(each.before + each.printed + each.after, [(begin, begin + 1)])


def _articles(library: Library, options: Options) -> list[int]:
    """Return the ids of the articles of a day, or of a file. Raises CommandError if there are none."""
    day, contents = date_in(options.issue), library.contents
    if day is not None:
        issues = (issue for each in contents.newspapers() for issue in contents.issues_on(each.title, day))
        ids = [row.id for issue in issues for row in contents.articles(issue.id)]
    else:
        path = path_of(library, options.issue)
        ids = [article_id for _, article_id in library.kept.catalogue.readings.ids_in_files([path])]
    if not ids:
        raise CommandError(say("资料库里没有 {issue} 的文章。", issue=options.issue))
    return ids


def _misreading_to_json(library: Library, each: Misreading) -> dict[str, object]:
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


def run_character(options: Options) -> int:
    """Run `reader correct character`: correct a character, or with `--dismiss` decide that it is not misread.

    Return the exit status. Raises CommandError if the words given are not in the article.
    """
    with ready(options.library) as library:
        stored = found(library, options.key)
        if options.everywhere:
            return _correct_everywhere(library, options)
        place = place_of_words(stored.article, options.printed, options.nth)
        if place is None:
            raise CommandError(
                say("这篇文章里没有第 {n} 处“{words}”。", n=options.nth, words=options.printed)
            )
        asked = stored.id, place, options.read_as, len(options.printed)
        if options.dismiss:
            done = library.characters.dismiss(*asked)
        else:
            fault = Fault.PRINTED if options.is_misprint else Fault.RECOGNISED
            done = library.characters.correct(*asked, fault)
        if options.as_json:
            print_json(_outcome_to_json(library, done))
        else:
            for decision in done.decisions:
                print(in_words(decision))
                print(
                    f"    {_context(library, decision, done.article_id)} {faint(decision.uuid[:UUID_SHOWN])}"
                )
            _warn_if_not_applied(library, done)
    return 0


def _correct_everywhere(library: Library, options: Options) -> int:
    """Correct a string in all places where its context doesn't speak for it; with `--dry-run` only list the places."""
    found = library.characters.everywhere(options.printed, options.read_as)
    wanted = [each for each, is_misread in found if is_misread]
    rule = (options.printed, options.read_as) if options.later else None
    if not wanted and rule is None:
        raise CommandError(say("资料库里没有可以改正的“{words}”。", words=options.printed))
    done = None if options.dry_run else library.characters.correct_all(wanted, rule=rule)
    if options.as_json:
        listed = [
            _misreading_to_json(library, each) | {"is_misread": is_misread} for each, is_misread in found
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
        print(f"  {'✓' if is_misread else '–'} {_quoted(each)}　{key}")
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


def run_list(options: Options) -> int:
    """Run `reader correct characters`: list the decisions about characters. Return the exit status."""
    with opened(options.library) as library:
        rules = [KnownCharacter(each, None) for each in library.characters.rules()]
        known = [*rules, *library.characters.known()]
        if options.as_json:
            print_json([_known_to_json(library, each) for each in known])
        else:
            print("\n".join(_listed(library, known)))
    return 0


def uuid_of_character(library: Library, given: str) -> str | None:
    """Return the UUID of a decision about a character that begins with `given`; None if there is none, or several."""
    characters = library.characters
    known = [each.uuid for each in (*characters.rules(), *(each.decision for each in characters.known()))]
    fitting = [each for each in known if given and each.startswith(given.lower())]
    return fitting[0] if len(fitting) == 1 else None


def undo(library: Library, uuid: str, options: Options) -> None:
    done = library.characters.undo(*(library.characters.made_with(uuid) if options.everywhere else [uuid]))
    if options.as_json:
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
