"""Citations of an article: GB/T 7714 of 2015 and of 2025, BibTeX, RIS, CSL-JSON.

Authors are the reporters, correspondents and authors; a news agency if nobody is named. An inferred date is in square
brackets, as GB/T 7714 requires for an estimated one (2025: 7.5.4.3), and so are an estimated name of a newspaper,
authors whom no words of the paper name, and a title that was made from the first words because there is no headline
(2025: 7.2.1). An edition other than the ordinary
one of the day is a field where a format has one, and stands beside the newspaper's name, where CSL styles print it.

The link that opens the article in this program is a note and never a URL, which would make a printed newspaper [N] an
online one [N/OL].

No text can break out of its field: it is put on one line, without control characters, and escaped in BibTeX.
"""

import json
import re

from msgspec import Struct
from msgspec.structs import replace

from reader.export.article_text import day_of_issue
from reader.export.forms import Style, Wording
from reader.export.readings import as_sentences, notes_on_citation, worded
from reader.i18n import say
from reader.language.forms import on_one_line
from reader.language.scripts import is_han, language_of
from reader.newspaper.article import Article, ArticleKind, Role, page_as_printed
from reader.newspaper.facts import STATED_BY_FILE, Fact, Rule, fact_by, is_on_paper, unknown
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.newspaper.issue import Masthead


class Additions(Struct, frozen=True):
    """What an entry has in addition to the article: the reader's own words, its `id` in the file, and a link.

    If `id` is "", the key of the article is used. `quotations` are the highlighted passages with their notes; the
    first of a pair is "" for a note on the whole article. `correction` are the notes on characters that are cited
    corrected.
    """

    id: str = ""
    quotations: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    link: str = ""
    correction: str = ""

    def annotations(self) -> list[str]:
        """Return each quotation in quotation marks with its note, on one line each; at the end the notes on corrected
        characters, and the link.
        """
        lines = []
        for quotation, note in self.quotations:
            words = on_one_line(quotation)
            in_marks = f"“{words}”" if words else ""
            lines.append(" ".join(filter(None, [in_marks, on_one_line(note)])))
        return [line for line in (*lines, on_one_line(self.correction), self.link) if line]


_NOTHING_MORE = Additions()
_BETWEEN_NOTES = " · "


def cite(
    stored: StoredArticle,
    style: Style,
    more: Additions = _NOTHING_MORE,
    wording: Wording = Wording.CORRECTED,
) -> str:
    """Return the citation of an article: one line in GB/T 7714, else an entry of several lines.

    It has the corrected characters unless `wording` says otherwise. `more` is ignored in GB/T 7714, which has no place
    for it, but for notes on these characters.
    """
    more = with_notes(more, stored, wording)
    text: str = style.writer(worded(stored, wording), more)
    return text


def cite_issue(issue: IssueRow, style: Style) -> str:
    """Return the citation of a whole issue, by its newspaper, day and number: 雁桥日报[N]. 1987-06-12, 第23570期."""
    number = f"第{issue.number}期" if issue.number else ""
    title = " ".join(filter(None, [on_one_line(issue.newspaper) or "[报名不详]", number]))
    if issue.date:
        day = issue.date.isoformat()
    else:
        day = issue.month_day or _year(issue) or "undated"
    stored = StoredArticle(
        0, Article(f"issue-{day}-{issue.id}", ArticleKind.ARTICLE, headline=title), issue, Masthead(), ()
    )
    if style is not style.as_reference:
        return cite(stored, style)
    comma = "，" if style is Style.GB2025 else ", "
    date_and_number = comma.join(filter(None, [_gb_date(stored), number]))
    return f"{_gb_newspaper(stored) or '[报名不详]'}[N]. {date_and_number}."


def with_notes(more: Additions, stored: StoredArticle, wording: Wording) -> Additions:
    """Return the additions with the notes on the characters that a citation of the article has, if they are wanted."""
    if wording is not Wording.WITH_NOTES:
        return more
    return replace(more, correction=as_sentences(notes_on_citation(stored.article)))


_AUTHOR_ROLES = (Role.REPORTER, Role.CORRESPONDENT, Role.AUTHOR)


