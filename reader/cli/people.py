"""`reader people`: the people of a library, and the card of one."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from reader.cli.arguments import Options
from reader.cli.arguments.people import DECISIONS
from reader.cli.errors import CommandError
from reader.cli.libraries import mended, ready
from reader.cli.terminal import bold, faint, print_json
from reader.i18n import count, say
from reader.language.control_characters import shortened
from reader.library.library import Library
from reader.people.person import Evidence, PersonCard, PersonOrder, PersonRow
from reader.people.wording import certainty_words, mark_words, name_in_full

_MOST = 50


def run(options: Options) -> int:
    if options.person == DECISIONS:
        from reader.cli import people_decisions

        return people_decisions.run_decisions(options)
    if options.name_list is not None:
        from reader.cli import people_list

        return people_list.run_list(options)
    with ready(options.library) as library:
        if options.person is None:
            return mended(library, lambda: _list(library, options))
        return mended(library, lambda: _show(library, str(options.person), options))


def _list(library: Library, options: Options) -> int:
    limit = _MOST if options.limit is None else options.limit
    rows = library.people.rows(options.typed, by=PersonOrder(options.order), limit=limit)
    total = library.people.count(options.typed)
    if options.as_json:
        print_json({"total": total, "people": [_plain(asdict(row)) for row in rows]})
        return 0
    for row in rows:
        print(_line(row))
    if total > len(rows):
        print(faint(say("共 {total} 人，列出 {n} 人；要更多请加 --limit", total=total, n=len(rows))))
    elif not total:
        print(say("没有认出这样的人名。") if options.typed else say("还没有认出人名。"))
    return 0


def _show(library: Library, name: str, options: Options) -> int:
    label = options.label or ""
    card = library.people.card(name, label)
    if card is None:
        if name in library.people.overlay().struck:
            raise CommandError(say("“{name}”已划掉。找回：在窗口的“人物”里撤销", name=name))
        if label and library.people.articles_of(name):
            raise CommandError(say("没有叫“{name}（{label}）”的人。", name=name, label=label))
        raise CommandError(
            say("报上没有认出叫“{name}”的人。字样可以用 reader search 去找。", name=shortened(name))
        )
    limit = _MOST if options.limit is None else options.limit
    evidence = library.people.evidence(name, label, limit=limit) if options.evidence else []
    if options.as_json:
        told = {**_plain(asdict(card)), "forms": card.spellings}
        if options.evidence:
            told["evidence"] = [{**_plain(asdict(each)), "key": _key(library, each)} for each in evidence]
        print_json(told)
        return 0
    print("\n".join(_card_lines(card)))
    if evidence:
        print()
    for each in evidence:
        day = each.date.isoformat() if each.date else say("日期不详")
        key, words = _key(library, each), certainty_words(each.certainty)
        print(f"{faint(f'{day}  {key}  {words} {mark_words(each.mark)}'.rstrip())}  {each.quote}")
    return 0


def _card_lines(card: PersonCard) -> Iterator[str]:
    yield bold(name_in_full(card.name, card.label)) + f"  {certainty_words(card.certainty)}"
    if len(card.spellings) > 1:
        yield say("写法：{names}", names=say("、").join(card.spellings))
    yield say(
        "{n} 篇：确定 {certain}，多半是 {likely}，只是字样 {strings}；署名 {written}",
        n=card.articles,
        certain=card.certain,
        likely=card.likely,
        strings=card.only_string,
        written=card.written,
    )
    if card.first and card.last:
        yield say("最早 {first}，最晚 {last}", first=card.first.isoformat(), last=card.last.isoformat())
    for office in card.offices:
        days = "" if not office.first or not office.last else f"{office.first} – {office.last}  "
        yield f"  {office.title}  {days}" + count(office.articles, "{n} 篇")
    if card.companions:
        names = say("、").join(f"{each.name} {each.articles}" for each in card.companions)
        yield say("一起出现：{names}", names=names)


def _line(row: PersonRow) -> str:
    days = f"{row.first} – {row.last}" if row.first and row.last else ""
    told = faint(f"{certainty_words(row.certainty)}  {row.pinyin}  {days}".rstrip())
    also = faint(say("、").join(row.forms[1:]))
    return "  ".join(filter(None, [f"{row.articles:>7,}", name_in_full(row.name, row.label), also, told]))


def _key(library: Library, each: Evidence) -> str:
    article = library.articles.article(each.article_id)
    return article.article.key if article else ""


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """Return the same with dates as text."""
    return {name: _plain_value(value) for name, value in told.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain_value(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
