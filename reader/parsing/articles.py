"""Grouping lines into articles, by their roles."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from msgspec import Struct, field
from msgspec.structs import replace

from reader.language.forms import HAN
from reader.language.patterns import pattern
from reader.newspaper.article import ArticleKind
from reader.newspaper.facts import Fact, Outcome, Rule, fact_by
from reader.parsing import dates, fields, line_patterns, named_days, pages, photo_credits
from reader.parsing.decoration import is_trail
from reader.parsing.documents import is_document
from reader.parsing.epigraphs import is_label_of_quotation
from reader.parsing.line_features import Line
from reader.parsing.pages import section_mark
from reader.parsing.weights import OUTSIDE, LineFeature, LineRole

_STOREY = {
    LineRole.SECTION: 0,
    LineRole.KICKER: 1,
    LineRole.HEADLINE: 2,
    LineRole.HEADLINE_MORE: 3,
    LineRole.DECK: 4,
}
_HEAD = frozenset({*_STOREY, LineRole.BYLINE, LineRole.LABEL})
_TEXT = frozenset(
    {LineRole.OPENING, LineRole.PARAGRAPH, LineRole.PARAGRAPH_MORE, LineRole.NOTICE, LineRole.JUMP_TO}
)
_PARAGRAPHS = frozenset({LineRole.PARAGRAPH, LineRole.OPENING})
LABELS = frozenset(
    {LineFeature.SECTION_LABEL, LineFeature.LABEL_LIKE, LineFeature.NOTICE_LABEL, LineFeature.BOXED}
)
"""What makes a heading a label, whatever stands below it."""
_SHORTEST_HEADLINE = 2
_ITEM_AFTER_DATELINE = pattern(r"[讯訊电電）)]\s*[▲△▽▼■□◆◇●◎★☆※]")
"""What short news in a section begin with: “本报讯 ▲渡口加开一班船。▲米价续涨。”"""
_FEWEST_FEET = 2
_FIRST_PAGES = frozenset({"1", "A1"})
_BEGIN = frozenset({*_STOREY, LineRole.NOTICE, LineRole.OPENING, LineRole.JUMP_FROM})
"""The roles of lines that may begin an article after others."""
_HEADS_NOTHING = frozenset(LineRole) - _HEAD - OUTSIDE


class LineGroup(Struct):
    """The lines of one article with their roles, and their page.

    Attributes:
        page: The page, and how it is known.
        members: The lines with their roles, in order.
        roles: All roles of `members`.
        is_by_reader: A reader has decided that an article starts here or that another one is joined to it.
        seam: The number of lines before those of the first joined article, 0 if none was joined.
        is_below_outside: Lines of a masthead or of a page's head stand right above.
    """

    page: Fact[str]
    members: list[tuple[Line, LineRole]] = field(default_factory=list)
    roles: set[LineRole] = field(default_factory=set)
    is_by_reader: bool = False
    seam: int = 0
    is_below_outside: bool = False
    _is_joining: bool = False

    def add(self, line: Line, role: LineRole) -> None:
        """Append a line; a heading of an article that is being joined becomes a subhead if there is text above."""
        if self._is_joining:
            self._is_joining = role in _HEAD
            is_below_text = self.first_part.has_body and not line.decisions.names_role
            if is_below_text and (role in _STOREY or role is LineRole.LABEL):
                role = LineRole.SUBHEAD
        self.members.append((line, role))
        self.roles.add(role)

    def of(self, *roles: LineRole) -> list[Line]:
        """Return the lines that have one of these roles, in order."""
        if self.roles.isdisjoint(roles):
            return []
        return [line for line, role in self.members if role in roles]

    @property
    def has_body(self) -> bool:
        """Whether any line is not part of the head: headline, section, label, byline."""
        return not self.roles <= _HEAD

    @property
    def first_part(self) -> "LineGroup":
        """The group without the articles that were joined to it."""
        if not self.seam:
            return self
        members = self.members[: self.seam]
        return LineGroup(self.page, members, {role for _, role in members}, self.is_by_reader)

    def join(self) -> None:
        """Make the next line continue this group, although it begins an article; its headings become subheads."""
        self.is_by_reader, self.seam, self._is_joining = True, self.seam or len(self.members), True

    def ends_before(self, line: Line, role: LineRole) -> bool:
        """Return whether a line with this role, the next one, begins another article."""
        if line.decisions.starts:
            return True
        return role in _BEGIN and not self._is_joining and _begins_article(self.roles, role, self.has_body)


def with_own_headings(
    lines: Sequence[Line], roles: Sequence[LineRole], allowed: Sequence[frozenset[LineRole]]
) -> tuple[LineRole, ...]:
    """Return the roles, with that of a headline for a heading that a single article has.

    A short line above a dateline looks like the label of a section. But a section has several articles, or its label is
    known, recurs, or is marked as one, or short news with signs follow; of another one with a single article, the next
    of which has its own heading, it is the headline.
    """
    decided = list(roles)
    for i, role in enumerate(roles):
        if role is LineRole.SECTION and LineRole.HEADLINE in allowed[i] and _heads_one_text(lines, roles, i):
            decided[i] = LineRole.HEADLINE
    return tuple(decided)


def _heads_one_text(lines: Sequence[Line], roles: Sequence[LineRole], i: int) -> bool:
    """Return whether line `i` is the whole head of one article, and no other follows it without a heading."""
    line = lines[i]
    if not line.own.isdisjoint(LABELS) or line.decisions.names_role:
        return False
    if sum(map(str.isalnum, line.plain)) < _SHORTEST_HEADLINE:
        return False
    is_below_head = i > 0 and roles[i - 1] in _HEAD
    if is_below_head or i + 1 == len(roles) or LineFeature.DATELINE not in lines[i + 1].own:
        return False
    if _ITEM_AFTER_DATELINE.search(lines[i + 1].plain):
        return False
    of_section = takewhile(_HEADS_NOTHING.__contains__, roles[i + 2 :])
    return roles[i + 1] in _TEXT and _BEGIN.isdisjoint(of_section)


def group(lines: Sequence[Line], roles: Sequence[LineRole], page: Fact[str]) -> list[LineGroup]:
    """Return the articles of a file in order, without the lines of mastheads and heads of pages.

    Such lines end the article above, with two exceptions: it has no body yet, as archives put their record between
    headline and text; or the second half of one of its paragraphs follows. Heads of pages may stand at their feet.

    Args:
        lines: The lines of the file.
        roles: Their roles.
        page: The page of the lines above the first head of a page; if it is corrected, also of those below a head
            that is above all text.
    """
    groups: list[LineGroup] = []
    current: LineGroup | None = None
    is_page_known = page.value is not None
    is_page_corrected = page.outcome is Outcome.CORRECTED
    above: LineRole | None = None
    for line, role in zip(lines, roles, strict=True):
        is_below_outside = above in OUTSIDE
        above = role
        if role in OUTSIDE:
            if current is not None and current.has_body:
                current = None
            is_corrected = is_page_corrected and not any(one.has_body for one in groups)
            if _tells_page(line, role) and not is_corrected:
                stated = _stated_page(line, is_page_known=is_page_known)
                page = page if stated.value is None else stated
                if current is not None:
                    current.page = page
            continue
        if current is None and role is LineRole.PARAGRAPH_MORE and groups and not line.decisions.starts:
            current = groups[-1]
        if line.decisions.joins and groups:
            current = groups[-1]
            current.join()
        elif current is None or current.ends_before(line, role):
            current = LineGroup(page, is_by_reader=line.decisions.starts, is_below_outside=is_below_outside)
            groups.append(current)
        current.add(line, role)
    _give_pages_at_foot(groups, lines, roles)
    return groups


def _give_pages_at_foot(
    groups: Sequence[LineGroup], lines: Sequence[Line], roles: Sequence[LineRole]
) -> None:
    """Give the articles the pages of the lines below where they begin: each of several tells a page, the first one
    page 1, the last one closes the file, and none opens it.
    """
    feet = [line for line, role in zip(lines, roles, strict=True) if _tells_page(line, role)]
    if not groups or len(feet) < _FEWEST_FEET or groups[0].page.outcome is Outcome.CORRECTED:
        return
    first_line, _ = groups[0].members[0]
    last_line = max(member.number for one in groups for member, _ in one.members)
    are_below_text = first_line.number < feet[0].number and last_line < feet[-1].number
    labels = [_stated_page(line, is_page_known=False).value for line in feet]
    if not are_below_text or labels[0] not in _FIRST_PAGES or None in labels:
        return
    foot = feet[-1]
    feet_of_lines: dict[int, Line] = {}
    numbers = {line.number for line in feet}
    for line in reversed(lines):
        if line.number in numbers:
            foot = line
        feet_of_lines[line.number] = foot
    for one in groups:
        first_line, _ = one.members[0]
        one.page = _stated_page(feet_of_lines[first_line.number], is_page_known=False)


def _tells_page(line: Line, role: LineRole) -> bool:
    """Return whether a line is the head of a page, or a line of a masthead that names the page beside the day."""
    if role is LineRole.MASTHEAD:
        return pages.page_beside_day(line.plain) is not None
    return role is LineRole.PAGE


def give_first_page(groups: Sequence[LineGroup], corrected: Fact[str]) -> None:
    """Give the articles of a file's first page the page that a reader has told, if any."""
    if corrected.value is None or not groups:
        return
    first = groups[0].page.value
    for article in groups:
        if article.page.value != first:
            return
        article.page = corrected


