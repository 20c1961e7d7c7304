"""Lines of mastheads in Western languages: “VOL. XII. WILLOW FERRY, SUNDAY, DEC. 17, 1905. PER YEAR $1.00”.

They are recognised by what stands beside the day: a number, a volume, a page, a price; what is left are names.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from reader.language.dates.printed_days import MONTH_NAMES
from reader.language.patterns import pattern
from reader.parsing import fields
from reader.parsing.fields import BLANK

_LONGEST = 140
_MOST_NAMES = 10
"""Maximum number of words beside the fields of a line: the paper's name, its place, its printer."""
_MOST_OF_PLACE = 4
_LONGEST_NAME = 48
_ROMAN_OR_FIGURES = r"(?:[IVXLCM]{1,8}|[0-9]{1,4})"
_COUNTS = (
    "one|two|three|four|five|six|seven|eight|ten|twelve|sixteen|twenty|half|un|deux|trois|quatre|cinq|dix|quinze"
    "|ein|zwei|drei|vier|fünf|sechs|acht|zehn|zwölf|cinco|diez|quince|cinque|dieci|dez"
)
_COINS = (
    "cents?|pence|penny|pennies|pfennige?|pfg|pf|centimes?|twopence|threepence|fourpence|sixpence|halfpenny"
    "|shillings?|francs?|mark|kreuzer|kr|öre|c|d|cts|céntimos?|pesetas?|reales|centesimi|lire|réis|centavos?|коп"
)
_FIELDS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"[\[(][^\[\]()]{0,80}[\])]",
        r"(?:entered|registered|eingetragen|enregistré) (?:as|at|for|als)\b[^.]{0,70}",
        rf"\b(?:vol(?:ume)?|bd|band|tome|tomo|année|jahrg(?:ang)?|jg|jaarg(?:ang)?|año|anno|ano)\b[.:]?\s*{_ROMAN_OR_FIGURES}(?![A-Za-z])",
        rf"\b{_ROMAN_OR_FIGURES}(?:\.|e|ère|ème|th|st|nd|rd)?\s*(?:jahrg(?:ang)?|jg|jaarg(?:ang)?|année|year)\b",
        r"(?:\bn(?:o|r|ro|um|úm|umber|ummer|uméro|úmero|umero)?[.:°º]{0,2}|№|\b(?:bil|số|issue)[.:]?)\s?[0-9]{1,3}(?:[.,]?[0-9]{3})?(?![0-9])",
        r"\bpublished (?:every|daily|weekly|bi-?weekly|fortnightly|monthly|quarterly|by|at|in)\b[^.]{0,60}",
        r"\b\w{2,14}(?:ième|ère|th|ter|st|nd|rd)\s+(?:année|year|jahrgang|volume)\b",
        r"\b(?:page|seite|blatt|página|pagina|blad|p|s)\b\.?\s*[0-9]{1,3}",
        rf"\b(?:[0-9]{{1,3}}|{_COUNTS})\s+(?:pages?|seiten|sheets?)\b",
        rf"(?:\b(?:price|preis|prix|einzelnummer|einzelpreis|le numéro|precio|prezzo|preço|prijs|цена)\b[:\s]*)?"
        rf"(?:\b[0-9]{{1,3}}[½¼]?|\b(?:{_COUNTS}))[\s-]*(?:{_COINS})\b",
        r"\b(?:price|preis|prix)\b[:\s]*(?:twopence|threepence|fourpence|sixpence|(?:one )?(?:half)?penny)\b",
        r"(?:\bper (?:year|annum|copy|month|week|quarter)\b[,:\s]*)?[$£]\s?[0-9]{1,3}(?:[.,][0-9]{2})?"
        r"(?:\s*(?:per|a) (?:year|annum|copy|month|week|quarter)\b)?",
        r"\b(?:morning|evening|sunday|city|final|extra|late|noon|weekly|daily|second|first|home|country)\s+edition\b",
        r"\b(?:morgen|abend|mittag|haupt)?-?ausgabe\b|\b(?:édition|edition)\b",
        r"\b(?:est(?:ablished)?|founded|gegründet|fondé)\b.{0,12}[0-9]{4}",
    )
)
_MONTH_OF_ISSUE = pattern(rf"\b(?:{MONTH_NAMES})\b[.,]?\s*(?:1[5-9]|20)[0-9]{{2}}(?![0-9])", re.IGNORECASE)
_PLACES_IN_PAPER = pattern(
    rf"^\s*(?:(?:(?:page|seite|section|part|blatt)\s+(?:[0-9]{{1,3}}|{_COUNTS}|nine|eleven|fourteen|[A-F])(?![\w])"
    r"|[0-9]{1,3}[A-F]?(?![\w]))[\s.,;:|—-]*)+",
    re.IGNORECASE,
)
"""A page or part of the paper at the beginning of a line: “PAGE SIX THE WILLOW ADVERTISER”."""
_MAY_BE_FIELD = pattern("[A-Za-zÀ-ÿА-я]{3}")
_ALL_LATIN = pattern("[^\u0250-\u1dff\u1f00-\u1fff\u2e80-\U0010ffff]*")
_APART = pattern(r"[^\w’'-]+|(?<!\w)-+|-{2,}")
_SMALL_WORDS = pattern(
    "of|the|at|in|and|on|for|an?|am|den|de[rsm]?|die|das|und|im|vom|zu[mr]?|l[ea]s?|du|et|à|une?|von|morning|evening|afternoon|te"
    "|del?|el|los|y|il|della|di|do|da|e|van|het|г|года"
)
_NAME_OF_PAPER = pattern(
    "daily|news|post|times|weekly|herald|gazette|press|mail|mercury|tribune|courier|sun|star|globe|journal|chronicle"
    "|advertiser|examiner|observer|echo|bulletin|standard|telegraph|express|record|register|review|recorder|sentinel"
    "|democrat|republican|advocate|argus|leader|enterprise|messenger|intelligencer|citizen|independent|pilot|banner|ledger"
    "|[a-zäöü]*(?:zeitung|blatt|anzeiger|bote|kurier|nachrichten|post|presse|rundschau)|courrier|gazette|journal|petit|écho|figaro"
    "|matin|progrès|moniteur|avenir"
    "|diario|heraldo|gaceta|prensa|noticias|periódico|correo|faro|voz|vanguardia|tribuna|imparcial|liberal|mercurio|eco"
    "|corriere|gazzetta|giornale|stampa|messaggero|popolo|secolo|avanti"
    "|jornal|diário|notícias|correio|gazeta|estado|século|folha"
    "|magazine|monthly|quarterly|gleaner|repository|visitor|witness|messenger|missionary"
    "|berita|utusan|warta|suara|sinar|harian|mingguan|majalah|báo|tin|nhật"
    "|courant|[a-z]*(?:dagblad|courant|bode)|nieuws|volk"
    "|правда|известия|газета|вестник|ведомости|листок|труд|вѣдомости|вѣстникъ|листокъ",
    re.IGNORECASE,
)
_BETWEEN_WORDS = pattern("[\\s.,'’]+")
_CAPITAL = "[A-ZÀ-ÞĐА-ЯІѢ]"
_PARTICLES = "of|the|and|und|de|du|des|der|del|della|di|do|da|van|het|la|le|el|il|&"
_WORDS_OF_NAME = pattern(rf"{_CAPITAL}[\w’'&.-]*(?:[ -](?:{_CAPITAL}[\w’'&.-]*|{_PARTICLES})){{0,6}}")


