"""`reader profile`: what the issues of each newspaper have in common, and refusing it."""

from typing import Annotated

from reader.cli.errors import CommandError
from reader.cli.libraries import print_unapplied, ready
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    LibraryPlace,
    OneOf,
    Option,
    Switches,
    WrongArguments,
)
from reader.cli.terminal import bold, faint, print_json
from reader.features.profiles.habits import ListedTrait, NewspaperProfile, Profiles, kind_in_words
from reader.i18n import count, later, say
from reader.library.library import Library
from reader.library.read_share import none_so_far

_DECISION = OneOf()


class Profile(Arguments, frozen=True):
    MORE = later(
        "一份报至少三期都这样的，就是它的惯例；别的期里认不准的地方照它来读：栏目的名字不当标题，\n"
        "记号开头的各是一条，报头和版边的字不算文章。少于三期的报照旧一个文件一个文件地读。不对的可以不用，随时改回来。"
    )
    EXAMPLES = (
        ("reader profile", later("各份报的惯例，各有多少期这样")),
        ("reader profile 雁桥日报 --refuse 雁桥夜话", later("这一条不用，有关的各期重新读")),
    )
    JSON = later("打印一个数组，每份报一个对象：newspaper is_refused traits（text kind issues is_refused）")
    ANSWERS = ("reader.features.profiles.schemas:Profiles",)
    newspaper: Annotated[str | None, Argument("NEWSPAPER", "哪份报；不写是全部")] = None
    library: LibraryPlace = None
    refuse: Annotated[str | None, Option("不用这一条惯例", metavar="TEXT", one_of=_DECISION)] = None
    allow: Annotated[str | None, Option("又用这一条", metavar="TEXT", one_of=_DECISION)] = None
    turned: Annotated[
        bool | None,
        Switches((("--off", False, later("这份报的惯例都不用")), ("--on", True, later("又都用"))), _DECISION),
    ] = None
    as_json: AsJson = False

    def __post_init__(self) -> None:
        if self.newspaper is None and (self.refuse, self.allow, self.turned) != (None, None, None):
            raise WrongArguments(say("要写明是哪份报"))

    def run(self) -> int:
        with ready(self.library) as library:
            if self.newspaper is None:
                profiles = Profiles(library).all()
            else:
                if self.newspaper not in {newspaper.title for newspaper in library.contents.newspapers()}:
                    none = say("资料库里没有《{newspaper}》。", newspaper=self.newspaper)
                    unfinished = say("目前还没有《{newspaper}》。", newspaper=self.newspaper)
                    raise CommandError(none_so_far(library.read, none, unfinished))
                _decide(library, self.newspaper, self)
                profiles = [Profiles(library).of(self.newspaper)]
        if self.as_json:
            print_json([_to_json(profile) for profile in profiles])
        elif any(listed_profile.traits for listed_profile in profiles):
            print("\n\n".join(_in_words(listed_profile) for listed_profile in profiles))
        else:
            print(say("还看不出哪份报有什么惯例：至少要三期一致"))
        return 0


def _decide(library: Library, newspaper: str, options: Profile) -> None:
    """Refuse or allow what the options name. Raises CommandError if it is not in the newspaper's profile."""
    trait_text = options.refuse if options.refuse is not None else options.allow
    is_allowed = options.allow is not None or options.turned is True
    if trait_text is None and options.turned is None:
        return
    trait_texts = [trait.trait.text for trait in Profiles(library).of(newspaper).traits]
    if trait_text is not None and trait_text not in trait_texts:
        raise CommandError(say("《{newspaper}》的惯例里没有“{text}”。", newspaper=newspaper, text=trait_text))
    if not Profiles(library).decide(newspaper, trait_text or "", is_allowed=is_allowed):
        print_unapplied(library)


def _in_words(profile: NewspaperProfile) -> str:
    lines = [bold(profile.newspaper) + (f"　{say('整份不用')}" if profile.is_refused else "")]
    for kind in dict.fromkeys(trait.trait.kind for trait in profile.traits):
        lines.append(f"  {kind_in_words(kind)}")
        lines += [
            f"    {_trait(listed_trait)}"
            for listed_trait in profile.traits
            if listed_trait.trait.kind is kind
        ]
    return "\n".join(lines)


def _trait(listed_trait: ListedTrait) -> str:
    refused = f"　{say('不用')}" if listed_trait.is_refused else ""
    return f"{listed_trait.trait.text}　{faint(count(listed_trait.trait.issues, '{n} 期'))}{refused}"


def _to_json(profile: NewspaperProfile) -> dict[str, object]:
    return {
        "newspaper": profile.newspaper,
        "is_refused": profile.is_refused,
        "traits": [
            {
                "text": trait.trait.text,
                "kind": trait.trait.kind.value,
                "issues": trait.trait.issues,
                "is_refused": trait.is_refused,
            }
            for trait in profile.traits
        ],
    }