def author_names(article: Article) -> tuple[str, ...]:
    """Return the authors of an article for a citation: the people, or the agencies if no person is credited."""
    return _authors(article.corrected())


_BY_READER = "〔"
"""Stands before the names that a reader has added to a credit."""


def author_fact(stored: StoredArticle) -> Fact[str]:
    """Return the authors of an article, and how they are known: by the text, a reader, or as the file states the rest.

    What a file states is told by its rule for the paper, such as that of a record, where no words of the text credit
    them.
    """
    names = author_names(stored.article)
    if not names:
        return unknown()
    authors = "、".join(names)
    credits = [credit.as_printed for credit in stored.article.credits if {*credit.names} & {*names}]
    printed = "；".join(credits)
    if any(_BY_READER in credit for credit in credits):
        return fact_by(Rule.READER, authors, printed)
    texts = "\n".join(block.text for block in stored.article.blocks)
    witness = stored.masthead.facts.title.witness or stored.masthead.facts.day.witness
    is_in_text = all(credit in texts for credit in credits)
    if not is_in_text and witness is not None and witness.rule in STATED_BY_FILE:
        return fact_by(witness.rule, authors, printed)
    return fact_by(Rule.OWN_WORDS, authors, printed)


def author_remark(stored: StoredArticle) -> list[str]:
    """Return a remark on authors whom no words of the paper name; none on others."""
    fact = author_fact(stored)
    return [say("作者{remark}", remark=fact.remark)] if fact.remark else []


def _authors(article: Article) -> tuple[str, ...]:
    return _names(article, _AUTHOR_ROLES) or _names(article, (Role.AGENCY,))


def _names(article: Article, roles: tuple[Role, ...]) -> tuple[str, ...]:
    names = []
    for credit in article.credits:
        if credit.role in roles:
            for name in credit.names:
                names.append(on_one_line(name))
    return tuple(dict.fromkeys(filter(None, names)))


def _title(article: Article) -> str:
    return on_one_line(article.headline or "") or f"[{on_one_line(article.title())}]"


def _newspaper(stored: StoredArticle) -> str:
    return on_one_line(stored.issue.newspaper)


def _with_edition(name: str, edition: str) -> str:
    """Return the newspaper's name with the edition of the day beside it: 青石日报（晚刊）."""
    if not edition or not name:
        return name
    if is_han(edition):
        return f"{name}（{edition}）"
    return f"{name} ({edition})"


def _edition(stored: StoredArticle) -> str:
    return on_one_line(stored.issue.edition or "")


def _language(stored: StoredArticle) -> str:
    article = stored.article
    return language_of("\n".join(filter(None, [article.headline, *(block.text for block in article.blocks)])))


def entry_id(stored: StoredArticle) -> str:
    """Return the article's key as the key of an entry, without special characters such as commas and braces."""
    return re.sub("[^0-9A-Za-z._-]", "", stored.article.key)


def _page(stored: StoredArticle) -> str:
    if stored.article.page:
        return on_one_line(page_as_printed(stored.article.page))
    return ""


def _gb(stored: StoredArticle, comma: str, brackets: tuple[str, str]) -> str:
    newspaper = _gb_newspaper(stored)
    authors = _gb_credited(stored, comma)
    if stored.article.page:
        page = stored.page_fact.cited(_page(stored))
    else:
        page = ""
    before, after = brackets
    source = comma.join(
        filter(None, [newspaper, _gb_date(stored) + (f"{before}{page}{after}" if page else "")])
    )
    parts = [authors, f"{_title(stored.article)}[N]", source]
    return ". ".join(filter(None, parts)) + "."


def _gb_credited(stored: StoredArticle, comma: str) -> str:
    """Return the authors without a last full stop, which follows them; in brackets if the paper does not name them."""
    # “et al.” and “Jr.” end with it
    authors = comma.join(_gb_authors(stored)).removesuffix(".")
    if not authors or is_on_paper(author_fact(stored)):
        return authors
    return f"[{authors}]"


