"""Converts articles and issue parts to the JSON of `reader parse` and of the catalogue, and back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from msgspec import convert
from msgspec.structs import asdict, replace

from reader.i18n import said_again
from reader.newspaper.article import (
    Article,
    ArticleKind,
    Block,
    BlockKind,
    CharacterReading,
    Credit,
    ElsewhereText,
    Fault,
    LineSpan,
    Quality,
    Reading,
    Role,
    Where,
)
from reader.newspaper.facts import Fact, IssueFacts, facts_from_json, facts_to_json
from reader.newspaper.holdings import SourceRow, StoredArticle
from reader.newspaper.issue import (
    DateOrigin,
    DateWitness,
    IssuePart,
    Masthead,
    TitleOrigin,
    facts_of_origins,
    rule_of_day,
)

Json = dict[str, Any]


def _spans(value: list[list[int]]) -> tuple[LineSpan, ...]:
    return tuple((first, last) for first, last in value)


def _reading_to_json(reading: CharacterReading) -> dict[str, object]:
    json_object: dict[str, object] = {
        "where": reading.where.value,
        "index": reading.index,
        "at": reading.at,
        "read_as": reading.read_as,
    }
    if reading.fault is not Fault.RECOGNISED:
        json_object["fault"] = reading.fault.value
    return json_object


def _block_to_json(block: Block) -> dict[str, object]:
    return {
        "kind": block.kind.value,
        "text": block.text,
        "source_lines": [list(span) for span in block.source_lines],
    }


def article_to_json(article: Article) -> Json:
    """Return the article as a JSON object; `readings` and `elsewhere` are left out if empty.

    Versions that knew only misread characters wrote no `fault`, which is left out for these.
    """
    readings = list(map(_reading_to_json, article.readings))
    credits = [
        {"role": credit.role.value, "names": list(credit.names), "as_printed": credit.as_printed}
        for credit in article.credits
    ]
    blocks = list(map(_block_to_json, article.blocks))
    elsewhere = [
        {"where": elsewhere_text.where.value, "text": elsewhere_text.text}
        for elsewhere_text in article.elsewhere
    ]
    article_json: Json = {
        "key": article.key,
        "kind": article.kind.value,
        "page": article.page,
        "section": article.section,
        "kicker": article.kicker,
        "headline": article.headline,
        "decks": list(article.decks),
        "credits": credits,
        "jump_from": article.jump_from,
        "jump_to": article.jump_to,
        "blocks": blocks,
        "source_lines": [list(span) for span in article.source_lines],
    }
    if readings:
        article_json["readings"] = readings
    if elsewhere:
        article_json["elsewhere"] = elsewhere
    return article_json


def printed_to_json(article: Article) -> Json:
    """Return the article as a JSON object like `article_to_json`, with the texts as printed.

    If a text is corrected, `as_recognised` has those that differ, also beside the `text` of a block; each of the
    `readings` has the recognised character.
    """
    recognised = article_to_json(article)
    printed = article_to_json(article.corrected())
    if not article.readings:
        return printed
    texts = ("section", "kicker", "headline", "decks", "credits", "blocks")
    differing = {name: recognised[name] for name in texts if recognised[name] != printed[name]}
    for block, as_read in zip(printed["blocks"], recognised["blocks"], strict=True):
        if block != as_read:
            block["as_recognised"] = as_read["text"]
    readings = [
        reading_json
        | {"recognised": article.text_of(reading.where, reading.index)[reading.at : reading.at + 1]}
        for reading_json, reading in zip(recognised["readings"], article.readings, strict=True)
    ]
    printed["readings"] = readings
    if differing:
        printed["as_recognised"] = differing
    return printed


def article_from_json(data: Json) -> Article:
    """Return the article that `article_to_json` wrote. Raises KeyError or ValueError on any other data."""
    blocks = tuple(Block(BlockKind(b["kind"]), b["text"], _spans(b["source_lines"])) for b in data["blocks"])
    readings = tuple(
        CharacterReading(
            Where(reading_json["where"]),
            reading_json["index"],
            reading_json["at"],
            reading_json["read_as"],
            Fault(reading_json.get("fault", Fault.RECOGNISED)),
        )
        for reading_json in data.get("readings", ())
    )
    elsewhere = tuple(
        ElsewhereText(Where(text_json["where"]), text_json["text"]) for text_json in data.get("elsewhere", ())
    )
    return Article(
        key=data["key"],
        kind=ArticleKind(data["kind"]),
        page=data["page"],
        section=data["section"],
        kicker=data["kicker"],
        headline=data["headline"],
        decks=tuple(data["decks"]),
        credits=tuple(Credit(Role(c["role"]), tuple(c["names"]), c["as_printed"]) for c in data["credits"]),
        jump_from=data["jump_from"],
        jump_to=data["jump_to"],
        blocks=blocks,
        source_lines=_spans(data["source_lines"]),
        readings=readings,
        elsewhere=elsewhere,
    )


def masthead_to_json(masthead: Masthead) -> Json:
    """Return the masthead as a JSON object; fields that few mastheads have are left out if unknown."""
    date_witness = masthead.date_witness.value if masthead.date_witness else None
    date_statements = [list(date_statement) for date_statement in masthead.date_statements]
    rare = {
        "date_witness": date_witness,
        "date_statements": date_statements,
        "refused_years": list(masthead.refused_years),
        "place": masthead.place,
        "edition": masthead.edition,
        "other_date": masthead.other_date,
        "unread_pages": masthead.unread_pages,
        "year": masthead.year,
        "script": masthead.script,
    }
    title_origin = masthead.title_origin.value if masthead.title_origin else None
    date = masthead.date.isoformat() if masthead.date else None
    date_origin = masthead.date_origin.value if masthead.date_origin else None
    source_lines = [list(span) for span in masthead.source_lines]
    return {
        "title": masthead.title,
        "title_as_printed": masthead.title_as_printed,
        "title_origin": title_origin,
        "date": date,
        "month_day": masthead.month_day,
        "date_origin": date_origin,
        "weekday": masthead.weekday,
        "lunar_date": masthead.lunar_date,
        "number": masthead.number,
        "page_count": masthead.page_count,
        "cn_number": masthead.cn_number,
        "source_lines": source_lines,
        **{name: value for name, value in rare.items() if value},
        "facts": facts_to_json(masthead.facts),
    }


def masthead_from_json(data: Json) -> Masthead:
    """Return the masthead that `masthead_to_json` wrote. Raises KeyError or ValueError on any other data.

    Earlier versions wrote no `title_origin` and no `facts`.
    """
    title_origin = TitleOrigin(data["title_origin"]) if data.get("title_origin") else None
    date = dt.date.fromisoformat(data["date"]) if data["date"] else None
    date_origin = DateOrigin(data["date_origin"]) if data["date_origin"] else None
    date_witness = DateWitness(data["date_witness"]) if data.get("date_witness") else None
    date_statements = tuple((line, words) for line, words in data.get("date_statements", ()))
    masthead = Masthead(
        title=data["title"],
        title_as_printed=data["title_as_printed"],
        title_origin=title_origin,
        date=date,
        month_day=data["month_day"],
        date_origin=date_origin,
        weekday=data["weekday"],
        lunar_date=data["lunar_date"],
        number=data["number"],
        page_count=data["page_count"],
        cn_number=data["cn_number"],
        source_lines=_spans(data["source_lines"]),
        date_witness=date_witness,
        date_statements=date_statements,
        refused_years=tuple(data.get("refused_years", ())),
        place=data.get("place"),
        edition=data.get("edition"),
        other_date=data.get("other_date"),
        unread_pages=data.get("unread_pages"),
        year=data.get("year"),
        script=data.get("script"),
    )
    if "facts" in data:
        facts = facts_from_json(data["facts"])
    else:
        facts = _facts_of(masthead)
    return replace(masthead, facts=facts)


def _facts_of(masthead: Masthead) -> IssueFacts:
    """Return what is known by a masthead that an earlier version has stored."""
    return facts_of_origins(
        masthead.title,
        masthead.title_origin,
        masthead.date,
        rule_of_day(masthead.date_origin, masthead.date_witness),
        masthead.number,
        masthead.edition,
    )


def reading_to_json(reading: Reading) -> Json:
    return {
        "format": reading.format,
        "certainty": reading.certainty,
        "left_out": list(reading.left_out),
        "tells_articles": reading.tells_articles,
        "quality": quality_to_json(reading.quality),
    }


def reading_from_json(data: Json) -> Reading:
    """Return the reading that `reading_to_json` wrote. Raises KeyError or ValueError on any other data.

    Earlier versions wrote no `tells_articles` and no `quality`.
    """
    quality = data.get("quality")
    return Reading(
        data["format"],
        data["certainty"],
        tuple(map(said_again, data["left_out"])),
        data.get("tells_articles", False),
        convert(quality, Quality) if quality else None,
    )


def _format_to_json(reading: Reading) -> Json:
    """Return what is told of a reading: its certainty by a name that can't be taken for that of the text."""
    value = reading_to_json(reading)
    return {"format": value.pop("format"), "format_certainty": value.pop("certainty"), **value}


