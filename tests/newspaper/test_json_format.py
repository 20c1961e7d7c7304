"""Given a masthead, when its record is written and read again, then it is the same; earlier records are read, too."""

import datetime as dt

from reader.newspaper.issue import DateOrigin, DateWitness, Masthead, TitleOrigin
from reader.newspaper.json_format import masthead_from_json, masthead_to_json

RARE = {"date_witness", "date_statements", "refused_years", "place"}


def test_a_masthead_is_read_as_it_was_written() -> None:
    head = Masthead(
        title="雁桥日报",
        title_origin=TitleOrigin.FILE_NAME,
        date=dt.date(1987, 6, 12),
        month_day="06-12",
        date_origin=DateOrigin.INFERRED,
        source_lines=((1, 3),),
        date_witness=DateWitness.STATEMENTS,
        date_statements=((5, "去年（1986年"), (7, "1987年")),
        refused_years=(1986, 1988),
        place=7,
    )
    assert masthead_from_json(masthead_to_json(head)) == head


def test_what_few_mastheads_have_is_left_out_of_the_others() -> None:
    record = masthead_to_json(Masthead(title="雁桥日报"))
    assert not RARE & record.keys()
    assert masthead_from_json(record) == Masthead(title="雁桥日报")
