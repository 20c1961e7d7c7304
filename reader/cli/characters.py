"""`reader correct character` and `characters`: characters that were misread, as a person says."""

from collections.abc import Iterator, Sequence

from reader.cli.libraries import UUID_SHOWN, opened, print_unapplied
from reader.cli.options import (
    Arguments,
    AsJson,
    LibraryPlace,
)
from reader.cli.terminal import faint, marked, print_json, print_told
from reader.export.readings import note
from reader.i18n import count, later, say
from reader.library.characters import CharacterOutcome, KnownCharacter
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
            return print_told(
                _listed(library, known),
                lambda: [_known_to_json(library, each) for each in known],
                as_json=self.as_json,
            )


def warn_if_not_applied(library: Library, done: CharacterOutcome) -> None:
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
        print_json(outcome_to_json(library, done))
        return
    print(say("已撤销：{claim}", claim=in_words(done.decisions[0])))
    if len(done.decisions) > 1:
        print(count(len(done.decisions), "{n} 处"))
    warn_if_not_applied(library, done)


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
    if content.is_as_recognised:
        return say("“{printed}”看过，没有认错", printed=content.printed)
    return say("“{printed}”没有认错，不是“{read_as}”", printed=content.printed, read_as=content.read_as)


def context(library: Library, decision: Decision, article_id: int | None) -> str:
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
            yield f"    {context(library, each.decision, each.article_id)}"


def _known_to_json(library: Library, each: KnownCharacter) -> dict[str, object]:
    stored = None if each.article_id is None else library.articles.article(each.article_id)
    return decision_to_json(each.decision) | {"key": stored.article.key if stored else None}


def outcome_to_json(library: Library, done: CharacterOutcome) -> dict[str, object]:
    stored = None if done.article_id is None else library.articles.article(done.article_id)
    return {
        "decisions": [decision_to_json(each) for each in done.decisions],
        "key": stored.article.key if stored else None,
        "is_applied": done.is_applied,
    }