def _gb_newspaper(stored: StoredArticle) -> str:
    name = _newspaper(stored)
    facts = stored.issue.facts
    if _edition(stored):
        edition = facts.edition.cited(_edition(stored))
    else:
        edition = ""
    return _with_edition(facts.title.cited(name) if name else "", edition)


def _gb_authors(stored: StoredArticle) -> list[str]:
    """Return the authors; of more than three, as GB/T 7714 requires, the first three and “et al.” or 等.

    It is 等 beside names in Chinese characters, else “et al.”; beside names of both kinds, by the article's language.
    """
    names = _authors(stored.article)
    if len(names) <= _MOST_AUTHORS:
        return list(names)
    first_authors = names[:_MOST_AUTHORS]
    are_han = set(map(is_han, first_authors))
    if len(are_han) == 1:
        is_in_han = is_han(first_authors[0])
    else:
        is_in_han = _language(stored) in ("zh", "ja", "ko", "")
    return [*first_authors, "等" if is_in_han else "et al."]


_MOST_AUTHORS = 3


def _gb_date(stored: StoredArticle) -> str:
    issue = stored.issue
    if issue.date:
        return issue.facts.day.cited(issue.date.isoformat())
    month_day = on_one_line(issue.month_day or "")
    if month_day:
        return f"[年份不详]-{month_day}"
    year = issue.year_alone
    if year.value is not None:
        return year.cited(f"{year.value}")
    return "[日期不详]"


def gb2015(stored: StoredArticle, more: Additions) -> str:
    """Return the citation according to GB/T 7714—2015."""
    return _gb(stored, ", ", ("(", ")")) + (f" {more.correction}" if more.correction else "")


def gb2025(stored: StoredArticle, more: Additions) -> str:
    """Return the citation according to GB/T 7714—2025.

    It differs from that of 2015 by full-width commas and brackets, as in the examples of the standard.
    """
    return _gb(stored, "，", ("（", "）")) + (f" {more.correction}" if more.correction else "")


def _remark(stored: StoredArticle) -> str:
    """Return the remarks on what is not printed, for formats that do not use square brackets."""
    facts = stored.issue.facts
    remarks = [*undated_remark(stored.issue), *facts.remarks(stored.page_fact), *author_remark(stored)]
    return say("；").join(remarks)


def undated_remark(issue: IssueRow) -> list[str]:
    """Return a remark on a date that is unknown, or known without its year or its day; none on one that is known."""
    if issue.date:
        return []
    if issue.month_day:
        return [say("年份不详，月日为{month_day}", month_day=on_one_line(issue.month_day))]
    return [day_of_issue(None, None, year=issue.year_alone)]


def _year(issue: IssueRow) -> str:
    """Return the year of an issue, which may be known though its day is not; "" for none."""
    if issue.date:
        return f"{issue.date.year}"
    return f"{issue.year_alone.value or ''}"


def bibtex(stored: StoredArticle, more: Additions) -> str:
    issue = stored.issue
    are_agencies = not _names(stored.article, _AUTHOR_ROLES)
    author = " and ".join(_bibtex_name(name, are_agencies) for name in _authors(stored.article))
    month = _MONTHS[issue.date.month - 1] if issue.date else ""
    day = f"{issue.date.day}" if issue.date else ""
    fields = {
        "author": author,
        "title": f"{{{_bibtex_escaped(_title(stored.article))}}}",
        "journal": _bibtex_escaped(_newspaper(stored)),
        "edition": _bibtex_escaped(_edition(stored)),
        "year": _year(issue),
        "month": month,
        "day": day,
        "number": f"{issue.number}" if issue.number else "",
        "pages": _bibtex_escaped(_page(stored)),
        "note": _bibtex_escaped(_remark(stored)),
        "annote": _bibtex_escaped(_BETWEEN_NOTES.join(more.annotations())),
        "keywords": _bibtex_escaped(", ".join(_tags(more, "，"))),
        "langid": _LANGUAGES.get(_language(stored), ""),
        "entrysubtype": "newspaper",
    }
    # the month is a macro that BibTeX defines: in braces it would be plain text
    lines = []
    for key, value in fields.items():
        if value:
            lines.append(f"  {key} = {value if key == 'month' else f'{{{value}}}'},")
    return "\n".join([f"@article{{{more.id or entry_id(stored)},", *lines, "}"]) + "\n"


