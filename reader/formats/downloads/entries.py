"""Divides the lines of a download into its articles, and finds the fields of each.

A label, or what a line states by itself, is a field where it recurs from article to article in the same company.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from msgspec import Struct, field

from reader.formats.downloads.labels import (
    OF_CODES,
    Facts,
    Label,
    facts_of,
    is_author,
    label_of,
    page_and_rest,
    separator_of,
)
from reader.formats.tables.days import cut_at_day, day_stated, is_day_first
from reader.newspaper.field_names import ColumnField

_MOST = 0.8
"""Minimum share of articles in which what tells them has to be as expected."""
_MANY = 0.6
"""Minimum share of articles that have a day: some may lack it."""
_OFTEN = 0.5
"""Minimum share of articles that have a label or a statement that is taken for a field."""
_LONGEST_HEAD = 100
_LONGEST_TITLE = 60
_LONGEST_WORD = 16
"""Maximum number of characters by which a line that is cut may be shorter than the others."""
_MOST_ABOVE = 5
"""Maximum number of lines of an article above the first one that has a label or states something."""
_ENDS = ("。", "；", "…", "”。", ".")
_ENDS_OF_SPEECH = ("。", "！", "？", "…", "”", "」", "!", "?")
DATE, TITLE, TEXT, PAPER, PAGE = (
    ColumnField.DATE,
    ColumnField.TITLE,
    ColumnField.TEXT,
    ColumnField.PAPER,
    ColumnField.PAGE,
)
_OF_HEAD = frozenset(ColumnField) - {TEXT}
_WEAK = "题目 題目 主题 name 时间 時間 time day 内容 內容 content 来源 來源 出处 出處 source media 媒体 媒體 作者 文字"
"""Names of fields that other texts use, too."""
_OF_OTHER_TEXTS = (
    "地点 地點 出席 主持 主持人 记录人 参加人员 与会人员 电话 電話 联系人 联系电话 地址 主讲 主讲人"
    " 价格 价钱 单价 售价 票价 定价 配料 做法 食材 导演 主演"
)
"""Labels of minutes, notices and lists."""


_COPYRIGHT = re.compile(r"\(c\)|©|copyright|版[权權]", re.IGNORECASE)
_OF_DATABASES = frozenset({"=copyright", "=number", "=count", "=page"})
_LAST = 1_000
"""The rank of a value that counts where no label states one."""
_LABELS = re.compile(r"(?<!\w)[^\W\d]{2,4}\s?[:：]")
_NUMBERED = re.compile(r"^\s*[◆◇■□●○▲△▼▽★☆]*\s*(?:(?:[(（\[]?\d{1,4}[)）\]][.、]?|\d{1,4}[.、．])(?!\d)\s*)?")


class DownloadLine(Struct, frozen=True):
    """A line that is not blank: its number, the number of blank lines above it, and how it is set in a web page or a
    document (“h3”); `style` is "" in plain text and for running text.
    """

    number: int
    text: str
    gap: int = 0
    style: str = ""


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
        space = " " if above[-1].isascii() and text[:1].isascii() else ""
        self.values[TEXT].append((rank, f"{above}{space}{text.strip()}", (*numbers, number)))

    def value(self, of: ColumnField) -> str:
        return min(self.values.get(of, [(0, "", ())]), key=lambda value: value[0])[1]


class _Mark(Struct, frozen=True):
    """What a line is besides running text: `key` is the same for lines of the same kind."""

    key: str
    label: Label | None = None
    facts: Facts | None = None

    @property
    def field(self) -> ColumnField | None:
        return self.label.field if self.label else None

    @property
    def is_style(self) -> bool:
        return self.label is None and self.facts is None and self.key.startswith("style:")

    @property
    def is_aside(self) -> bool:
        """Whether the line is one that a database writes, and holds no field."""
        if self.label is not None:
            return self.label.is_known and self.label.field is None
        return self.key in ("=copyright", "=number")

    @property
    def tells_database(self) -> bool:
        """Whether few other texts have such a line."""
        if self.label is not None:
            return self.label.is_known and self.label.name not in _WEAK.split()
        return self.facts is not None and (len(self.facts.fields) > 1 or self.key in _OF_DATABASES)

    @property
    def is_stated(self) -> bool:
        """Whether the line is one that a database writes, and few texts have."""
        return self.label.is_known if self.label else self.facts is not None and self.key != "=paper"


def entries_of(lines: Sequence[DownloadLine]) -> list[Entry]:
    """Return the articles of a download with fields, in order; [] if the lines are something else."""
    marks = _marks(lines)
    day_first = is_day_first(mark.label.value for mark in marks if mark and mark.label and mark.field is DATE)
    days = _days(marks, day_first)
    key = _key_of_days(marks, days)
    if key is None:
        return []
    parts = _parts(lines, marks, {at for at in days if (mark := marks[at]) and mark.key == key})
    layout = _layout(lines, marks, parts)
    if not parts or not layout.is_download(key):
        return []
    entries = [layout.entry(*part, day_first) for part in parts]
    told = {of: sum(bool(entry.value(of)) for entry in entries) / len(entries) for of in (DATE, TITLE)}
    return entries if told[DATE] >= _MANY and told[TITLE] >= _MOST else []


def _marks(lines: Sequence[DownloadLine]) -> list[_Mark | None]:
    """Return the mark of each line. Codes of two letters are labels only where that of the headline is among them."""
    marks = [_mark(line, has_codes=True) for line in lines]
    codes = {
        mark.label.name for mark in marks if mark is not None and mark.label and mark.label.form == "code"
    }
    return marks if codes & {"HD", "T1"} else [_mark(line, has_codes=False) for line in lines]


def _mark(line: DownloadLine, *, has_codes: bool) -> _Mark | None:
    if (kind := separator_of(line.text)) is not None:
        return _Mark(kind)
    if (
        len(_LABELS.findall(line.text)) > 1
        and (facts := facts_of(line.text)) is not None
        and len(facts.fields) > 1
    ):
        return _Mark(facts.key, facts=facts)
    label = label_of(line.text, has_codes=has_codes)
    if label is not None and label.is_known and not _is_speech(label):
        return _Mark(f"{label.form}:{label.name}", label)
    if (facts := facts_of(line.text)) is not None:
        return _Mark(facts.key, facts=facts)
    if label is not None and not label.is_known and not _is_speech(label):
        return _Mark(f"{label.form}:{label.name}", label)
    return _Mark(f"style:{line.style}") if line.style else None


def _is_speech(label: Label) -> bool:
    """Return whether a label is the beginning of a sentence: “记者：您为什么留下来？”."""
    may_be_long = label.field in (TEXT, TITLE, ColumnField.KICKER, ColumnField.DECK) or label.form in OF_CODES
    is_sentence = len(label.value) > _LONGEST_HEAD or label.value.endswith(_ENDS_OF_SPEECH)
    return is_sentence and not may_be_long and not (label.is_known and label.field is None)


def _days(marks: Sequence[_Mark | None], day_first: bool | None) -> dict[int, str]:
    """Return the day in each line that states one, by the places of the lines."""
    found = {}
    for at, mark in enumerate(marks):
        if mark is not None and mark.field in (DATE, PAPER) and mark.label is not None:
            found[at] = day_stated(mark.label.value, day_first)
        elif mark is not None and mark.facts is not None:
            found[at] = mark.facts.fields.get(DATE, "")
    return {at: day for at, day in found.items() if day}


def _key_of_days(marks: Sequence[_Mark | None], days: Iterable[int]) -> str | None:
    """Return the key of the lines that state the days of the articles; None if there are not several."""
    counts = Counter(mark.key for at in days if (mark := marks[at]) is not None)
    key, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return key if count > 1 or (count and key.partition(":")[0] in OF_CODES) else None


def _parts(
    lines: Sequence[DownloadLine], marks: Sequence[_Mark | None], dated: Set[int]
) -> list[tuple[int, int]]:
    """Return for each article its first line and the one after its last: cut at separators, or at what all begin with.

    `dated` are the lines that state the days of the articles.
    """
    places: dict[str, list[int]] = {}
    for at, mark in enumerate(marks):
        if mark is not None:
            places.setdefault(mark.key, []).append(at)
    for key, step in (("=ordinal", 0), ("=end", 1), ("=rule", 1)):
        begins = [at + step for at in places.pop(key, ())]
        if parts := _fitting([0, *begins, len(lines)] if step else [*begins, len(lines)], dated):
            return _without_preamble(marks, parts) if step else parts
    first_dated = min(dated)
    for found in places.values():
        if found[0] > first_dated:
            break
        parts = _fitting([*found, len(lines)], dated)
        first = marks[found[0]]
        is_label = first is not None and (first.label is not None or first.is_style)
        if parts and (is_label or not any(_has_text_above(lines, part, dated) for part in parts)):
            return _from_top(lines, marks, parts)
    return []


def _has_text_above(lines: Sequence[DownloadLine], part: tuple[int, int], dated: Set[int]) -> bool:
    """Return whether there is running text above the line of a part that states its day."""
    day = next((at for at in range(*part) if at in dated), part[0])
    return any(_is_running(lines[at].text) for at in range(part[0], day))


def _without_preamble(
    marks: Sequence[_Mark | None], parts: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the parts, the first one without what stands above an article that is set like the others."""
    first = [next((at for at in range(*part) if (m := marks[at]) and m.is_stated), part[0]) for part in parts]
    height = max((at - begin for at, (begin, _) in zip(first[1:], parts[1:], strict=True)), default=0)
    begin, end = parts[0]
    kinds = {mark.key for at in first[1:] if (mark := marks[at])}
    at = next((at for at in range(begin, end) if (mark := marks[at]) and mark.key in kinds), first[0])
    return [(max(begin, at - height), end), *parts[1:]] if len(parts) > 1 else [*parts]


