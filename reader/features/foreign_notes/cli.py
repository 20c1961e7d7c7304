"""`reader import-notes`: quotes with notes of other programs become bookmarks; those without a place are listed."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

from reader.cli.libraries import ready
from reader.cli.options import Argument, Arguments, AsJson, LibraryPlace, Option
from reader.cli.terminal import print_result, print_warning
from reader.features.foreign_notes.anchoring import Anchored, anchored_in, take
from reader.i18n import later, say


class ImportNotes(Arguments, frozen=True, kw_only=True):
    MORE = later(
        "认得 Zotero 的 CSL-JSON 和 RIS（附注里引号中的话）、Hypothesis 的 JSON、\n"
        "Markdown（> 开头的行）、纯文本（引号中的话）。\n"
        "原话和前后文都对得上、只有一处的，存成带批注和标签的收藏；其余的列出来，写明为什么，从不猜。\n"
        "读多少次都一样；要撤销：reader bookmark undo。阅报自己导出的，用 reader bookmark import。"
    )
    EXAMPLES = (
        (later("reader import-notes 摘录.md --dry-run"), later("先看哪些找得到")),
        (later("reader import-notes 摘录.md --library ~/旧报"), later("收进这个资料库")),
    )
    JSON = later(
        "打印一个对象：new known unanchored；new 每条的 key path date exact note tags，\n"
        "unanchored 每条的 exact why places"
    )
    ANSWERS = ("reader.features.foreign_notes.schemas:Anchored",)
    is_rehearsal: Annotated[bool, Option("只说会怎样，不作任何改动", "--dry-run")] = False
    file: Annotated[Path, Argument("FILE", "别的程序存成的文件")]
    library: LibraryPlace = None
    as_json: AsJson = False

    def run(self) -> int:
        with ready(self.library) as library:
            anchored = anchored_in(library, self.file)
            if anchored.new and not self.is_rehearsal:
                anchored, _ = take(library, anchored, self.file.name)
        if anchored.remark:
            print_warning(anchored.remark)
        return print_result(_lines(anchored), partial(_to_json, anchored), as_json=self.as_json)


def _lines(anchored: Anchored) -> Iterator[str]:
    yield anchored.in_words()
    for unanchored_quote in anchored.unanchored:
        yield f"    “{unanchored_quote.quoted.exact[:40]}”　{unanchored_quote.why}"
        yield from (f"        {place}" for place in unanchored_quote.places)
    if anchored.new:
        yield say("要撤销：reader bookmark undo")


def _to_json(anchored: Anchored) -> dict[str, object]:
    new = []
    for bookmark in anchored.new:
        date = bookmark.date.isoformat() if bookmark.date else None
        exact = bookmark.passage.exact if bookmark.passage else None
        new.append(
            {
                "key": bookmark.key,
                "path": bookmark.path,
                "date": date,
                "exact": exact,
                "note": bookmark.note,
                "tags": list(bookmark.tags),
            }
        )
    unanchored = [
        {
            "exact": unanchored_quote.quoted.exact,
            "why": unanchored_quote.why,
            "places": list(unanchored_quote.places),
        }
        for unanchored_quote in anchored.unanchored
    ]
    return {
        "new": new,
        "known": anchored.known,
        "unanchored": unanchored,
    }