_LANGUAGES = {
    "zh": "chinese",
    "en": "english",
    "ja": "japanese",
    "ko": "korean",
    "ru": "russian",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
}
"""The names of languages in babel and biblatex."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _bibtex_name(name: str, is_agency: bool) -> str:
    """Return a name so that BibTeX does not split it: in braces, unless it is a word.

    An agency is put in braces, too, and “others”, which would mean further authors.
    """
    escaped = _bibtex_escaped(name)
    if is_agency or re.search(r"[\s,]|^others$", name):
        return f"{{{escaped}}}"
    return escaped


_BIBTEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "%#$&_"},
}


_BRACES = {"{": r"\{", "}": r"\}"}
"""Escapes that more programs understand. BibTeX counts braces even if escaped, so the text has to balance them."""


def _bibtex_escaped(text: str) -> str:
    if _is_paired(text):
        signs = _BIBTEX_SIGNS | _BRACES
    else:
        signs = _BIBTEX_SIGNS
    return "".join(signs.get(character, character) for character in text)


def _is_paired(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _tags(more: Additions, comma: str) -> list[str]:
    """Return the tags, each on one line; commas inside a tag become `comma`, as a comma separates keywords."""
    tags = []
    for raw_tag in more.tags:
        tag = on_one_line(raw_tag).replace(",", comma)
        if tag:
            tags.append(tag)
    return tags


def ris(stored: StoredArticle, more: Additions) -> str:
    fields: list[tuple[str, str]] = []

    def add(tag: str, *values: str) -> None:
        fields.extend((tag, value) for value in values if value)

    issue = stored.issue
    add("TY", "NEWS")
    add("ID", more.id or entry_id(stored))
    add("AU", *_authors(stored.article))
    add("TI", _title(stored.article))
    add("T2", _newspaper(stored))
    add("ET", _edition(stored))
    add("PY", _year(issue))
    if issue.date:
        add("DA", f"{issue.date:%Y/%m/%d}")
    if issue.number:
        add("IS", f"{issue.number}")
    add("SP", _page(stored))
    add("LA", _language(stored))
    add("N1", _remark(stored), *more.annotations())
    add("KW", *_tags(more, ","))
    fields.append(("ER", ""))
    return "".join(f"{tag}  - {value}\n" for tag, value in fields)


def _issued(issue: IssueRow) -> dict[str, object]:
    """Return the date of CSL-JSON, with what is known of it; empty for none."""
    date = issue.date
    if date is None:
        year = issue.year_alone.value
        return {"date-parts": [[year]], "circa": True} if year else {}
    issued: dict[str, object] = {"date-parts": [[date.year, date.month, date.day]]}
    if not issue.facts.day.is_sure:
        issued["circa"] = True
    return issued


def csl_item(stored: StoredArticle, more: Additions = _NOTHING_MORE) -> dict[str, object]:
    """Return the item of an article in CSL-JSON, without empty fields."""
    issue = stored.issue
    issued = _issued(issue)
    language = _language(stored)
    if language == "zh":
        language = "zh-CN"
    authors = [{"literal": name} for name in _authors(stored.article)]
    item: dict[str, object] = {
        "id": more.id or entry_id(stored),
        "type": "article-newspaper",
        "title": _title(stored.article),
        "author": authors,
        "container-title": _with_edition(_newspaper(stored), _edition(stored)),
        "edition": _edition(stored),
        "issued": issued,
        "issue": f"{issue.number}" if issue.number else "",
        "page": _page(stored),
        "language": language,
        "note": _BETWEEN_NOTES.join(filter(None, [_remark(stored), *more.annotations()])),
        "keyword": ", ".join(_tags(more, "，")),
    }
    return {name: value for name, value in item.items() if value}


def csl_json(stored: StoredArticle, more: Additions) -> str:
    return json.dumps([csl_item(stored, more)], ensure_ascii=False, indent=2) + "\n"
