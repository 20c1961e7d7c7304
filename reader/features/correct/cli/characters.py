"""`reader correct characters`: the characters that were misread, as a person says, are listed; one is taken back."""

from collections.abc import Iterator, Sequence

from reader.cli.characters import context, in_words, outcome_to_json, warn_if_not_applied
from reader.cli.libraries import UUID_SHOWN, opened
from reader.cli.options import Arguments, AsJson, LibraryPlace
from reader.cli.terminal import faint, print_json
from reader.i18n import count, later, say
from reader.library.characters import KnownCharacter
from reader.library.library import Library
from reader.newspaper.decision import CharacterRule, decision_to_json


class Characters(Arguments, frozen=True):
    SHORT = later("列出改正的字")
    MORE = later("旧的在前；也列出说过没有认错的。撤销用 reader correct undo UUID。")
    EXAMPLES = (
        ("reader correct characters", later("哪个字应是哪个字，前后是什么")),
        ("reader correct characters --json", later("打印一个数组；key 是 null 的，暂时找不到对应位置")),
    )
    JSON = later("打印一个数组，每条记录一个对象")
    ANSWERS = ("reader.features.correct.schemas:Characters",)
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with opened(self.library) as library:
            rules = [KnownCharacter(rule, None) for rule in library.characters.rules()]
            characters = [*rules, *library.characters.known()]
            if self.as_json:
                print_json([_known_to_json(library, character) for character in characters])
            else:
                print("\n".join(_listed(library, characters)))
            return 0


def uuid_of_character(library: Library, beginning: str) -> str | None:
    """Return the UUID of a decision about a character that has a beginning; None if there is none, or several."""
    characters = library.characters
    uuids = [rule.uuid for rule in characters.rules()]
    uuids += [character.decision.uuid for character in characters.known()]
    fitting = [uuid for uuid in uuids if beginning and uuid.startswith(beginning.lower())]
    if len(fitting) == 1:
        return fitting[0]
    return None


def undo(library: Library, uuid: str, *, everywhere: bool, as_json: bool) -> None:
    done = library.characters.undo(*(library.characters.made_with(uuid) if everywhere else [uuid]))
    if as_json:
        print_json(outcome_to_json(library, done))
        return
    print(say("已撤销：{claim}", claim=in_words(done.decisions[0])))
    if len(done.decisions) > 1:
        print(count(len(done.decisions), "{n} 处"))
    warn_if_not_applied(library, done)


def _listed(library: Library, characters: Sequence[KnownCharacter]) -> Iterator[str]:
    are_rules = [isinstance(character.decision.content, CharacterRule) for character in characters]
    yield count(len(characters) - sum(are_rules), "{n} 个字")
    for character, is_rule in zip(characters, are_rules, strict=True):
        if is_rule or character.article_id is not None:
            lost = ""
        else:
            lost = " · " + say("暂时找不到对应位置")
        yield ""
        yield f"{in_words(character.decision)}{lost} {faint(character.decision.uuid[:UUID_SHOWN])}"
        if not is_rule:
            yield f"    {context(library, character.decision, character.article_id)}"


def _known_to_json(library: Library, character: KnownCharacter) -> dict[str, object]:
    if character.article_id is None:
        stored = None
    else:
        stored = library.articles.article(character.article_id)
    return decision_to_json(character.decision) | {"key": stored.article.key if stored else None}