def _stated_page(line: Line, *, is_page_known: bool) -> Fact[str]:
    """Return the page in a page's head, or in the mark of a picture; a sheet of a page that is known is no page."""
    mark = section_mark(line.plain)
    if mark is not None:
        of_name = dates.origin_of(mark.name).page
        if of_name or is_page_known:
            return fact_by(Rule.PAGE_IN_NAME, of_name, line.text, line.number)
        return fact_by(Rule.PAGE_IN_ORDER, mark.page, line.text, line.number)
    label = pages.page_beside_day(line.plain) or pages.page_label(line.plain)
    return fact_by(Rule.PAGE_LINE, label, line.text, line.number)


def _begins_article(before: set[LineRole], role: LineRole, has_body: bool) -> bool:
    if role in _STOREY:
        if has_body:
            return role is not LineRole.DECK
        above = [_STOREY[storey] for storey in before if storey in _STOREY]
        may_repeat = role is not LineRole.HEADLINE
        return any(storey > _STOREY[role] or (storey == _STOREY[role] and not may_repeat) for storey in above)
    if role is LineRole.NOTICE:
        return has_body and LineRole.NOTICE not in before
    if role is LineRole.OPENING:
        return bool(before & _TEXT)
    return role is LineRole.JUMP_FROM and has_body


