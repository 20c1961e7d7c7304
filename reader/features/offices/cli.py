"""`reader offices`: who is seen in which office, of a body or of a person."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Annotated

from reader.cli.errors import CommandError
from reader.cli.libraries import ready, with_repair
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    Headings,
    LibraryPlace,
    Option,
    TableFile,
    TableHeadings,
    WrongArguments,
    days,
    table_only,
)
from reader.cli.queries import iso
from reader.cli.terminal import bold, faint, print_json, print_warning
from reader.cli.written_files import check_target, write_table
from reader.features.offices.offices import (
    Body,
    Conflict,
    Place,
    office_table,
    places_of,
    read_so_far,
    span_in_words,
    table_of,
)
from reader.i18n import count, later, say
from reader.language.dates.calendar import Days
from reader.language.forms import shortened
from reader.library.answers import BodyInOffice, SeenInOffice
from reader.library.read_share import all_so_far, none_so_far


class Offices(Arguments, frozen=True):
    MORE = later(
        "不写 NAME 就列出所有机构；写机构就是它的任职表，写人名就是这个人的各种职务。\n"
        "首见、末见是报上写明这个职务的头一天和最后一天，不是任期；副、代、原各自一栏，不算作正职。\n"
        "一人的职务有几个人同时见报，就列为“几人同见”，不替报纸下结论。\n"
        "只写“市长”、句里没写是哪里的，后面注明凭什么：据上文、据报纸名、据电头；凭这些不算“几人同见”。"
    )
    EXAMPLES = (
        ("reader offices 雁桥市", later("一个机构的任职表")),
        ("reader offices 雁桥市 --at 1987-06-12 --json", later("那一天前后都见报的")),
    )
    JSON = later(
        "打印一个对象：bodies；每个机构有 body people articles，写了 NAME 还有 offices conflicts。\n"
        "offices 每项的 office，holders：name label first last articles is_acting is_former\n"
        "facts（body first last 凭什么知道：value outcome rule words），"
        "places（newspaper date page key is_body_sure），\n"
        "gaps 是没见到人的日子；conflicts 的 office first last people（name label office newspaper date page key）"
    )
    ANSWERS = ("reader.features.offices.schemas:Offices",)
    name: Annotated[str | None, Argument("NAME", "机构或人名")] = None
    library: LibraryPlace = None
    as_json: AsJson = False
    at: Annotated[
        Days | None, Option("只列这一天前后都见报的：首见不晚于它，末见不早于它", "--at", "DATE", days)
    ] = None
    output: TableFile = None
    headings: TableHeadings = Headings.NAMES

    def __post_init__(self) -> None:
        if self.at is not None and self.at.first != self.at.last:
            raise WrongArguments(say("--at 要写一天，如 1987-06-12"))
        table_only(self.output, as_json=self.as_json)

    def run(self) -> int:
        if self.output is not None:
            check_target(self.output)
        name = (self.name or "").strip() or None
        at = self.at.first if self.at else None
        is_list = not (name or self.output or at)
        with ready(self.library) as library:
            tables: list[Body] = []
            if is_list:
                bodies: Sequence[Body | BodyInOffice] = library.person_names.bodies_in_office()
            else:
                tables = with_repair(library, partial(office_table, library, name, at))
                bodies = tables
            read = read_so_far(library)
            holders = _in_conflict(tables)
            if self.as_json and name:
                holders += chain.from_iterable(body.holders for body in tables)
            places = places_of(library, holders) if holders else {}
        if self.as_json:
            shown_places = places if name else None
            body_rows = [_body_to_json(body, shown_places) for body in bodies]
            print_json({**read.to_json(), "bodies": body_rows})
            return 0
        if not bodies:
            raise CommandError(none_so_far(read, _none(name, at), say("目前还没有见到这样的职务。")))
        words = all_so_far(read)
        if words:
            print_warning(words)
        if self.output is not None:
            write_table(table_of(tables), self.output)
        elif name is None:
            print("\n".join(map(_body_line, bodies)))
        else:
            print("\n".join(chain.from_iterable(_lines(body, places) for body in tables)))
            print(faint(say("首见、末见是报上所见，不是任期；没见到人，也可能是没有那时的报。")))
        return 0


def _none(name: str | None, at: dt.date | None) -> str:
    if at is not None:
        return say("没有谁在 {date} 前后都带着这样的职务见报。", date=at)
    if name:
        return say("没有见到{name}的职务。", name=shortened(name))
    return say("没有认出谁的职务。")


def _in_conflict(bodies: Sequence[Body]) -> list[SeenInOffice]:
    """Return who is seen in offices that conflict: of these, lines name the articles; JSON names those of all."""
    holders = []
    for body in bodies:
        for conflict in body.conflicts:
            holders += [holder for holder, _ in conflict.places]
    return holders


def _body_line(body: Body | BodyInOffice) -> str:
    name = body.name or say("没写机构的")
    numbers = say(
        "{people}，{articles}", people=count(body.people, "{n} 人"), articles=count(body.articles, "{n} 篇")
    )
    offices = say("、").join(office.name for office in body.offices[:_MOST_NAMED])
    return f"{bold(name)}  {numbers}  {faint(offices)}"


_MOST_NAMED = 4


def _lines(body: Body, places: Mapping[int, Place]) -> Iterator[str]:
    yield _body_line(body)
    for office in body.offices:
        yield f"  {office.name}"
        for holder in office.holders:
            yield f"    {holder.in_words}  {body.days_in_words(holder)}  " + count(len(holder.days), "{n} 篇")
        for first, last in office.gaps:
            yield "    " + faint(say("{first} 到 {last} 没见到人", first=first, last=last))
    for conflict in body.conflicts:
        yield "  " + say(
            "几人同见：{days}，{office}",
            days=span_in_words(conflict.first, conflict.last),
            office=conflict.office,
        )
        for holder, article_id in conflict.places:
            place = places[article_id]
            yield f"    {holder.person}  {holder.office.name}  {faint(f'{place.in_words()}  {place.key}')}"


def _body_to_json(body: Body | BodyInOffice, places: Mapping[int, Place] | None) -> dict[str, object]:
    """Return a body for JSON, with its offices if the `places` of its people are given."""
    numbers: dict[str, object] = {"body": body.name or None, "people": body.people, "articles": body.articles}
    if not isinstance(body, Body) or places is None:
        return numbers
    offices = []
    for office in body.offices:
        holders = [_holder_to_json(holder, body, places) for holder in office.holders]
        gaps = [[first.isoformat(), last.isoformat()] for first, last in office.gaps]
        offices.append({"office": office.name, "holders": holders, "gaps": gaps})
    conflicts = [_conflict_to_json(conflict, places) for conflict in body.conflicts]
    return {**numbers, "offices": offices, "conflicts": conflicts}


def _conflict_to_json(conflict: Conflict, places: Mapping[int, Place]) -> dict[str, object]:
    people = []
    for holder, article_id in conflict.places:
        person = {"name": holder.name, "label": holder.label, "office": holder.office.name}
        people.append(person | _place_to_json(places[article_id]))
    return {
        "office": conflict.office,
        "first": conflict.first.isoformat(),
        "last": conflict.last.isoformat(),
        "people": people,
    }


def _holder_to_json(holder: SeenInOffice, body: Body, places: Mapping[int, Place]) -> dict[str, object]:
    days = zip(("first", "last"), body.facts_of_days(holder), strict=False)
    facts = {"body": holder.body.as_json(), **{name: fact.as_json() for name, fact in days}}
    return {
        "name": holder.name,
        "label": holder.label,
        "first": iso(holder.first),
        "last": iso(holder.last),
        "articles": len(holder.days),
        "is_acting": holder.office.is_acting,
        "is_former": holder.office.is_former,
        "facts": facts,
        "places": [
            {**_place_to_json(places[article_id]), "is_body_sure": article_id not in holder.unsure_ids}
            for article_id in holder.article_ids
        ],
    }


def _place_to_json(place: Place) -> dict[str, object]:
    return {
        "newspaper": place.newspaper,
        "date": iso(place.date),
        "page": place.page,
        "facts": place.facts_as_json(),
        "key": place.key,
    }
