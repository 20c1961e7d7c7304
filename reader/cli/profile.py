"""`reader profile`: what the issues of each newspaper have in common, and refusing it."""

from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import print_unapplied, ready
from reader.cli.terminal import bold, faint, print_json
from reader.i18n import count, say
from reader.library.library import Library
from reader.library.profiles import ListedTrait, NewspaperProfile, kind_in_words
from reader.library.read_share import none_so_far


def run(options: Options) -> int:
    with ready(options.library) as library:
        if options.newspaper is None:
            profiles = library.profiles.all()
        else:
            if options.newspaper not in {each.title for each in library.contents.newspapers()}:
                none = say("资料库里没有《{newspaper}》。", newspaper=options.newspaper)
                unfinished = say("到此没有《{newspaper}》。", newspaper=options.newspaper)
                raise CommandError(none_so_far(library.read, none, unfinished))
            _decide(library, options.newspaper, options)
            profiles = [library.profiles.of(options.newspaper)]
    if options.as_json:
        print_json([_to_json(each) for each in profiles])
    elif any(each.traits for each in profiles):
        print("\n\n".join(_in_words(each) for each in profiles))
    else:
        print(say("还看不出哪份报有什么惯例：至少要三期一致"))
    return 0


def _decide(library: Library, newspaper: str, options: Options) -> None:
    """Refuse or allow what the options name. Raises CommandError if it is not in the newspaper's profile."""
    given = options.refuse if options.refuse is not None else options.allow
    is_allowed = options.allow is not None or options.turned is True
    if given is None and options.turned is None:
        return
    known = [each.trait.text for each in library.profiles.of(newspaper).traits]
    if given is not None and given not in known:
        raise CommandError(say("《{newspaper}》的惯例里没有“{text}”。", newspaper=newspaper, text=given))
    decide = library.profiles.allow if is_allowed else library.profiles.refuse
    if not decide(newspaper, given or ""):
        print_unapplied(library)


def _in_words(profile: NewspaperProfile) -> str:
    lines = [bold(profile.newspaper) + (f"　{say('整份不用')}" if profile.is_refused else "")]
    for kind in dict.fromkeys(each.trait.kind for each in profile.traits):
        lines.append(f"  {kind_in_words(kind)}")
        lines += [f"    {_trait(each)}" for each in profile.traits if each.trait.kind is kind]
    return "\n".join(lines)


def _trait(each: ListedTrait) -> str:
    refused = f"　{say('不用')}" if each.is_refused else ""
    return f"{each.trait.text}　{faint(count(each.trait.issues, '{n} 期'))}{refused}"


def _to_json(profile: NewspaperProfile) -> dict[str, object]:
    return {
        "newspaper": profile.newspaper,
        "is_refused": profile.is_refused,
        "traits": [
            {
                "text": each.trait.text,
                "kind": each.trait.kind.value,
                "issues": each.trait.issues,
                "is_refused": each.is_refused,
            }
            for each in profile.traits
        ],
    }