def kind_of(article: LineGroup) -> ArticleKind:
    """Return the kind of an article by the roles of its lines.

    Lines are unplaced unless they have a headline or section with a body, or a byline, an opening paragraph, a
    signature or a caption, or a reader has made them an article.
    """
    roles = article.roles
    if LineRole.NOTICE in roles and roles.isdisjoint(_PARAGRAPHS):
        return ArticleKind.NOTICES
    if LineRole.JUMP_FROM in article.first_part.roles:
        return ArticleKind.CONTINUATION
    is_titled = bool(roles & {LineRole.HEADLINE, LineRole.SECTION})
    is_signed = bool(roles & {LineRole.BYLINE, LineRole.OPENING, LineRole.SIGNATURE, LineRole.CAPTION})
    is_article = (is_titled and article.has_body) or is_signed or article.is_by_reader
    if is_article:
        return ArticleKind.ARTICLE
    return ArticleKind.UNPLACED


_PRINTED_LONG = LineFeature.PRINTED_LONG
_LONGEST_SCRAP = 12
"""Maximum characters of the text of an article that is a part of a headline, if no sentence ends in it."""
_MAY_BE_SCRAP = _HEAD | {LineRole.PARAGRAPH, LineRole.OPENING, LineRole.PARAGRAPH_MORE}
_ENDS = pattern("[。！？；]")


def with_heads_joined(groups: Sequence[LineGroup]) -> list[LineGroup]:
    """Return the groups; in a file of printed lines, those that are only a part of a head are joined to the one below.

    OCR cuts large type into pieces, of which each looks like the beginning of an article. What a page's head stands
    between is no piece.
    """
    if not any(_PRINTED_LONG in line.own for one in groups for line, _ in one.members):
        return list(groups)
    group_lists: list[list[LineGroup]] = []
    is_open = False
    for one in groups:
        is_of_page = not group_lists or one.page.value == group_lists[-1][-1].page.value
        if is_open and is_of_page and not one.is_by_reader and not one.is_below_outside:
            group_lists[-1].append(one)
        else:
            group_lists.append([one])
        is_open = _is_part_of_head(one)
    return [_below_heads(pieces) for pieces in group_lists]


