"""Storing and deleting whole days of a holding, within a librarian's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from reader.room import texts
from reader.room.answers import one, rows, run
from reader.room.far_loading import lost_on_the_way, sweep
from reader.room.line import Line
from reader.room.missing_years import MissingYears
from reader.room.people_loading import PeopleLoad
from reader.room.stored_text import as_stored
from reader.search.day_numbers import day_number
from reader.search.engine import Document
from reader.storage.hand_over import HandedArticle, HandedDay, HandedIssue, HandOver
from reader.storage.packing import Packer
from reader.storage.row_values import date_of

_ISSUE = "identity, newspaper, date, month_day, date_origin, number, label, newspaper_origin, edition"
_SOURCE = (
    "id, holding_id, issue_id, path, is_missing, encoding, masthead, reading, corrections, format, place,"
    " head_printed, head_search"
)
_APPEARANCE = "source_id, position, article_id, source_lines, is_other"
_FORM = "source_id, position, key, record, search, beside"
_ARTICLE = (
    "id, issue_id, day, key, digest, kind, page, page_order, kicker, title, lead, names, length, record"
)
_STITCH = "first_id, second_id, confidence, reasons, is_told, pair, paragraph, seam"


class DayWriter:
    """Writes days of a holding within a transaction.

    `far` are the years on other servers, `missing` those of them whose server does not answer.
    """

    def __init__(
        self,
        connection: Line,
        holding: int,
        hand_over: HandOver,
        people: PeopleLoad,
        far: MissingYears,
        missing: MissingYears,
    ) -> None:
        self._connection = connection
        self._holding = holding
        self._hand_over = hand_over
        self._far, self._missing = far, missing
        self._people = people

    def put(self, days: Sequence[tuple[HandedDay, bytes]]) -> int:
        """Store the days in place of what the holding had of them. Return how many articles are new to the room."""
        numbers = {day_number(date_of(each.date)) for day, _ in days for each in day.issues}
        sweep(self._connection, (number for number in numbers if number in self._far))
        issues = {each.id: self._issue(each) for day, _ in days for each in day.issues}
        paths = [file.path for day, _ in days for file in day.files]
        touched = self._take_out("(issue_id = ANY(%s) OR path = ANY(%s))", list(issues.values()), paths)
        articles, added = self._articles([each for day, _ in days for each in day.articles], issues, days)
        self._files(days, issues, articles)
        self._stitches(days, articles)
        self._people.place(articles, added)
        self._settle({*touched, *issues.values()}, added)
        for day, stamp in days:
            run(
                self._connection,
                "INSERT INTO day_stamp VALUES (%s, %s, %s)"
                " ON CONFLICT (holding_id, day) DO UPDATE SET stamp = excluded.stamp",
                self._holding,
                day.name,
                stamp,
            )
        return len(added)

    def remove(self, names: Sequence[str]) -> None:
        """Delete the days that the holding no longer has."""
        if not names:
            return
        run(
            self._connection,
            "DELETE FROM day_stamp WHERE holding_id = %s AND day = ANY(%s)",
            self._holding,
            [*names],
        )
        dated = [each for name in names if len(each := json.loads(name)) == 2]
        touched: set[int] = set()
        of_day = "issue_id IN (SELECT id FROM issue WHERE {})"
        for newspaper, date in dated:
            touched |= self._take_out(of_day.format("newspaper = %s AND date = %s"), newspaper, date)
        touched |= self._take_out(of_day.format("identity = ANY(%s)"), [*names])
        self._settle(touched, [])

    def _issue(self, issue: HandedIssue) -> int:
        (issue_id,) = one(
            self._connection,
            tuple[int],
            f"INSERT INTO issue ({_ISSUE}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (identity)"
            " DO UPDATE SET month_day = excluded.month_day, date_origin = excluded.date_origin,"
            " number = excluded.number, label = excluded.label, newspaper_origin = excluded.newspaper_origin"
            " RETURNING id",
            *issue[1:],
            issue.edition,
        )
        return issue_id

    def _take_out(self, which: str, *values: object) -> set[int]:
        """Delete files of the holding; return the ids of their issues."""
        found = rows(
            self._connection,
            tuple[int],
            f"DELETE FROM source WHERE holding_id = %s AND {which} RETURNING issue_id",
            self._holding,
            *values,
        )
        return {issue_id for (issue_id,) in found}

    def _articles(
        self,
        handed: Sequence[HandedArticle],
        issues: Mapping[int, int],
        days: Sequence[tuple[HandedDay, bytes]],
    ) -> tuple[dict[int, int], list[Document]]:
        """Store the articles that the room does not have. Return the room's ids of all, and the added documents."""
        known = {
            (issue_id, key, digest): article_id
            for article_id, issue_id, key, digest in rows(
                self._connection,
                tuple[int, int, str, bytes],
                "SELECT id, issue_id, key, digest FROM article WHERE issue_id = ANY(%s)",
                list(issues.values()),
            )
        }
        own = {each.id: known.get((issues[each.issue_id], each.key, each.digest)) for each in handed}
        strange = sorted((each for each in handed if own[each.id] is None), key=lambda each: each.id)
        fresh = self._new_ids("article_id", len(strange))
        own.update({each.id: number for each, number in zip(strange, fresh, strict=True)})
        added = self._copy_articles(strange, own, issues, days)
        return {mine: number for mine, number in own.items() if number is not None}, added

    def _copy_articles(
        self,
        strange: Sequence[HandedArticle],
        own: Mapping[int, int | None],
        issues: Mapping[int, int],
        days: Sequence[tuple[HandedDay, bytes]],
    ) -> list[Document]:
        of_issue = {each.id: each for day, _ in days for each in day.issues}
        read = {
            i: (article, text) for i, article, text in self._hand_over.articles([each.id for each in strange])
        }
        packer = Packer(None)
        added = []
        with self._connection.cursor().copy(f"COPY article ({_ARTICLE}) FROM STDIN") as copy:
            for each in strange:
                article, text = read[each.id]
                issue, number = of_issue[each.issue_id], own[each.id] or 0
                document = Document(number, issue.newspaper, date_of(issue.date), each.page, text)
                added.append(document)
                copy.write_row(
                    (
                        number,
                        issues[each.issue_id],
                        day_number(document.date),
                        *each[2:7],
                        each.kicker and _plain(each.kicker),
                        *map(_plain, each[8:11]),
                        each.length,
                        packer.record(article, text),
                    )
                )
        return added

    def _files(
        self, days: Sequence[tuple[HandedDay, bytes]], issues: Mapping[int, int], articles: Mapping[int, int]
    ) -> None:
        files = [file for day, _ in days for file in day.files]
        fresh = self._new_ids("source_id_seq", len(files))
        own = {file.id: number for file, number in zip(files, fresh, strict=True)}
        with self._connection.cursor().copy(f"COPY source ({_SOURCE}) FROM STDIN") as copy:
            for file in files:
                place = json.loads(file.masthead).get("place") or 0
                is_missing = file.state == "missing"
                form = json.loads(file.reading)["format"] if file.reading else ""
                told = (
                    file.path,
                    is_missing,
                    file.encoding,
                    file.masthead,
                    file.reading,
                    file.corrections,
                    form,
                )
                heads = (file.head_printed, file.head_search)
                copy.write_row((own[file.id], self._holding, issues[file.issue_id], *told, place, *heads))
        with self._connection.cursor().copy(f"COPY appearance ({_APPEARANCE}) FROM STDIN") as copy:
            for day, _ in days:
                for each in day.appearances:
                    place = (own[each.source_id], each.position, articles[each.article_id])
                    copy.write_row((*place, each.source_lines, bool(each.is_other)))
        packer = Packer(None)
        with self._connection.cursor().copy(f"COPY form ({_FORM}) FROM STDIN") as copy:
            for form in (form for day, _ in days for form in day.forms):
                record = packer.record(form.article, form.text)
                copy.write_row(
                    (own[form.source_id], form.position, form.article.key, record, *as_stored(form.text))
                )

    def _stitches(self, days: Sequence[tuple[HandedDay, bytes]], articles: Mapping[int, int]) -> None:
        run(
            self._connection,
            "DELETE FROM stitch WHERE first_id = ANY(%s) OR second_id = ANY(%s)",
            *[list(articles.values())] * 2,
        )
        with self._connection.cursor().copy(f"COPY stitch ({_STITCH}) FROM STDIN") as copy:
            for each in (stitch for day, _ in days for stitch in day.stitches):
                if each.second_id in articles:
                    ends = (articles[each.first_id], articles[each.second_id])
                    words = (each.pair and _plain(each.pair), each.paragraph and _plain(each.paragraph))
                    copy.write_row(
                        (*ends, each.confidence, each.reasons, bool(each.is_told), *words, each.seam)
                    )

    def _settle(self, touched: set[int], added: Sequence[Document]) -> None:
        """Delete articles and issues that no file has, store the added texts, and count the articles of the issues."""
        issues = list(touched)
        gone = rows(
            self._connection,
            tuple[int, int],
            "DELETE FROM article a WHERE issue_id = ANY(%s)"
            " AND NOT EXISTS (SELECT FROM appearance p WHERE p.article_id = a.id) RETURNING id, day",
            issues,
        )
        if any(day in self._missing for _, day in gone):  # the date of its issue has changed
            raise lost_on_the_way(self._missing)
        of_gone = [article_id for article_id, _ in gone]
        self._people.take_out(of_gone)
        texts.put(self._connection, added, of_gone, self._missing)
        run(
            self._connection,
            "DELETE FROM issue i WHERE id = ANY(%s) AND NOT EXISTS (SELECT FROM source s WHERE s.issue_id = i.id)",
            issues,
        )
        run(
            self._connection,
            "UPDATE issue i SET article_count = (SELECT count(*) FROM article a WHERE a.issue_id = i.id)"
            " WHERE id = ANY(%s)",
            issues,
        )

    def _new_ids(self, sequence: str, count: int) -> list[int]:
        found = rows(
            self._connection,
            tuple[int],
            "SELECT nextval(%s::regclass) FROM generate_series(1, %s)",
            sequence,
            count,
        )
        return [number for (number,) in found]


def _plain(text: str) -> str:
    """Return a text without NUL, which PostgreSQL can't store; only for what is shown in lists."""
    return text.replace("\0", " ")