@lru_cache(maxsize=1024)
def names_beside_fields(text: str) -> tuple[str, ...] | None:
    """Return the words beside the day and the other fields of a masthead's line; None if it is no such line.

    It has one certain day and a field that mastheads have beside it; a weekday is none, as news have weekdays, too.
    """
    if len(text) > _LONGEST or not _MAY_BE_FIELD.search(text):
        return None
    left, line_fields = fields.without_fields(text)
    if line_fields.date is None:
        return None
    has_fields = line_fields.number is not None or line_fields.page_count is not None
    for field in _FIELDS:
        left, times = field.subn(_blank, left)
        has_fields = has_fields or times > 0
    if not has_fields and not _begins_with_name(left):
        return None
    names = _names(left)
    if len(names) <= _MOST_NAMES and _are_names(names):
        return names
    return None


def _names(left: str) -> tuple[str, ...]:
    """Return the words that are left beside the fields of a line, without small ones."""
    words = [word for word in _APART.split(left.replace(BLANK, "|")) if word and not word.isdigit()]
    return tuple(word for word in words if not _SMALL_WORDS.fullmatch(word.casefold()))


def _are_names(words: Iterable[str]) -> bool:
    return all(word[0].isupper() or not word[0].isalpha() for word in words)


def is_day_of_place(text: str) -> bool:
    """Return whether a line is a day with its weekday and a place: “WILLOW FERRY, FRIDAY EVENING, MARCH 5, 1897.”

    Below the name of a paper it is a masthead's; headings and notices have such lines, too.
    """
    if len(text) > _LONGEST or not _MAY_BE_FIELD.search(text):
        return False
    left, line_fields = fields.without_fields(text)
    names = _names(left)
    return (
        line_fields.date is not None
        and line_fields.weekday is not None
        and len(names) <= _MOST_OF_PLACE
        and _are_names(names)
    )