def _below_heads(pieces: Sequence[LineGroup]) -> LineGroup:
    """Return the last of some groups below the lines of all others, which are parts of its head."""
    *heads, article = pieces
    above = [member for head in heads for member in head.members]
    members = [(line, role if role in _HEAD else LineRole.HEADLINE_MORE) for line, role in above]
    if members:
        return _of(article, members + article.members)
    return article


def _is_part_of_head(group: LineGroup) -> bool:
    """Return whether an article has no text but a scrap, and a reader has not decided on its lines."""
    scraps = [line for line, role in group.members if role not in _HEAD]
    if group.is_by_reader or not group.roles <= _MAY_BE_SCRAP or (scraps and LineRole.BYLINE in group.roles):
        return False
    text = "".join(line.plain for line in scraps)
    if len(text) > _LONGEST_SCRAP or _ENDS.search(text):
        return False
    return not any(
        line.decisions.names_role or line.place or fields.masthead_fields(line.plain).count
        for line, _ in group.members
    )


_WORD = pattern(f"[{HAN}]+")
# a caption with fewer pairs of characters shares too few words with any text to compare them
_LEAST_PAIRS = 8
_STRANGE = 0.06
"""Maximum share of a caption's character pairs that also occur in an article to which the picture does not belong.

Of thirty pictures, all but one shared a tenth or more with their own article, and none shared so much with the article
before it."""
_AT_HOME = 0.25
"""Minimum share of these pairs that occur in the article below if the picture belongs to that one."""


def with_pictures_moved(groups: Sequence[LineGroup]) -> list[LineGroup]:
    """Return the groups, with captions at an article's end moved if their words have nothing to do with its text.

    They are moved to the article below if they share words with it, else to a group of their own.
    """
    apart: list[LineGroup] = []
    for at, group in enumerate(groups):
        captions = _behind_the_text(group)
        pairs = _pairs(photo_credits.without_photographer(line.plain) for line, _ in captions)
        if len(pairs) < _LEAST_PAIRS or _shared(pairs, group.members[: -len(captions)]) > _STRANGE:
            apart.append(group)
            continue
        apart.append(_of(group, group.members[: -len(captions)]))
        below = groups[at + 1] if at + 1 < len(groups) else None
        if below is not None and not below.is_by_reader and _shared(pairs, below.members) >= _AT_HOME:
            below.members[:0] = captions
            below.roles.add(LineRole.CAPTION)
        else:
            apart.append(_of(group, captions))
    return apart


def _behind_the_text(group: LineGroup) -> list[tuple[Line, LineRole]]:
    """Return the captions at the end of an article that also has a text; [] if a reader has decided on its lines."""
    behind = list(takewhile(lambda member: member[1] is LineRole.CAPTION, reversed(group.members)))
    is_free = not group.is_by_reader and not any(
        line.decisions.names_role or line.decisions.joins or LineFeature.POINTER in line.own
        for line, _ in behind
    )
    if is_free and not group.roles.isdisjoint(_PARAGRAPHS):
        return behind[::-1]
    return []


def _of(group: LineGroup, members: list[tuple[Line, LineRole]]) -> LineGroup:
    """Return a group like the given one with only these members."""
    return replace(group, members=members, roles={role for _, role in members})


def _shared(pairs: set[str], members: Iterable[tuple[Line, LineRole]]) -> float:
    """Return the share of the character pairs that occur in these lines, from 0 to 1."""
    return len(pairs & _pairs(line.plain for line, _ in members)) / len(pairs)


def _pairs(texts: Iterable[str]) -> set[str]:
    """Return the pairs of adjacent Han characters in the texts."""
    words = [word for text in texts for word in _WORD.findall(text)]
    return {word[i : i + 2] for word in words for i in range(len(word) - 1)}


# A file with one article, as web archives, crawlers and feed readers save it, is recognised by its form: its headline
# is in the front matter, or in the file's name and its first lines, or above a line with source and date; and nothing
# in the text begins another article.


