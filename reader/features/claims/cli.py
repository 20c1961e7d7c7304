"""`reader claims`: the sentences of a text against the papers, each with its witnesses."""

import io
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

from reader.cli.errors import CommandError, WrongArguments
from reader.cli.libraries import ready, with_repair
from reader.cli.options import Argument, Arguments, AsJson, LibraryPlace, Option, ending_of, whole_number
from reader.cli.terminal import bold, faint, marked, print_json, print_warning
from reader.cli.written_files import STANDARD_INPUT, check_target, lines_of, write_or_print
from reader.features.claims.as_json import counts_to_json, to_json
from reader.features.claims.checked_text import CheckedText, text_of_dossier
from reader.features.claims.claims_file import ENDINGS, as_bytes, pieces_of
from reader.features.claims.footnotes import with_footnote
from reader.features.claims.handed_in import WORD, text_of
from reader.features.claims.in_words import (
    counts_in_words,
    difference_in_words,
    nothing_to_check,
    outcome_in_words,
    remarks_on,
    sources_in_words,
)
from reader.features.claims.sentences import without_markup
from reader.features.claims.witnesses import Checked, Witness, analysed, check
from reader.i18n import later, say
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, so_far
from reader.storage.disk_errors import LibraryError
from reader.storage.regular_file import open_named

_LAST_YEAR = 2199
_FIRST_YEAR = 1600


def _year(text: str) -> int:
    year = whole_number(text)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise WrongArguments(say("年份要写四位数，如 1987"))
    return year


class Claims(Arguments, frozen=True):
    MORE = later(
        "一句一句地查，每句是一样：有据（附报纸名、日期、版次、原话）；报上另有说法（数目、日子、名字、地方并列）；\n"
        "可能说的是这一件（换了说法）；库里没有找到（那段时间有几天的报）；无可查的（没有日子、名字、数目）。\n"
        "从不说“假”：报也会错，库也不全。几处的证据都列出来，转载并在一起，先见报的在前，说法相反的也在。\n"
        "没写年份的日子，照前文的年份算；前文也没有，就用 --year，再没有就各年都算。"
    )
    EXAMPLES = (
        ("reader claims 志稿.docx", later("志稿里的每句话，报上怎么说")),
        ("reader claims 志稿.txt --year 1987 -o 志稿.docx", later("写成 Word，脚注写出处和不同的说法")),
        (later("reader claims --dossier 渡口旧事"), later("自己写在专题里的话；窗口里定的脚注照写")),
        ("echo 1987年6月12日，渡口通航。 | reader claims -", later("从标准输入读")),
    )
    JSON = later(
        "打印一个对象：file dossier sentences counts（每样几句）；每句有 text start outcome（borne out、\n"
        "told otherwise、a witness that may be this、not found、nothing to check）year asks_year held\n"
        "footnote（-o 写不写它的脚注）witnesses；\n"
        "每个证据有 printing key newspaper date page headline facts outcome score words marks\n"
        "differences（kind stated printed）reprints"
    )
    ANSWERS = ("reader.features.claims.schemas:Claims",)
    file: Annotated[str | None, Argument("FILE", "要查的文字：.txt、.md、.docx；- 是标准输入")] = None
    library: LibraryPlace = None
    as_json: AsJson = False
    dossier: Annotated[str | None, Option("不查文件，查自己在这个专题里写的话", metavar="NAME")] = None
    year: Annotated[int | None, Option("文字说的是哪一年，用于没写年份的日子", "--year", "YEAR", _year)] = (
        None
    )
    output: Annotated[
        Path | None, Option("把全文写成文件，脚注写证据：.docx 或 .md", "-o --output", "FILE")
    ] = None

    def __post_init__(self) -> None:
        if (self.file is None) == (self.dossier is None):
            raise WrongArguments(say("要查的写一样：一个文件，或 --dossier"))
        if self.output is not None and ending_of(self.output, ".md") not in ENDINGS:
            raise WrongArguments(say("-o 的文件要以 .docx 或 .md 结尾"))
        if self.output is not None and self.as_json:
            raise WrongArguments(say("-o 不能与 --json 同用"))

    def run(self) -> int:
        if self.output is not None:
            check_target(self.output)
        text = CheckedText(_text_in(self.file)) if self.file is not None else CheckedText()
        with ready(self.library) as library:
            if self.dossier is not None:
                text = text_of_dossier(library, self.dossier)
            rows = with_repair(library, partial(self._checked, library, text.text))
            read = library.read.of_analysis(analysed(library))
        footnotes = with_footnote(rows, text.choices)
        why_not = nothing_to_check(rows)
        if self.as_json:
            fields: dict[str, object] = {
                "file": self.file,
                "dossier": self.dossier,
                "sentences": [to_json(row, has_footnote=n in footnotes) for n, row in enumerate(rows)],
                "counts": counts_to_json(rows),
            }
            if why_not:
                fields["remark"] = why_not
            print_json({**fields, **read.to_json()})
            return 0
        if self.output is not None:
            ending = ending_of(self.output, ".md")
            pieces = list(pieces_of(text.text, rows, read, footnotes))
            write_or_print(as_bytes(pieces, self._name(), ending), self.output)
        print_warning(so_far(read, why_not or counts_in_words(rows, read)))
        return 0

    def _name(self) -> str:
        """Return what the text is called."""
        if self.dossier is not None:
            return self.dossier
        if self.file is None or self.file == STANDARD_INPUT:
            return say("查证")
        return Path(self.file).stem

    def _checked(self, library: Library, text: str) -> list[Checked]:
        """Return the sentences with their witnesses; they are printed as they are checked."""
        rows: list[Checked] = []
        read = library.read.of_analysis(analysed(library))
        for row in check(library, text, self.year):
            rows.append(row)
            if self.output is None and not self.as_json:
                print("\n".join(_lines(row, read)), flush=True)
        return rows


def _text_in(file: str) -> str:
    """Return the text of a file, or of standard input. Raises CommandError."""
    if not file.lower().endswith(WORD):
        return without_markup("\n".join(lines_of(file)))
    try:
        with io.FileIO(open_named(Path(file))) as stream:
            return text_of(stream.read(), file)
    except LibraryError as error:
        raise CommandError(str(error)) from error


def _lines(row: Checked, read: ReadSoFar) -> Iterator[str]:
    remarks = say("；").join(remarks_on(row))
    outcome = outcome_in_words(row.outcome, read)
    yield row.sentence.text
    yield "    " + bold(say("；").join(filter(None, [outcome, remarks])))
    for witness in row.witnesses:
        yield from _lines_of(witness, row.witnesses)


def _lines_of(witness: Witness, witnesses: Sequence[Witness]) -> Iterator[str]:
    yield f"    {marked(witness.words, witness.marks)}"
    if len({other.outcome for other in witnesses}) > 1:
        yield f"        {outcome_in_words(witness.outcome)}"
    yield from (f"        {difference_in_words(difference)}" for difference in witness.differences)
    yield f"        {faint(sources_in_words(witness))}  {faint(witness.source.printing.key)}"
