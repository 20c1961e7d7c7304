"""`reader correct`: corrections of how a file was parsed, or a character read."""

from collections.abc import Iterator, Sequence
from itertools import product

from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import UUID_SHOWN, opened, path_of, print_unapplied, ready
from reader.cli.named_articles import several, several_message
from reader.cli.terminal import faint, print_json
from reader.i18n import say
from reader.language.forms import escaped_in_json
from reader.library.corrections import (
    CorrectionOutcome,
    IssueCorrectionOutcome,
    KnownCorrection,
)
from reader.library.library import Library
from reader.newspaper.correction import correction_to_json
from reader.newspaper.holdings import StoredArticle
from reader.storage.atomic_write import write_whole
from reader.storage.disk_errors import explain

QUOTE_SHOWN = 24


def run(options: Options) -> int:  # noqa: C901, PLR0912 - a case an action
    match options.action:
        case "add":
            with ready(options.library) as library:
                path = path_of(library, options.file)
                claim = options.claim
                said = say("已更正：{claim}", claim=claim.words)
                if options.line is None:
                    _print_issue_outcome(
                        library, library.corrections.correct_issue([path], [claim]), options, said
                    )
                else:
                    _print_outcome(
                        library, library.corrections.correct_line(path, options.line, claim), options, said
                    )
        case "together" | "apart":
            with ready(options.library) as library:
                first, second = _pair_of_one_day(library, options)
                done = library.corrections.correct_story(
                    first.id, second.id, is_one=options.action == "together"
                )
                said = say("已更正：{claim}", claim=done.correction.claim.words)
                _print_outcome(library, done, options, said)
        case "character" | "characters":
            from reader.cli import misreadings

            return (
                misreadings.run_list(options)
                if options.action == "characters"
                else misreadings.run_character(options)
            )
        case "undo":
            with ready(options.library) as library:
                if _undo_character(library, options):
                    return 0
                done = library.corrections.undo(_uuid(library, options.uuid))
                claim = done.correction.claim
                _print_outcome(library, done, options, say("已撤销：{claim}", claim=claim.words))
        case "list":
            with opened(options.library) as library:
                known = library.corrections.known()
            if options.as_json:
                print_json([_to_json(each) for each in known])
            else:
                print("\n".join(_listed(known)))
        case "export":
            _export(options)
        case "import":
            with ready(options.library) as library:
                new = library.corrections.import_file(options.file)
            if options.as_json:
                print_json([_to_json(each) for each in new])
            else:
                print(say("读入了 {count} 条新的更正", count=len(new)))
                for line in _lines([each for each in new if each.line is None]):
                    print(line)
    return 0


def _undo_character(library: Library, options: Options) -> bool:
    """Undo the decision about a character with the UUID given. Return False, having done nothing, if there is none."""
    from reader.cli import misreadings

    uuid = misreadings.uuid_of_character(library, options.uuid)
    if uuid is None:
        return False
    misreadings.undo(library, uuid, options)
    return True


def _pair_of_one_day(library: Library, options: Options) -> tuple[StoredArticle, StoredArticle]:
    """Return the articles of the two keys; of several printings, those of one paper on one day.

    Raises CommandError if a key names no article, or if several pairs of printings are left.
    """
    names = options.key, options.second_key
    both = [several(library, name) for name in names]
    pairs = [
        (one, other)
        for one, other in product(*both)
        if (one.issue.newspaper, one.issue.date) == (other.issue.newspaper, other.issue.date)
    ]
    for name, articles in zip(names, both, strict=True):
        if len(pairs) != 1 and len(articles) > 1:
            raise CommandError(several_message(library, name, articles))
    return pairs[0] if pairs else (both[0][0], both[1][0])


def _uuid(library: Library, given: str) -> str:
    """Return the UUID of the correction that begins with `given`. Raises CommandError if there is none, or several."""
    known = [known.correction.uuid for known in library.corrections.known()]
    fitting = [each for each in known if given and each.startswith(given.lower())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise CommandError(
            say("以 {uuid} 开头的更正有 {count} 条，请多写几位。", uuid=given, count=len(fitting))
        )
    raise CommandError(say("没有这条更正：{uuid}。reader correct list 列出全部更正。", uuid=given))


def _print_outcome(library: Library, done: CorrectionOutcome, options: Options, said: str) -> None:
    stored = None if done.article_id is None else library.articles.article(done.article_id)
    if options.as_json:
        print_json(
            correction_to_json(done.correction)
            | {"key": stored.article.key if stored else None, "is_applied": done.is_applied}
        )
        return
    uuid = faint(done.correction.uuid[:UUID_SHOWN])
    quote = _short(done.correction.anchor.quote)
    print(said)
    print(f"    {quote} {uuid}")
    if not done.is_applied:
        print_unapplied(library)
    elif stored:
        title = say("现在它在这篇里：{title}", title=stored.article.title())
        print(f"    {title} {faint(stored.article.key)}")


def _print_issue_outcome(library: Library, done: IssueCorrectionOutcome, options: Options, said: str) -> None:
    issue = None if done.issue_id is None else library.contents.issue(done.issue_id)
    (correction,) = done.corrections
    if options.as_json:
        date = issue.date.isoformat() if issue and issue.date else None
        print_json(correction_to_json(correction) | {"issue_date": date, "is_applied": done.is_applied})
        return
    print(said)
    print(f"    {correction.anchor.path} {faint(correction.uuid[:UUID_SHOWN])}")
    if not done.is_applied:
        print_unapplied(library)


def _export(options: Options) -> None:
    with opened(options.library) as library:
        text = library.corrections.export_text()
    if options.target is None:
        print(escaped_in_json(text), end="")
        return
    try:
        write_whole(options.target, text, replaces=False)
    except OSError as error:
        raise CommandError(explain(error, options.target)) from error
    print(say("更正已存到 {path}", path=options.target))


def _to_json(known: KnownCorrection) -> dict[str, object]:
    return correction_to_json(known.correction) | {"line": known.line}


def _listed(known: Sequence[KnownCorrection]) -> Iterator[str]:
    lost = sum(each.line is None for each in known)
    yield say("{count} 条更正", count=len(known))
    if lost:
        yield say("其中 {count} 条眼下找不到那一行，文件变回来就会生效", count=lost)
    yield from _lines(known)


def _lines(known: Sequence[KnownCorrection]) -> Iterator[str]:
    for each in known:
        anchor = each.correction.anchor
        place = (
            say("{path} 里没有找到", path=anchor.path)
            if each.line is None
            else say("{path} 第 {line} 行", path=anchor.path, line=each.line)
        )
        if each.line is not None and each.correction.claim.kind.is_of_issue:
            place = anchor.path
        yield ""
        yield f"{place} · {each.correction.claim.words} {faint(each.correction.uuid[:UUID_SHOWN])}"
        yield f"    {_short(anchor.quote)}"


def _short(text: str) -> str:
    return text if len(text) <= QUOTE_SHOWN else text[:QUOTE_SHOWN] + "…"