_TOP = 8
# Han characters; a shorter word in a file's name is found in lines by chance
_SHORTEST = 4
_LEAST_OF_TITLE = 0.6
_LONGEST_META = 90
_STOREYS = 4
_BARE = pattern(r"[\W_]+")
_DATE_IN_NAME = pattern(r"(?:1[89]|20)\d\d[-_.年/]?\d{1,2}[-_.月/]?\d{1,2}日?|\d{5,}")
_PIECES = pattern(r"[_\s|｜]+|(?<=\d)[-—.]+|(?<![-—.])[-—.]+(?=\d)")
_META = pattern(
    "(?:来源|来自|转自|作者|时间|日期|发布|发表|版次|链接|原文|文章来源|出处|责编|责任编辑)[^，。]{0,8}[:：/／]|https?://"
    "|(?:1[89]|20)\\d\\d\\s?[-/.年]\\s?\\d{1,2}\\s?[-/.月]\\s?\\d{1,2}"
)
_TELLS_SOURCE = pattern("来源|来自|转自|日期|时间|版次|发布|https?://|\\d{4}\\s?[-/.年]\\s?\\d{1,2}")
_HAN_CHARACTER = pattern(f"[{HAN}]")
_OF_ANOTHER = frozenset(
    {LineFeature.APART, LineFeature.IN_BRACKETS, LineFeature.GROUP_HEAD, LineFeature.REGULAR}
)
_NO_HEADLINE = frozenset({LineFeature.TITLE, LineFeature.SECTION_LABEL, LineFeature.NOTICE_LABEL})
_LONG = frozenset({LineFeature.LENGTH_50, LineFeature.LENGTH_90, LineFeature.LENGTH_MORE})
_LONGER = frozenset({LineFeature.LENGTH_90, LineFeature.LENGTH_MORE})
_SENTENCE = frozenset({LineFeature.LENGTH_50, LineFeature.ENDS_SENTENCE})
_NO_TITLE = frozenset({*_NO_HEADLINE, *_LONGER, LineFeature.ENDS_SENTENCE})
"""Features of lines that are not the title of a document, although they are its first."""
_ADDRESS = pattern(r"https?://[^\s，。]{1,400}")
# an article may have a signature at either end
_MOST_SIGNED = 2
# more headings below the text are those of other articles
_MOST_SUBHEADS = 3
_SIGNED = frozenset({LineFeature.SIGNATURE, LineFeature.SOURCE})
_BEGINNINGS = frozenset(
    {LineFeature.DATELINE, LineFeature.CREDIT_LINE, LineFeature.AUTHOR_LINE, LineFeature.JUMP_FROM}
)
_OF_HEADS = frozenset({LineRole.SECTION, LineRole.KICKER, LineRole.HEADLINE, LineRole.HEADLINE_MORE})
_BEGINS_ANOTHER = frozenset({*_OF_HEADS, LineRole.JUMP_FROM, LineRole.NOTICE, LineRole.LABEL})
_STOREYS_OF_HEAD = frozenset({*_OF_HEADS, LineRole.DECK, LineRole.LABEL})


class SingleArticle(Struct, frozen=True):
    """The only article of a file; lines are given by their indices.

    Attributes:
        headline: The line with the headline, -1 if there is none.
        head: All lines that are known to be kicker, headline or deck.
        repeats: The lines below the headline that print it once more.
        unsure: The lines at the top of which it is not known what is the headline; `headline` is the first of them.
    """

    headline: int
    head: range = range(0)
    repeats: range = range(0)
    unsure: range = range(0)

    def allowed(self, i: int, roles: frozenset[LineRole]) -> frozenset[LineRole]:
        """Return the roles that line `i` may have in a file of one article; `roles` are those it may have otherwise."""
        if i in self.unsure:
            return roles
        if i == self.headline:
            return frozenset({LineRole.HEADLINE})
        if i in self.repeats:
            return frozenset({LineRole.HEADLINE_MORE})
        if i in self.head:
            return frozenset({LineRole.KICKER if i < self.headline else LineRole.DECK})
        if i > self.headline:
            return roles - _BEGINS_ANOTHER or roles
        return roles - {LineRole.HEADLINE} or roles


def single_article(
    lines: Sequence[Line], features: Sequence[frozenset[LineFeature]], title: str | None, path: str
) -> SingleArticle | None:
    """Return the only article of a file, None for a file that may have several.

    `features` are all features of the lines, `title` is that of the front matter.
    """
    if any(line.decisions.starts for line in lines):
        return None
    begin = next((i for i, line in enumerate(lines) if not _is_above_text(line)), len(lines))
    top = range(begin, min(len(lines), begin + _TOP))
    with_dateline, others = _other_beginnings(lines, begin)
    if not title and any(_is_of_issue(lines[i].plain) for i in top):
        return None
    if title:
        at = next((i for i in top if _bare(lines[i].text) == _bare(title)), -1)
        is_headline = not fields.heads_with_title(title) and not fields.masthead_fields(title).count
        several = with_dateline if is_headline else others
        if several < 2:
            return SingleArticle(at, repeats=_repeats(lines, at))
        return None
    if others < 2:
        at = _named_by_file(lines, top, path)
        if at >= 0:
            return SingleArticle(at, repeats=_repeats(lines, at))
    if others == 0 and top and dates.origin_of(path).is_article:
        return _as_crawled(lines, begin)
    if not top or (begin == 0 and named_days.is_named_over_day(lines, features)):
        return None
    return _of_one_text(lines, features, begin, may_tell_form=others == 0)


