"""A file is the same whether it was parsed here or in another process, which gets it and answers in messages."""

import datetime as dt

import msgspec
import pytest

from reader.library.file_parsing import FetchedFile, FetchedFiles, FileToRead, ReadFile, parsed_alone
from reader.newspaper.correction import Anchor, Claim, Correction, CorrectionKind
from reader.newspaper.issue import TraitKind
from reader.storage.file_table import BesideFile, KnownFile
from reader.storage.folder import FoundFile, digest_of
from tests.formats import documents, mets_issues, web_pages
from tests.formats.pdf_pages import column, pdf
from tests.formats.scanned_pages import SAMPLES
from tests.terminal import ISSUES

TEXT = "渡口的马灯亮到后半夜，守船的老人说雪还要下。" * 4
FILES = {
    **{name: text.encode() for name, text in ISSUES.items()},
    **{f"{number}.xml": text.encode() for number, text in enumerate(SAMPLES)},
    "a.htm": web_pages.whole_page().encode(),
    "b.htm": web_pages.of_pictures().encode(),
    "1987-06-12.docx": documents.issue(),
    "1987-06-12.pdf": pdf(column(40, 80, TEXT, 20)),
    "damaged.txt": "雁桥日报\n1987年6月12日\n\n渡口 \n".encode() + b"\xff\xfe\n",
    "refused.pdf": b"%PDF-1.4",
    "empty.txt": b"",
    "mets.xml": mets_issues.DOCWORKS.encode(),
}


def fetched(path: str) -> FetchedFile:
    data = FILES[path]
    now = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    anchor = Anchor(path, "渡口", "", "", 1)
    claims = (
        Claim(CorrectionKind.TITLE, title="柳川晚报"),
        Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 13)),
    )
    before = KnownFile(path, 3, 4, b"\xff", 5, "present", None, "stamp")
    due = FileToRead(FoundFile(path, len(data), 7), before, True, (BesideFile("1.xml", 2, 3, b"\x00"),))
    corrections = tuple(Correction(str(each.kind), anchor, each, now, now) for each in claims)
    return FetchedFile(due, data, digest_of(data), corrections, "stamp", {"渡口": TraitKind.COLUMN})


@pytest.mark.parametrize("path", FILES)
def test_neither_a_file_nor_what_was_read_of_it_is_changed_by_being_sent(path: str) -> None:
    files = FetchedFiles([fetched(path)], {"柳川晚报": {"◘": TraitKind.ITEM}})
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(files), type=FetchedFiles) == files
    read = parsed_alone(files)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(read), type=list[ReadFile | None]) == read
    assert (read == [None]) == (path == "mets.xml")
