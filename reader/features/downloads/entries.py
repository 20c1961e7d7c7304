"""Divides the lines of a download into its articles, and finds their fields.

A label, or what a line states by itself, is a field where it recurs from article to article in the same company.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise
from operator import itemgetter
from types import MappingProxyType

from msgspec import Struct, field

from reader.features.downloads.labels import (
    ENDS_OF_SPEECH,
    LONGEST_HEAD,
    OF_CODES,
    OF_TITLED,
    DownloadLine,
    Label,
    is_author,
    marked,
    marked_alone,
    page_and_rest,
)
from reader.formats.page_names import cut_at_day, day_stated, is_day_first
from reader.language.dates.printed_days import may_have_day
from reader.newspaper.field_names import ColumnField

_MOST_OF_DAYS = 0.8
"""Minimum share of articles that have at most one day, as all should."""
MANY = 0.6
"""Minimum share of articles that have a day: some may lack it."""
OFTEN = 0.5
"""Minimum share of articles that have a label or a statement that is taken for a field."""
_MOST_ABOVE = 5
"""Maximum number of lines of an article above the first one that has a label or states something."""

Part = tuple[int, int]
"""The first line of an article, and the one after its last, counted from 0."""


def parts_of(lines: Sequence[DownloadLine], dated: Set[int]) -> list[Part]:
    """Return the articles: cut at separators, or at what all begin with; [] if neither is told.

    `dated` are the lines that state the days of the articles.
    """
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        places.setdefault(line.key, []).append(at)
    places.pop("", None)
    parts = _fitting([*places.pop("=ordinal", ()), len(lines)], dated)
    if parts:
        return parts
    for key in ("=end", "=rule"):
        parts = _fitting([0, *(at + 1 for at in places.pop(key, ())), len(lines)], dated)
        if parts:
            return _without_preamble(lines, parts)
    for place in places.values():
        if place[0] > min(dated):
            break
        parts = _fitting([*place, len(lines)], dated)
        if parts and (
            lines[place[0]].facts is None or not any(_has_text_above(lines, p, dated) for p in parts)
        ):
            return _from_top(lines, parts)
    return []


def _fitting(begins: Sequence[int], dated: Set[int]) -> list[Part]:
    """Return the parts between `begins`, without undated ones at both ends; [] if too few have one day."""
    counts = []
    for part in pairwise(begins):
        counts.append((part, sum(at in dated for at in range(*part))))
    while counts and not counts[0][1]:
        del counts[0]
    while counts and not counts[-1][1]:
        del counts[-1]
    fitting = sum(count < 2 for _, count in counts) >= _MOST_OF_DAYS * len(counts)
    is_dated = sum(count == 1 for _, count in counts) >= MANY * len(counts)
    if fitting and is_dated:
        return [part for part, _ in counts]
    return []


def _has_text_above(lines: Sequence[DownloadLine], part: Part, dated: Set[int]) -> bool:
    """Return whether there is running text above the line of a part that states its day."""
    day = next((at for at in range(*part) if at in dated), part[0])
    return any(line.is_running for line in lines[part[0] : day])


def _first_stated(lines: Sequence[DownloadLine], part: Part) -> int:
    """Return the first line of a part that states something; its first line if none does."""
    return next((at for at in range(*part) if lines[at].is_stated), part[0])


def _without_preamble(lines: Sequence[DownloadLine], parts: list[Part]) -> list[Part]:
    """Return the parts, the first one without what stands above an article that is set like the others."""
    tops = [_first_stated(lines, part) for part in parts[1:]]
    height = max((at - begin for at, (begin, _) in zip(tops, parts[1:], strict=True)), default=0)
    kinds = {lines[at].key for at in tops}
    begin, end = parts[0]
    at = next((at for at in range(begin, end) if lines[at].key in kinds), begin)
    return [(max(begin, at - height), end), *parts[1:]]


def _from_top(lines: Sequence[DownloadLine], parts: list[Part]) -> list[Part]:
    """Return the parts, each with the lines of its article above the label or statement at which it was cut."""
    first = parts[0][0]
    if not first:
        return parts
    titles: Counter[str] = Counter()
    for part in parts:
        titles.update({line.key for line in lines[slice(*part)] if line.field is ColumnField.TITLE})
    if lines[first].key.startswith("style:") or max(titles.values(), default=0) >= OFTEN * len(parts):
        begins = [_top_of_block(lines, begin) for begin, _ in parts]
    else:
        all_begins = [begin for begin, _ in parts]
        tops = [_below_end(lines, *above) for above in pairwise(all_begins)]
        if 0 in tops:
            return []
        height = max((begin - top for top, (begin, _) in zip(tops, parts[1:], strict=True)), default=0)
        top = next((at + 1 for at in range(first - 1, -1, -1) if lines[at].is_stated), 0)
        begins = [max(top, first - height), *tops]
    return [*pairwise([*begins, parts[-1][1]])]


def _top_of_block(lines: Sequence[DownloadLine], at: int) -> int:
    """Return the first line of the labels directly above a line, if there is a blank line above them."""
    top = at
    while top and not lines[top].gap and lines[top - 1].field not in (None, ColumnField.TEXT):
        top -= 1
    if lines[top].gap or not top:
        return top
    return at


def _below_end(lines: Sequence[DownloadLine], first: int, last: int) -> int:
    """Return the line at which the article begins that is cut at `last`: below the end of the one above, which is a
    copyright, a number or another statement, else below the most blank lines; 0 if neither tells it.
    """

    def is_head(top: int) -> bool:
        return last - top <= _MOST_ABOVE and not any(line.is_running for line in lines[top:last])

    if lines[last - 1].key.startswith("style:"):
        return last - 1
    end = next((at for at in range(last - 1, first - 1, -1) if lines[at].is_aside), None)
    if end is not None and is_head(end + 1):
        return end + 1
    gaps = [lines[at].gap for at in range(first + 1, last + 1)]
    if max(gaps) and gaps.count(max(gaps)) == 1:
        return first + 1 + gaps.index(max(gaps))
    lowest = next((at for at in range(last, first, -1) if lines[at].gap), first)
    is_below_text = lowest > first and lines[lowest - 1].is_running and is_head(lowest)
    if is_below_text and not is_author(lines[lowest].text):
        return lowest
    return 0


_MOST = 0.8
"""Minimum share of articles that have a headline, and of lines of running text that are cut."""
_REPEATED = 1.5
"""Maximum number of times that an article has a field of a database on average."""
_IN_BRACKETS = re.compile(r"\s*[【〔\[][^【】〔〕\[\]]{6,60}[】〕\]]\s*")
_MANY_FIELDS = 4
"""Number of fields with labels from which on a text is a download, whatever their names."""
_LONGEST_TITLE = 60
_LONGEST_WORD = 16
"""Maximum number of characters by which a line that is cut may be shorter than the others."""
_OF_OTHER_TEXTS = (
    "地点 地點 出席 主持 主持人 记录人 参加人员 与会人员 电话 電話 联系人 联系电话 地址 主讲 主讲人"
    " 价格 价钱 单价 售价 票价 定价 配料 做法 食材 导演 主演"
)
"""Labels of minutes, notices and lists."""
_COPYRIGHT = re.compile(r"\(c\)|©|copyright|版[权權]", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*[◆◇■□●○▲△▼▽★☆]*\s*(?:(?:[(（\[]?\d{1,4}[)）\]][.、]?|\d{1,4}[.、．])(?!\d)\s*)?")
_LAST = 1_000
"""The rank of a value that counts where no label states one."""
DATE, TITLE, TEXT, PAPER, PAGE, SECTION = (
    *(ColumnField.DATE, ColumnField.TITLE, ColumnField.TEXT),
    *(ColumnField.PAPER, ColumnField.PAGE, ColumnField.SECTION),
)


class Entry(Struct):
    """An article of a download: its lines, and the texts of its fields, each with the numbers of its lines.

    The text that is most surely a field's is the first one.
    """

    numbers: tuple[int, ...]
    values: dict[ColumnField, list[tuple[int, str, tuple[int, ...]]]] = field(default_factory=dict)

    def add(self, of: ColumnField, text: str, numbers: Sequence[int], rank: int = 0) -> None:
        if text.strip():
            self.values.setdefault(of, []).append((rank, text.strip(), tuple(numbers)))

    def go_on(self, text: str, number: int) -> None:
        """Append a line to the last paragraph of the text."""
        rank, above, numbers = self.values[TEXT].pop()
        if above[-1].isascii() and text[:1].isascii():
            space = " "
        else:
            space = ""
        self.values[TEXT].append((rank, f"{above}{space}{text.strip()}", (*numbers, number)))

    def value(self, of: ColumnField) -> str:
        return min(self.values.get(of, [(0, "", ())]), key=itemgetter(0))[1]


def entries_of(
    lines: Sequence[DownloadLine], field_by_label: Mapping[str, ColumnField | None] = MappingProxyType({})
) -> list[Entry]:
    """Return the articles of a download with fields, in order; [] if the lines are something else.

    `field_by_label` is what the user has said that labels stand for, None for nothing.
    """
    if not _may_have_entries(lines, field_by_label):
        return []
    lines = marked(lines, field_by_label)
    key, dated = _dated(lines)
    day_first = _day_first(lines)
    parts = parts_of(lines, dated) if dated else []
    layout = _layout(lines, parts, day_first)
    if not parts or not (field_by_label or layout.is_download(key)):
        return []
    entries = [layout.entry(*part) for part in parts]
    if _are_articles(entries, layout):
        return entries
    return []


def _may_have_entries(
    lines: Sequence[DownloadLine], field_by_label: Mapping[str, ColumnField | None]
) -> bool:
    """Return whether any line may date an article: most texts are ruled out by their lines with figures alone."""
    may_be_dated = [line for line in lines if may_have_day(line.text)]
    codes = {any("A" <= line.text[:1] <= "Z" for line in may_be_dated), False}
    return any(_dated(marked_alone(may_be_dated, field_by_label, has_codes=code))[1] for code in codes)


def _are_articles(entries: Sequence[Entry], layout: "_Layout") -> bool:
    """Return whether most entries have a day, a title of their own and a text, as several articles have."""
    shares = {}
    for column in (DATE, TITLE, TEXT):
        shares[column] = sum(bool(entry.value(column)) for entry in entries) / len(entries)
    # an article that a page repeats is none of several
    are_several = len({entry.value(TITLE) for entry in entries}) >= _MOST * len(entries)
    has_text = shares[TEXT] >= MANY or layout.has_labels
    return shares[DATE] >= MANY and shares[TITLE] >= _MOST and are_several and has_text


def _day_first(lines: Sequence[DownloadLine]) -> bool | None:
    return is_day_first(line.label.value for line in lines if line.label and line.field is DATE)


def _dated(lines: Sequence[DownloadLine]) -> tuple[str, Set[int]]:
    """Return the key of the lines that state the days of the articles, and these lines; ("", none) without several."""
    day_first = _day_first(lines)
    lines_by_key: dict[str, set[int]] = {}
    for at, line in enumerate(lines):
        if line.label and line.field in (DATE, PAPER):
            of_label = day_stated(line.label.value, day_first)
        else:
            of_label = ""
        if of_label or (line.facts is not None and DATE in line.facts.fields):
            lines_by_key.setdefault(line.key, set()).add(at)
    key = max(lines_by_key, key=lambda key: len(lines_by_key[key]), default="")
    is_enough = key and (len(lines_by_key[key]) > 1 or key.partition(":")[0] in OF_CODES)
    if is_enough:
        return (key, lines_by_key[key])
    return ("", set())


class _Layout(Struct):
    """How the articles of a download are set.

    `usual` are the keys of the lines that most articles have, `below` those of them that stand below the text.
    `wrapped_at` is the number of characters at which lines of running text are cut, 0 if they are not.
    """

    lines: Sequence[DownloadLine]
    parts: Sequence[Part]
    usual: frozenset[str]
    below: frozenset[str]
    is_titled: bool
    is_coded: bool
    has_labels: bool
    wrapped_at: int
    day_first: bool | None

    def is_download(self, key_of_days: str) -> bool:
        """Return whether the labels and statements are those of a database, and not of minutes, notices or talks."""
        usual_lines = [line for line in self.lines if line.key in self.usual]
        labels = {line.label.name: line.field for line in usual_lines if line.label}
        if not labels.keys().isdisjoint(_OF_OTHER_TEXTS.split()):
            return False
        if self.is_coded:
            return TITLE in labels.values()
        sure = {line.field for line in usual_lines if line.is_sure} - {None}
        times = Counter(line.key for line in usual_lines if line.is_of_database)
        if key_of_days == OF_TITLED:
            return self._is_text_below(key_of_days)
        if self._is_day_in_brackets(key_of_days) or len(set(labels.values()) - {None}) >= _MANY_FIELDS:
            return True
        own_keys = {key for key, number in times.items() if number <= _REPEATED * len(self.parts)} - {
            key_of_days
        }
        if len(own_keys) > 1 or (TITLE in sure and self._has_day_line(key_of_days)):
            return True
        if TITLE in sure or not self.is_titled:
            return TITLE not in sure and (
                len(sure - {DATE}) > 1 or self._has_day_line(key_of_days, is_counted=True)
            )
        return bool(own_keys) or len(sure - {DATE}) > 1 or self._has_day_line(key_of_days)

    def _has_day_line(self, key: str, *, is_counted: bool = False) -> bool:
        """Return whether the line with an article's day has its paper or page, too, or its length if `is_counted`, and
        stands at the headline, if that is told by how it is set.
        """
        part_count = 0
        for part in self.parts:
            lines = self.lines[slice(*part)]
            at = next((at for at, line in enumerate(lines) if line.key == key), 0)
            facts = lines[at].facts
            set_alike = Counter(line.key for line in lines if line.style)
            is_at_headline = max(set_alike.values(), default=0) < 2 or (at > 0 and bool(lines[at - 1].style))
            has_field = (
                facts is not None
                and not lines[at].style
                and (facts.has_count if is_counted else facts.names_place)
            )
            part_count += has_field and (is_at_headline or self.has_labels)
        return part_count >= _MOST * len(self.parts)

    def _is_text_below(self, key: str) -> bool:
        """Return whether running text stands right below the day lines: those of pages have headlines there."""
        below = [after for line, after in pairwise(self.lines) if line.key == key]
        return sum(line.is_running for line in below) >= _MOST * len(self.parts)

    def _is_day_in_brackets(self, key: str) -> bool:
        """Return whether paper, day and page stand in brackets in a line, as databases write them."""
        days = [line for line in self.lines if line.key == key and line.facts is not None]
        placed = [
            line for line in days if line.facts is not None and {PAPER, PAGE} <= line.facts.fields.keys()
        ]
        in_brackets = sum(_IN_BRACKETS.fullmatch(line.text) is not None for line in placed)
        return len(days) > 1 and in_brackets >= _MOST * len(days)

    def entry(self, first: int, last: int) -> Entry:
        found = Entry(tuple(line.number for line in self.lines[first:last]))
        if self.is_coded:
            self._read_labels(found, first, last)
            return found
        top, end = self._text_in(first, last)
        rest = self._read_labels(found, first, top)
        self._read_labels(found, end, last)
        copyrights = " ".join(line.text for line in self.lines[first:last] if _COPYRIGHT.search(line.text))
        rest = [at for at in rest if not self._is_paper(found, at, copyrights)]
        if TITLE not in found.values:
            top = self._read_headline(found, rest, top, end)
        for at in range(top, end):
            line = self.lines[at]
            if line.field is TEXT and line.key in self.usual:
                label = line.label
            else:
                label = None
            if at > top and label is None and self._is_cut(at - 1):
                found.go_on(line.text, line.number)
            else:
                found.add(TEXT, label.value if label else line.text, [line.number])
        return found

    def _is_cut(self, at: int) -> bool:
        """Return whether the line below a line goes on with its sentence."""
        text = self.lines[at].text.rstrip()
        is_full = self.wrapped_at > 0 and len(text) > self.wrapped_at - _LONGEST_WORD
        return is_full and not self.lines[at + 1].gap and not text.endswith(ENDS_OF_SPEECH[:4])

    def _text_in(self, first: int, last: int) -> Part:
        """Return the first line of an article's text, or of its label, and the one after its last."""
        end = last
        while end > first and self._is_below(first, end - 1):
            end -= 1
        top = first
        for at, line in enumerate(self.lines[first:end], first):
            if line.field is TEXT and line.key in self.usual:
                return at, end
            is_field = line.key in self.usual or line.is_stated
            if not line.is_plain and line.key not in self.below and is_field:
                top = at + 1
            elif top > first and line.is_running:
                break
        # the value of a label that stands alone
        return top + (first < top < end and self.lines[top - 1].is_bare_label), end

    def _is_below(self, first: int, at: int) -> bool:
        line = self.lines[at]
        if not line.key:
            above = self.lines[max(first, at - 1)]
            return above.is_bare_label and above.key in self.below
        return line.key in self.below or (line.is_aside and line.key not in self.usual)

    def _read_labels(self, entry: Entry, first: int, last: int) -> list[int]:
        """Add the values of the labels and statements in some lines; return the lines that have none."""
        rest: list[int] = []
        at = first
        while at < last:
            line = self.lines[at]
            begin = at
            at += 1
            if line.is_plain:
                rest.append(begin)
            elif line.facts is not None:
                for of, text in line.facts.fields.items():
                    entry.add(of, text, [line.number])
                if len(line.facts.words) == 1 and PAGE in line.facts.fields:
                    entry.add(SECTION, line.facts.words[0], [line.number])
            elif line.label is not None:
                while at < last and not self.lines[at].key and self._goes_on(line, at, begin):
                    at += 1
                if line.label.value:
                    values = [(line.number, line.label.value)]
                else:
                    values = []
                values += [(more.number, more.text.strip()) for more in self.lines[begin + 1 : at]]
                _add_label(entry, line.label, values, self.day_first)
        return rest

    def _goes_on(self, line: DownloadLine, at: int, begin: int) -> bool:
        """Return whether a line without a label belongs to the label of the line `begin`."""
        is_next = not self.lines[at].gap
        return self.is_coded or (
            is_next or at == begin + 1 if line.is_bare_label else self.is_titled and is_next
        )

    def _is_paper(self, entry: Entry, at: int, copyrights: str) -> bool:
        """Add a line without a label as the newspaper, if a copyright names it; return whether it does."""
        text = self.lines[at].text.strip()
        is_paper = PAPER not in entry.values and len(text) > 1 and text in copyrights
        if is_paper:
            entry.add(PAPER, text, [self.lines[at].number])
        return is_paper

    def _read_headline(self, entry: Entry, rest: Sequence[int], top: int, end: int) -> int:
        """Find the headline and the author in lines of the head that have no label.

        Return the first line of the text: where all that is told stands above the headline, that is below it.
        """
        title = next(iter([*(at for at in rest if self.lines[at].style), *rest]), None)
        if title is None:
            line = self.lines[top] if top + 1 < end else None
            if line is None or len(line.text) > _LONGEST_TITLE or line.is_running:
                return top
            title = top
            top = top + 1
        elif len(rest) > 1 and not self.lines[title].style and self._is_above_headline(*rest[:2]):
            title = rest[1]
        entry.add(TITLE, _NUMBERED.sub("", self.lines[title].text), [self.lines[title].number])
        for at in rest:
            line = self.lines[at]
            if at > title and is_author(line.text):
                entry.add(ColumnField.AUTHOR, line.text, [line.number])
            elif at > title and not any(self.lines[i].key for i in range(title + 1, at)):
                entry.add(ColumnField.DECK, line.text, [line.number])
        return top

    def _is_above_headline(self, first: int, second: int) -> bool:
        """Return whether the first line of an article is the name of a section, which is much shorter."""
        text, below = (self.lines[at].text.strip() for at in (first, second))
        is_next = second == first + 1 and not self.lines[second].gap
        return is_next and 2 * len(text) <= len(below) and not is_author(below)