def _of_one_text(
    lines: Sequence[Line], features: Sequence[frozenset[LineFeature]], begin: int, *, may_tell_form: bool
) -> SingleArticle | None:
    """Return the article of a file that has the form of one, if that may tell it, or is a document."""
    if may_tell_form and _has_form_of_one(lines, features, begin):
        return SingleArticle(begin, repeats=_repeats(lines, begin))
    if is_document(lines, features, has_beginnings=not may_tell_form):
        first = lines[begin]
        if first.own.isdisjoint(_NO_TITLE) and not is_label_of_quotation(first.plain):
            return SingleArticle(begin)
        return SingleArticle(begin, unsure=range(begin, begin + _TOP))
    return None


def _has_form_of_one(lines: Sequence[Line], features: Sequence[frozenset[LineFeature]], begin: int) -> bool:
    """Return whether the form of a file is that of one article, of which no part comes from another page."""
    if any(LineFeature.JUMP_FROM in line.own for line in lines):
        return False
    return _has_shape(lines, begin) or _has_one_heading(lines, features, begin)


def _repeats(lines: Sequence[Line], at: int) -> range:
    """Return the indices of consecutive lines a little below the headline that together repeat it, else an empty range.

    Archives put the headline above their record, and below that the text as printed, including its headline.
    """
    if at < 0:
        return range(0)
    headline = lines[at].text
    bare_headline = "".join(headline.split())
    for first in range(at + 1, min(len(lines), at + 1 + _TOP)):
        printed = ""
        for last in range(first, min(len(lines), first + _STOREYS)):
            if lines[last].text not in headline:
                break
            printed += "".join(lines[last].text.split())
            if printed == bare_headline:
                return range(first, last + 1)
            if not bare_headline.startswith(printed):
                break
    return range(0)


def _is_above_text(line: Line) -> bool:
    """Return whether a line is front matter, a web address or the way to a page, which precede the text."""
    if LineFeature.FRONT_MATTER in line.own:
        return True
    return _ADDRESS.fullmatch(line.plain) is not None or is_trail(line.plain)


def _is_of_issue(text: str) -> bool:
    """Return whether a line belongs to a masthead: it has an issue number, or a date with a weekday or lunar date."""
    may_be = len(text) <= _LONGEST_META and text[-1] not in "。；！？" and "。" not in text
    line_fields = fields.masthead_fields(text) if may_be else None
    if line_fields is None or (
        line_fields.date is None and line_fields.month_day is None and line_fields.number is None
    ):
        return False
    return line_fields.weekday is not None or line_fields.lunar is not None or line_fields.number is not None


def _bare(text: str) -> str:
    """Return a text without punctuation and spaces."""
    return _BARE.sub("", text)


def _named_by_file(lines: Sequence[Line], top: range, path: str) -> int:
    """Return the index of the line that has the words of the file's name, or the longest of them; -1 without one."""
    stem = path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    pieces = _PIECES.split(_DATE_IN_NAME.sub(" ", stem))
    words = [piece.strip("-—_. 《》") for piece in pieces]
    words = [word for word in words if not fields.is_title(word) and not fields.heads_with_title(word)]
    han_words = "".join(word for word in words if _HAN_CHARACTER.search(word))
    longest = max(
        (word for word in words if len(_HAN_CHARACTER.findall(word)) >= _SHORTEST), key=len, default=""
    )
    for name in (han_words, longest):
        if len(_HAN_CHARACTER.findall(name)) >= _SHORTEST:
            for i in top:
                if _is_title_of_file(lines[i], name):
                    return i
    return -1