def quality_to_json(quality: Quality | None) -> Json | None:
    if quality is None:
        return None
    return asdict(quality)


def parts_to_json(path: str, parts: Sequence[IssuePart]) -> Json:
    """Return the object that `reader parse FILE --json` prints, for the issues in a file, with its lines in order.

    Parts of one issue have the same index; `issue` is None if there are several issues.
    """
    issues: dict[tuple[object, ...], Json] = {}
    articles: list[Json] = []
    for at, part in enumerate(parts):
        head = part.masthead
        issue_key = (head.title, head.date, head.edition) if head.date else (at,)
        issue = issues.get(issue_key)
        if issue is None:
            issues[issue_key] = _told_masthead(head)
        else:
            issue["source_lines"] += [list(span) for span in head.source_lines]
        index = list(issues).index(issue_key)
        articles += [
            article_to_json(article) | _page_as_told(head.facts.page(article.page)) | {"issue_index": index}
            for article in part.articles
        ]
    objects = [part_to_json(part) for part in parts]
    mastheads = list(issues.values())
    lasts = []
    for json_object in [*mastheads, *articles]:
        for span in json_object["source_lines"]:
            lasts.append(span[-1])
    line_count = max([sum(part.line_count for part in parts), *lasts])
    warnings = list(chain.from_iterable(json_object["warnings"] for json_object in objects))
    return {
        "source": objects[0]["source"] | {"path": path, "line_count": line_count},
        "issue": mastheads[0] if len(mastheads) == 1 else None,
        "issues": mastheads,
        "articles": articles,
        "warnings": warnings,
    }