def _add_label(entry: Entry, label: Label, values: Sequence[tuple[int, str]], day_first: bool | None) -> None:
    of = label.field
    text = " ".join(text for _, text in values)
    numbers = [number for number, _ in values]
    if of is TEXT or label.is_summary:
        for number, value in values:
            entry.add(TEXT, value, [number], label.rank if of else _LAST)
    elif of is DATE:
        entry.add(DATE, day_stated(text, day_first), numbers, label.rank)
    elif of is PAGE:
        entry.add(PAGE, page_and_rest(text)[0], numbers, label.rank)
    elif of in (SECTION, PAPER):
        name, day, other_words = cut_at_day(text)
        page, rest = page_and_rest(other_words if day else name)
        entry.add(DATE, day, numbers, _LAST)
        entry.add(PAGE, page, numbers, _LAST)
        entry.add(of, (name if day else rest).strip("《》 .,;:，；：|"), numbers, label.rank)
    elif of is not None:
        entry.add(of, text, numbers, label.rank)


def _layout(lines: Sequence[DownloadLine], parts: Sequence[Part], day_first: bool | None) -> _Layout:
    count: Counter[str] = Counter()
    for part in parts:
        count.update({line.key for line in lines[slice(*part)] if line.key})
    usual = {key for key, number in count.items() if number >= max(min(2, len(parts)), OFTEN * len(parts))}
    below = Counter[str]()
    for first, last in parts:
        _, begin, end = max(_runs(lines, usual, first, last), default=(0, first, first))
        if begin > first or lines[first].field is TEXT:
            below.update({line.key for line in lines[end:last]})
    usual_lines = [line for line in lines if line.key in usual]
    forms = Counter(line.label.form for line in usual_lines if line.label)
    is_titled = any(line.field is TITLE or line.key.startswith("style:") for line in usual_lines)
    is_coded = forms.most_common(1)[0][0] in OF_CODES if forms else False
    has_labels = any(line.field is TITLE for line in usual_lines)
    return _Layout(
        lines,
        parts,
        frozenset(usual),
        frozenset(key for key, number in below.items() if key and 2 * number > count[key]),
        is_titled,
        is_coded,
        has_labels,
        _wrapped_at(lines),
        day_first,
    )


def _wrapped_at(lines: Sequence[DownloadLine]) -> int:
    """Return the length at which running text is cut into lines, 0 if each paragraph is a line."""
    texts = []
    for line, below in pairwise(lines):
        text = line.text.rstrip()
        if not (line.key or below.key or below.gap) and len(text) > _LONGEST_WORD:
            texts.append(text)
    longest = max(map(len, texts), default=LONGEST_HEAD + 1)
    full_texts = [text for text in texts if len(text) > longest - _LONGEST_WORD]
    cut_count = sum(not text.endswith(ENDS_OF_SPEECH) for text in full_texts)
    if longest <= LONGEST_HEAD and cut_count >= _MOST * len(texts):
        return longest
    return 0


def _runs(
    lines: Sequence[DownloadLine], usual: Set[str], first: int, last: int
) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of lines without a usual label: the number of characters, the first line, the one below."""
    begin = first
    for at in range(first, last + 1):
        if at == last or (lines[at].key in usual and lines[at].field is not TEXT):
            if at > begin:
                yield sum(len(line.text) for line in lines[begin:at]), begin, at
            begin = at + 1
