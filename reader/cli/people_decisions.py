"""`reader people strike`, `merge`, `split`, `decisions`, `undo`: what a reader decides on people."""

from reader.cli.arguments import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import UUID_SHOWN, mended, opened, ready
from reader.cli.named_articles import found
from reader.cli.terminal import faint, print_json
from reader.i18n import count, say
from reader.library.library import Library
from reader.library.person_overlay import decision_in_words
from reader.newspaper.decision import Decision, decision_to_json
from reader.newspaper.logical_clock import order_of


def run(options: Options) -> int:
    if options.action in ("decisions", "undo"):
        with opened(options.library) as library:
            if options.action == "undo":
                _undo(library, options)
            else:
                _list(library, options)
        return 0
    with ready(options.library) as library:
        decision = mended(library, lambda: _decided(library, options))
    if options.as_json:
        print_json(decision_to_json(decision))
    else:
        print(say("已记下：{words}", words=decision_in_words(decision.content)))
        print(faint(say("撤销：reader people undo {uuid}", uuid=decision.uuid[:UUID_SHOWN])))
    return 0


def _decided(library: Library, options: Options) -> Decision:
    """Return what was decided and stored. Raises CommandError of a name that is not known, and LibraryError."""
    name = options.name.strip()
    articles = library.people.articles_of(name)
    if not articles:
        raise CommandError(say("报上没有认出叫“{name}”的人。字样可以用 reader search 去找。", name=name))
    if options.action == "strike":
        if name in library.people.overlay().struck:
            raise CommandError(say("“{name}”已划掉。找回：reader people undo", name=name))
        return library.people.strike_out(name)
    if options.action == "merge":
        return library.people.merge(name, options.into)
    ids: list[int] = []
    for key in options.keys:
        stored = found(library, key)
        if stored.id not in articles:
            raise CommandError(say("{key} 这一篇里没有“{name}”。", key=key, name=name))
        ids.append(stored.id)
    return library.people.split(name, str(options.label), ids)


def _list(library: Library, options: Options) -> None:
    known = library.people.decisions()
    if options.as_json:
        print_json([decision_to_json(each) for each in known])
        return
    print(count(len(known), "改过 {n} 处"))
    for each in known:
        print(f"{decision_in_words(each.content)} {faint(each.uuid[:UUID_SHOWN])}")


def _undo(library: Library, options: Options) -> None:
    decision = _chosen(library.people.decisions(), options.uuid)
    library.people.undo(decision.uuid)
    if options.as_json:
        print_json(decision_to_json(decision) | {"undone": True})
    else:
        print(say("已撤销：{claim}", claim=decision_in_words(decision.content)))


def _chosen(known: list[Decision], given: str) -> Decision:
    """Return the decision whose UUID begins so, with none given the latest. Raises CommandError."""
    if not given and known:
        return max(known, key=order_of)
    fitting = [each for each in known if given and each.uuid.startswith(given.lower())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise CommandError(say("以 {uuid} 开头的有 {count} 条，请多写几位。", uuid=given, count=len(fitting)))
    if not given:
        raise CommandError(say("没有改过人物，没有什么可以撤销。"))
    raise CommandError(say("没有这一条：{uuid}。reader people decisions 列出全部。", uuid=given))