def part_to_json(part: IssuePart) -> Json:
    """Return what `parts_to_json` tells of a part, as an object of its own."""
    articles = [
        article_to_json(article) | _page_as_told(part.masthead.facts.page(article.page))
        for article in part.articles
    ]
    warnings = [{"line": remark.line, "message": remark.message} for remark in part.warnings]
    return {
        "source": {"path": part.path, "encoding": part.encoding, "line_count": part.line_count}
        | ({"quality": None} if part.reading is None else _format_to_json(part.reading))
        | _guessed_encoding(part.masthead.facts),
        "issue": _told_masthead(part.masthead),
        "articles": articles,
        "warnings": warnings,
    }


def _guessed_encoding(facts: IssueFacts) -> Json:
    """Return how the encoding of a file is known, if it is a guess; otherwise nothing."""
    if facts.encoding.remark:
        return {"facts": {"encoding": facts.encoding.as_json()}}
    return {}


def _told_masthead(masthead: Masthead) -> Json:
    return masthead_to_json(masthead) | {"facts": masthead.facts.as_json()}


def _page_as_told(page: Fact[str]) -> Json:
    return {"facts": {"page": page.as_json()}}


def stored_to_json(stored: StoredArticle, facts: Mapping[str, Fact[str]]) -> dict[str, object]:
    """Return the article as printed, with what was recognised beside it, and with its issue and its files.

    `facts` are what is known of it beside its issue and its page.
    """
    issue = stored.issue
    stored_json: Json = printed_to_json(stored.article)
    stored_json["newspaper"] = issue.newspaper
    stored_json["newspaper_origin"] = issue.newspaper_origin.value if issue.newspaper_origin else None
    stored_json["date"] = issue.date.isoformat() if issue.date else None
    stored_json["month_day"] = issue.month_day
    stored_json["date_origin"] = issue.date_origin.value if issue.date_origin else None
    if stored.masthead.other_date:
        stored_json["other_date"] = stored.masthead.other_date
    stored_json["number"] = issue.number
    stored_json["edition"] = issue.edition
    stored_json["facts"] = {
        **stored.facts_as_json(),
        **{name: fact.as_json() for name, fact in facts.items()},
        **_guessed_encoding(stored.masthead.facts).get("facts", {}),
    }
    stored_json["sources"] = [source_to_json(source) for source in stored.sources]
    return stored_json


def source_to_json(source: SourceRow) -> dict[str, object]:
    """Return a file that contains the article. `is_other`: another file's text is shown."""
    source_lines = [list(span) for span in source.source_lines]
    return {
        "path": source.path,
        "encoding": source.encoding,
        "source_lines": source_lines,
        "is_missing": source.is_missing,
        "is_other": source.is_other,
        **(_format_to_json(source.reading) if source.reading else {}),
    }