def _is_title_of_file(line: Line, name: str) -> bool:
    printed = _bare(line.text)
    stated = _bare(name)
    if not printed or not stated or len(printed) > 4 * len(stated):
        return False
    return printed.startswith(stated) or (
        stated.startswith(printed) and len(printed) >= _LEAST_OF_TITLE * len(stated)
    )


def _other_beginnings(lines: Sequence[Line], begin: int) -> tuple[int, int]:
    """Count the headings below the first text that are followed by a dateline, and all possible beginnings of articles.

    These are headings followed by a dateline, a credit or a jump line, and signatures beyond two, as each article may
    have one.
    """
    beginnings = dated = 0
    has_text = False
    signed = sum([not line.own.isdisjoint(_SIGNED) for line in lines[begin:]])
    for i in range(begin, len(lines)):
        line = lines[i]
        if not line.is_heading_like:
            has_text = has_text or bool(line.own & _LONGER) or line.own >= _SENTENCE
        elif has_text:
            below = next(
                (other for other in lines[i + 1 : i + 1 + _STOREYS] if not other.is_heading_like), None
            )
            beginnings += below is not None and not below.own.isdisjoint(_BEGINNINGS)
            dated += below is not None and LineFeature.DATELINE in below.own
    return dated, beginnings + max(0, signed - _MOST_SIGNED)


def _has_one_heading(lines: Sequence[Line], features: Sequence[frozenset[LineFeature]], begin: int) -> bool:
    """Return whether a file begins with its only heading that has a Markdown mark, and has text below.

    The mark tells nothing where other headings begin articles by what they name, or by how they are set.
    """
    first = lines[begin]
    if not first.level or not first.is_heading_like or first.own & _NO_HEADLINE:
        return False
    below = lines[begin + 1 :]
    return (
        not fields.heads_with_title(first.plain)
        and not any(line.level for line in below)
        and all(_OF_ANOTHER.isdisjoint(of_line) for of_line in features[begin + 1 :])
        and sum(LineFeature.DATELINE in line.own for line in below) < 2
        and any(line.own & _LONG for line in below)
    )


def _as_crawled(lines: Sequence[Line], begin: int) -> SingleArticle | None:
    """Return the article of a file that has a crawler's name for an article; None if its text has several headings.

    Crawlers write kicker, headline and deck on one line each, and an empty line for a missing one.
    """
    end = next(
        (i for i in range(begin, min(len(lines), begin + _STOREYS)) if not lines[i].is_heading_like), begin
    )
    below = sum(line.is_heading_like for line in lines[end:])
    if end == begin or below > _MOST_SUBHEADS or any(line.own & _NO_HEADLINE for line in lines[begin:end]):
        return None
    is_kicker = end - begin > 1 and lines[begin].number == 1 and not lines[begin].level
    return SingleArticle(begin + is_kicker, range(begin, end))


def _has_shape(lines: Sequence[Line], begin: int) -> bool:
    """Return whether a file begins with a headline, with source and date on one of the three lines below it.

    At most one other such line may follow, and no heading of the same level.
    """
    first = lines[begin]
    if not first.is_heading_like or first.own & _NO_HEADLINE:
        return False
    if fields.heads_with_title(first.plain) or any(
        line.level and line.level <= first.level for line in lines[begin + 1 :]
    ):
        return False
    metas = [i for i in range(begin + 1, len(lines)) if _is_meta(lines[i])]
    near = [i for i in metas if i <= begin + 3]
    return bool(near) and len(metas) - len(near) <= 1


def _is_meta(line: Line) -> bool:
    """Return whether a line has the source or date of a web page, and no sentence."""
    text = line.plain
    if len(text) > _LONGEST_META or line.level or text[-1] in "。！？":
        return False
    if line_patterns.is_caption(text) and not fields.dates_in(text):
        return False
    return _META.search(text) is not None and _TELLS_SOURCE.search(text) is not None and "，" not in text


def joined_groups(groups: Sequence[LineGroup]) -> list[LineGroup]:
    """Return the groups of a file of one article joined into one; headings below its first text become subheads."""
    if len(groups) < 2:
        return list(groups)
    first = next((i for i, group in enumerate(groups) if group.has_body), len(groups) - 1)
    members = [member for group in groups[: first + 1] for member in group.members]
    for group in groups[first + 1 :]:
        members += [
            (line, LineRole.SUBHEAD if role in _STOREYS_OF_HEAD else role) for line, role in group.members
        ]
    return [replace(groups[0], members=members, roles={role for _, role in members})]