def _fitting(begins: Sequence[int], dated: Set[int]) -> list[tuple[int, int]]:
    """Return the parts between `begins`, without undated ones at both ends; [] if too few have one day."""
    counts = [(part, sum(at in dated for at in range(*part))) for part in pairwise(begins)]
    while counts and not counts[0][1]:
        del counts[0]
    while counts and not counts[-1][1]:
        del counts[-1]
    fitting = sum(count < 2 for _, count in counts) >= _MOST * len(counts)
    is_dated = sum(count == 1 for _, count in counts) >= _MANY * len(counts)
    return [part for part, _ in counts] if counts and fitting and is_dated else []


def _from_top(
    lines: Sequence[DownloadLine], marks: Sequence[_Mark | None], parts: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the parts, each with the lines of its article above the label or statement at which it was cut."""
    first = marks[parts[0][0]]
    keys = Counter(
        key for part in parts for key in {m.key for m in marks[slice(*part)] if m and m.field is TITLE}
    )
    has_title = any(count >= _OFTEN * len(parts) for count in keys.values())
    if not parts[0][0]:
        return [*parts]
    if has_title or (first is not None and first.is_style):
        begins = [_top_of_block(lines, marks, begin) for begin, _ in parts]
    else:
        tops = [_below_end(lines, marks, *above) for above in pairwise(begin for begin, _ in parts)]
        if any(top is None for top in tops):
            return []
        heights = [begin - top for top, (begin, _) in zip(tops, parts[1:], strict=True) if top is not None]
        at = parts[0][0]
        top = next((i + 1 for i in range(at - 1, -1, -1) if (mark := marks[i]) and mark.is_stated), 0)
        begins = [max(top, at - max(heights, default=0)), *(top for top in tops if top is not None)]
    return [*pairwise([*begins, parts[-1][1]])]


def _top_of_block(lines: Sequence[DownloadLine], marks: Sequence[_Mark | None], at: int) -> int:
    """Return the first line of the labels directly above a line, if there is a blank line above them."""
    top = at
    while top and not lines[top].gap and (above := marks[top - 1]) and above.field in _OF_HEAD:
        top -= 1
    return top if lines[top].gap or not top else at


def _below_end(
    lines: Sequence[DownloadLine], marks: Sequence[_Mark | None], first: int, last: int
) -> int | None:
    """Return the line at which the article begins that is cut at `last`: below the end of the one above, which is a
    copyright, a number or another statement, else below the most blank lines; None if neither tells it.
    """
    ends = [at for at in range(first, last) if (mark := marks[at]) and mark.is_aside]
    between = range(ends[-1] + 1, last) if ends else range(0)
    if (above := marks[last - 1]) is not None and above.is_style:
        return last - 1
    if ends and len(between) <= _MOST_ABOVE and not any(_is_running(lines[at].text) for at in between):
        return ends[-1] + 1
    gaps = [lines[at].gap for at in range(first + 1, last + 1)]
    most = max(gaps, default=0)
    if most and gaps.count(most) == 1:
        return first + 1 + gaps.index(most)
    lowest = next((at for at in range(last, first, -1) if lines[at].gap), first)
    is_below_text = lowest > first and _is_running(lines[lowest - 1].text)
    is_head = last - lowest <= _MOST_ABOVE and not any(
        _is_running(lines[at].text) for at in range(lowest, last)
    )
    return lowest if is_below_text and is_head and not is_author(lines[lowest].text) else None


def _is_running(text: str) -> bool:
    return len(text) > _LONGEST_HEAD or text.endswith(_ENDS)


class _Layout(Struct):
    """How the articles of a download are set.

    `usual` are the keys of the lines that most articles have, `below` those of them that stand below the text.
    `wrapped_at` is the number of characters at which lines of running text are cut, 0 if they are not.
    """

    lines: Sequence[DownloadLine]
    marks: Sequence[_Mark | None]
    parts: Sequence[tuple[int, int]]
    usual: frozenset[str]
    below: frozenset[str]
    is_titled: bool
    is_coded: bool
    wrapped_at: int

    def is_download(self, key_of_days: str) -> bool:
        """Return whether the labels and statements are those of a database, and not of minutes, notices or talks."""
        known = [mark for mark in self.marks if mark is not None and mark.key in self.usual]
        labels = {mark.label.name: mark.field for mark in known if mark.label is not None}
        if not labels.keys().isdisjoint(_OF_OTHER_TEXTS.split()):
            return False
        if self.is_coded:
            return TITLE in labels.values()
        sure = {of for name, of in labels.items() if of and name not in _WEAK.split()}
        own = {mark.key for mark in known if mark.tells_database and mark.key != key_of_days}
        dated = [mark.facts for mark in known if mark.key == key_of_days and mark.facts is not None]
        if TITLE in sure:
            return len(own) > 1 or any(each.names_place for each in dated)
        if any(each.has_count or (self.is_titled and each.names_place) for each in dated):
            return True
        return (self.is_titled and bool(own)) or len(sure - {DATE}) > 1 or len(own) > 1

    def entry(self, first: int, last: int, day_first: bool | None) -> Entry:
        found = Entry(tuple(line.number for line in self.lines[first:last]))
        if self.is_coded:
            top = end = last
            self._read_labels(found, first, last, day_first)
        else:
            top, end = self._text_in(first, last)
            rest = self._read_labels(found, first, top, day_first)
            self._read_labels(found, end, last, day_first)
            top = self._read_unlabelled(found, (first, last), rest, top, end)
        for at in range(top, end):
            mark = self.marks[at]
            label = mark.label if mark and mark.field is TEXT and mark.key in self.usual else None
            text = label.value if label else self.lines[at].text
            if at > top and label is None and self._is_cut(at - 1):
                found.go_on(text, self.lines[at].number)
            else:
                found.add(TEXT, text, [self.lines[at].number])
        return found

    def _is_cut(self, at: int) -> bool:
        """Return whether the line below a line goes on with its sentence."""
        text = self.lines[at].text.rstrip()
        is_full = self.wrapped_at > 0 and len(text) > self.wrapped_at - _LONGEST_WORD
        return is_full and not self.lines[at + 1].gap and not text.endswith(_ENDS_OF_SPEECH[:4])

    def _text_in(self, first: int, last: int) -> tuple[int, int]:
        """Return the first line of an article's text, or of its label, and the one after its last."""
        end = last
        while end > first and self._is_below(first, end - 1):
            end -= 1
        top = first
        for at in range(first, end):
            mark = self.marks[at]
            if mark is not None and mark.field is TEXT and mark.key in self.usual:
                return at, end
            is_style = mark is not None and mark.is_style
            if (
                mark is not None
                and not is_style
                and mark.key not in self.below
                and (mark.key in self.usual or mark.is_stated)
            ):
                top = at + 1
            elif top > first and (mark is None or is_style) and _is_running(self.lines[at].text):
                break
        return self._below_values(top, end), end

    def _below_values(self, top: int, end: int) -> int:
        """Return the first line below the value of the label above `top`, if the value does not stand beside it."""
        above = self.marks[top - 1] if top else None
        if above is not None and above.label is not None and not above.label.value and top < end:
            return top + 1
        return top

    def _is_below(self, first: int, at: int) -> bool:
        mark = self.marks[at]
        if mark is None:
            above = self.marks[at - 1] if at > first else None
            is_value = above is not None and above.label is not None and not above.label.value
            return is_value and above is not None and above.key in self.below
        return mark.key in self.below or (mark.is_aside and mark.key not in self.usual)

    def _read_labels(self, found: Entry, first: int, last: int, day_first: bool | None) -> list[int]:
        """Add the values of the labels and statements in some lines; return the lines that have none."""
        rest: list[int] = []
        at = first
        while at < last:
            mark = self.marks[at]
            begin = at
            at += 1
            if mark is None or mark.is_style:
                rest.append(begin)
            elif mark.facts is not None:
                for of, text in mark.facts.fields.items():
                    found.add(of, text, [self.lines[begin].number])
                if len(mark.facts.words) == 1 and PAGE in mark.facts.fields:
                    found.add(ColumnField.SECTION, mark.facts.words[0], [self.lines[begin].number])
            elif mark.label is not None:
                while at < last and self.marks[at] is None and self._goes_on(mark.label, at, begin):
                    at += 1
                texts = [mark.label.value, *(line.text.strip() for line in self.lines[begin + 1 : at])]
                numbers = [line.number for line in self.lines[begin:at]]
                skipped = 0 if texts[0] else 1
                _add_label(found, mark.label, texts[skipped:], numbers[skipped:], day_first)
        return rest

    def _goes_on(self, label: Label, at: int, begin: int) -> bool:
        """Return whether a line without a label belongs to the label of the line `begin`."""
        if self.is_coded or not label.value:
            return self.is_coded or at == begin + 1 or not self.lines[at].gap
        return self.is_titled and not self.lines[at].gap

    def _read_unlabelled(
        self, found: Entry, part: tuple[int, int], rest: Sequence[int], top: int, end: int
    ) -> int:
        """Find the headline, author and paper in the lines of the head that have no label.

        Return the first line of the text: where all that is told stands above the headline, that is below it.
        """
        own = self._without_paper(found, part, rest)
        if TITLE in found.values:
            return top
        styled = [at for at in own if self.lines[at].style]
        title = next(iter([*styled, *own]), None)
        if not styled and len(own) > 1 and self._is_above_headline(*own[:2]):
            title = own[1]
        if title is None:
            text = self.lines[top].text if top + 1 < end else ""
            if not text or len(text) > _LONGEST_TITLE or text.endswith(_ENDS):
                return top
            title, top = top, top + 1
        found.add(TITLE, _NUMBERED.sub("", self.lines[title].text), [self.lines[title].number])
        for at in own:
            if at > title:
                text = self.lines[at].text
                is_next = all(self.marks[i] is None for i in range(title + 1, at))
                if is_author(text):
                    found.add(ColumnField.AUTHOR, text, [self.lines[at].number])
                elif is_next:
                    found.add(ColumnField.DECK, text, [self.lines[at].number])
        return top

    def _without_paper(self, found: Entry, part: tuple[int, int], rest: Sequence[int]) -> list[int]:
        """Find the newspaper in the lines without a label, as that which a copyright names; return the other lines."""
        copyrights = " ".join(line.text for line in self.lines[slice(*part)] if _COPYRIGHT.search(line.text))
        own: list[int] = []
        for at in rest:
            text = self.lines[at].text.strip()
            if PAPER not in found.values and len(text) > 1 and text in copyrights:
                found.add(PAPER, text, [self.lines[at].number])
            else:
                own.append(at)
        return own

    def _is_above_headline(self, first: int, second: int) -> bool:
        """Return whether the first line of an article is the name of a section, which is much shorter."""
        text, below = (self.lines[at].text.strip() for at in (first, second))
        is_next = second == first + 1 and not self.lines[second].gap
        return is_next and 2 * len(text) <= len(below) and not is_author(below)


def _add_label(
    found: Entry, label: Label, texts: Sequence[str], numbers: Sequence[int], day_first: bool | None
) -> None:
    of, text = label.field, " ".join(filter(None, texts))
    if of is TEXT or label.is_summary:
        rank = label.rank if of else _LAST
        for each, number in zip(texts, numbers, strict=True):
            found.add(TEXT, each, [number], rank)
    elif of is DATE:
        found.add(DATE, day_stated(text, day_first), numbers, label.rank)
    elif of in (PAGE, ColumnField.SECTION):
        page, section = page_and_rest(text)
        found.add(PAGE, page, numbers, label.rank + (_LAST if of is not PAGE else 0))
        if of is not PAGE:
            found.add(ColumnField.SECTION, section, numbers, label.rank)
    elif of is PAPER:
        name, day, beside = cut_at_day(text)
        page, rest = page_and_rest(beside if day else name)
        name = name if day else rest
        found.add(DATE, day, numbers, _LAST)
        found.add(PAGE, page, numbers, _LAST)
        found.add(PAPER, name.strip("《》 .,;:，；：|"), numbers, label.rank)
    elif of is not None:
        found.add(of, text, numbers, label.rank)


def _layout(
    lines: Sequence[DownloadLine], marks: Sequence[_Mark | None], parts: Sequence[tuple[int, int]]
) -> _Layout:
    count = Counter(key for part in parts for key in {mark.key for mark in marks[slice(*part)] if mark})
    usual = {key for key, number in count.items() if number >= max(min(2, len(parts)), _OFTEN * len(parts))}
    below = Counter[str]()
    for first, last in parts:
        _, begin, end = max(_runs(lines, marks, usual, first, last), default=(0, first, first))
        is_text = begin > first or ((mark := marks[first]) is not None and mark.field is TEXT)
        below.update({mark.key for mark in marks[end:last] if mark} if is_text else ())
    known = [mark for mark in marks if mark is not None and mark.key in usual]
    forms = Counter(mark.label.form for mark in known if mark.label)
    return _Layout(
        lines,
        marks,
        parts,
        frozenset(usual),
        frozenset(key for key, number in below.items() if 2 * number > count[key]),
        any(mark.field is TITLE or mark.is_style for mark in known),
        forms.most_common(1)[0][0] in OF_CODES if forms else False,
        _wrapped_at(lines, marks),
    )


def _wrapped_at(lines: Sequence[DownloadLine], marks: Sequence[_Mark | None]) -> int:
    """Return the length at which running text is cut into lines, 0 if each paragraph is a line."""
    texts = [
        line.text.rstrip()
        for (line, mark), (below, next_mark) in pairwise(zip(lines, marks, strict=True))
        if mark is None and next_mark is None and not below.gap and len(line.text) > _LONGEST_WORD
    ]
    longest = max(map(len, texts), default=0)
    cut = [
        text for text in texts if len(text) > longest - _LONGEST_WORD and not text.endswith(_ENDS_OF_SPEECH)
    ]
    return longest if longest <= _LONGEST_HEAD and texts and len(cut) >= _MOST * len(texts) else 0


def _runs(
    lines: Sequence[DownloadLine], marks: Sequence[_Mark | None], usual: Set[str], first: int, last: int
) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of lines without a usual label: the number of characters, the first line, the one after the last
    one.
    """
    begin = first
    for at in range(first, last + 1):
        mark = marks[at] if at < last else None
        if at == last or (mark is not None and mark.key in usual and mark.field is not TEXT):
            if at > begin:
                yield sum(len(line.text) for line in lines[begin:at]), begin, at
            begin = at + 1