@lru_cache(maxsize=256)
def is_month_of_issue(text: str) -> bool:
    """Return whether a line is an issue's month beside a number or price: “No. 7. JULY, 1893. Price 5 cents”."""
    if len(text) > _LONGEST or not _ALL_LATIN.fullmatch(text) or _MONTH_OF_ISSUE.search(text) is None:
        return False
    left = _MONTH_OF_ISSUE.sub(" ", text)
    return is_note(left)


def is_line_of_masthead(text: str) -> bool:
    return names_beside_fields(text) is not None


def is_line_of_head(text: str) -> bool:
    """Return whether a line may be one of a masthead: with the day, with a place, or a number, volume or price."""
    return is_line_of_masthead(text) or is_day_of_place(text) or is_note(text) or is_month_of_issue(text)


def is_note(text: str) -> bool:
    """Return whether a line is nothing but such fields without a day: a registration, a price, a volume."""
    if len(text) > _LONGEST or not _ALL_LATIN.fullmatch(text):
        return False
    left = without_notes(text)
    return left != text and not any(sign.isalnum() for sign in left)


def without_notes(text: str) -> str:
    for field in _FIELDS:
        text = field.sub("", text)
    return text


def has_note(text: str) -> bool:
    """Return whether a line has a number, a volume or a price, perhaps beside words in characters."""
    return _MAY_BE_FIELD.search(text) is not None and without_notes(text) != text


_BY_AUTHOR = pattern(r"by\s", re.IGNORECASE)


def is_name(text: str) -> bool:
    """Return whether a line may be the name of a paper above the line with its day: “Le Petit Saulois”."""
    name = _bare(text)
    if len(name) > _LONGEST_NAME or _BY_AUTHOR.match(name):
        return False
    return _WORDS_OF_NAME.fullmatch(name) is not None


def is_name_of_paper(text: str) -> bool:
    """Return whether a line is a name with a word that papers have: Gazette, Anzeiger."""
    return is_name(text) and _is_named_as_paper(_bare(text))


def _bare(name: str) -> str:
    """Return a name without the marks around it."""
    return name.strip(" .,*\"“”'")


def name_in(text: str) -> str | None:
    """Return the name of the paper with which a line of a masthead begins: “THE WILLOW ADVERTISER, SATURDAY, …”."""
    left = fields.without_fields(text)[0]
    head = _head_of_names(left)
    if head and is_name(head) and _is_named_as_paper(head):
        return head
    return None


def _head_of_names(left: str) -> str:
    """Return the names with which a line without its fields begins, behind the page or part of the paper."""
    head = left.partition(BLANK)[0]
    return _PLACES_IN_PAPER.sub("", head).strip(" .,:;—-")


def _begins_with_name(left: str) -> bool:
    head = _head_of_names(left)
    return bool(head) and is_name(head) and _is_named_as_paper(head)


def _is_named_as_paper(name: str) -> bool:
    return any(_NAME_OF_PAPER.fullmatch(word) for word in _BETWEEN_WORDS.split(name))


def _blank(match: re.Match[str]) -> str:
    """Return as many blanks as the match has characters."""
    return BLANK * (match.end() - match.start())
