"""What the program says, it can say in English: every word has its English, and no English is left over."""

import ast
import datetime as dt
import functools
import gettext
import io
import locale
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import chain
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from reader import assets, i18n
from reader.cli.terminal import STOPS
from reader.export.article_text import source_in_words, source_line
from reader.i18n import language, say
from reader.language.dates.calendar import FESTIVALS, weekday_of
from reader.language.forms import HAN
from reader.parsing.weights import LineFeature, LineRole
from tests.invented_article import STORED
from tests.modules import ROOT, name_of_call, nodes

CATALOGUE = assets.resource("locale/en/LC_MESSAGES/reader.po")
MESSAGES = [each for each in read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en") if each.id]
ENGLISH = {each.id: str(each.string) for each in MESSAGES if isinstance(each.id, str)}
PLURALS = {each.id[0]: tuple(each.string or ()) for each in MESSAGES if not isinstance(each.id, str)}
"""Of what is counted: the English of one, and of several."""

#: the only places where say() is given what is put together at run time; what that can be is in `BUILT`
BUILDERS = {
    ("export/article_text.py", "f'{month}月'"),
    ("export/article_text.py", "'星期' + WEEKDAYS[issue.date.weekday()]"),
    ("ui/widgets/wording.py", "'星期' + WEEKDAYS[date.weekday()]"),
    ("ui/widgets/wording.py", "name"),
    ("ui/widgets/wording.py", "'周' + WEEKDAYS[date.weekday()]"),
    ("cli/parser.py", "words"),
    ("features/parse/cli.py", "feature.value"),
    ("features/parse/cli.py", "verdict.role.value"),
    ("features/parse/cli.py", "verdict.runner_up.value"),
}
DECLARED = {"Option": 0, "target_option": 0, "characters": 0, "Argument": 1}
"""What declares an argument of a command (`cli/options.py`), and which of its arguments is said in its help."""
MONTHS = {f"{month}月" for month in range(1, 13)}
WEEKDAYS = {weekday_of(dt.date(1987, 6, day)) for day in range(8, 15)}
BUILT = MONTHS | WEEKDAYS | {"周" + weekday[-1] for weekday in WEEKDAYS}
BUILT |= {festival.name for festival in FESTIVALS}
BUILT |= {role.value for role in LineRole} | {feature.value for feature in LineFeature}


def calls(name: str) -> list[tuple[str, ast.Call]]:
    """Every call of a function of this name (`name(…)` or `module.name(…)`), with the file it stands in."""
    return calls_by_name()[name]


@functools.cache
def calls_by_name() -> dict[str, list[tuple[str, ast.Call]]]:
    found = defaultdict(list)
    for path, call in nodes(ast.Call):
        found[name_of_call(call)].append((path.relative_to(ROOT).as_posix(), call))
    return found


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def said() -> set[str]:
    """What stands in the code to be said."""
    return {text for _, call in says() if (text := literal(call.args[0]))} | {
        text
        for name, at in DECLARED.items()
        for _, call in calls(name)
        if len(call.args) > at and (text := literal(call.args[at]))
    }


def says() -> list[tuple[str, ast.Call]]:
    return [*calls("say"), *calls("later")]


def counted() -> set[str]:
    """What stands in the code to be counted: `count(number, "{n} 篇")`."""
    return {text for _, call in calls("count") if len(call.args) == 2 and (text := literal(call.args[1]))}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_everything_that_is_said_has_its_english() -> None:
    assert sorted((said() | BUILT) - set(ENGLISH)) == []
    assert sorted(counted() - set(PLURALS)) == []


def test_no_english_is_left_over() -> None:
    assert sorted(set(ENGLISH) - said() - BUILT) == []
    assert sorted(set(PLURALS) - counted()) == []


def test_nothing_is_translated_twice() -> None:
    keys = re.findall(r"^msgid ((?:\".*\"\n)+)", CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def test_what_is_read_at_run_time_is_compiled_from_what_is_written() -> None:
    compiled = gettext.GNUTranslations(io.BytesIO(CATALOGUE.with_suffix(".mo").read_bytes()))
    assert {chinese: compiled.gettext(chinese) for chinese in ENGLISH} == ENGLISH
    assert {c: tuple(compiled.ngettext(c, c, n) for n in (1, 2)) for c in PLURALS} == PLURALS


def test_what_is_said_stands_in_the_code_as_it_is_said() -> None:
    """Otherwise nobody could tell that its English is missing."""
    assert {(file, ast.unparse(call.args[0])) for file, call in says() if not literal(call.args[0])} == (
        BUILDERS
    )


def test_english_is_english() -> None:
    """The typefaces of the window are Chinese: what they draw a Han character wide has no place in an English word."""
    chinese_signs = re.compile(f"[{HAN}　，。、；：？！（）《》“”‘’…—]")
    texts = [*ENGLISH.values(), *chain.from_iterable(PLURALS.values())]
    assert [text for text in texts if not text.strip() or chinese_signs.search(text)] == []


BANNED = {
    r"(?<!reader )\b\w+(?:gniz|aniz|aliz|ariz|roniz)(?:e[sdr]?|ing)\b": "-ise",
    r"\b(?:[Cc]olor|[Cc]enter|[Gg]ray|[Bb]ehavior|[Ff]avor|[Nn]eighbor)\w*(?!})": "British spelling",
    r"\b[Ii]ndex(?:ed|ing)\b|\b(?:[Rr]eading|(?:been|being|next) read) in\b": "update",
    r"(?<!reader )\b[Ss]ync(?:s|ed|ing)?\b(?! client)": "update, but in `reader sync`",
    r"\bwomen\b|no chance|[Tt]aken? back|[Ss]truck out|left alone|misspelt": "plain words",
    r"^[Pp]rints? (?:an|one) (?:object|array)": "Print one JSON object",
    r"\bmerged? (?:or|,) (?:split|told apart|part)|^Part\b(?! of)": "separate, of people and lines",
    r"[Nn]ewspaper folder|[Yy]our own folder": "library",
    r"(?<!PostgreSQL's )\b[Aa]dministrator": "librarian",
    r"▸|\.{4}|(?<=\w) \.\.\.$": "› between menus, ... after a word without a space",
    r"(?<!here )\b(?:is|are) no (?!longer|chance|sure)": "is not a",
    r"You have no permission|\bpassed over: |right button|\brung by rung|to be had\b": "plain English",
    r"\bcannot\b": "can't",
}
"""What is not written in English, and what is instead."""
FESTIVALS_IN_ENGLISH = r"Solstice|Festival|Day|Eve|New Year"
NAMES = r"Yuebao|Library|Word|Markdown|PostgreSQL"


def english() -> Iterator[str]:
    yield from ENGLISH.values()
    yield from chain.from_iterable(PLURALS.values())


@pytest.mark.parametrize(("pattern", "instead"), BANNED.items(), ids=BANNED.values())
def test_english_has_one_spelling_and_one_word_for_one_thing(pattern: str, instead: str) -> None:
    found = [
        text
        for text in english()
        if re.search(pattern, text) and not text.startswith("Print one JSON object ")
    ]
    assert found == [], instead


ONE_WORD = {
    "改认": "改正",
    "(?<!不)(?<!没有)覆盖": "有报, of what the library has",
    "[个篇](?:收藏|批注|更正|引文|笔记)(?!文件)": "条, of what a reader writes down",
    "条(?:文章|报道|消息)": "篇, of articles",
    "出处.*脚注": "引文, of a citation in a style",
    r"第 ?\{\w*(?:page|printed)\w*\} 版": "02版, with `page_in_words`",
}
"""Words that are not said in Chinese, and what is said instead (docs/glossary.md)."""


@pytest.mark.parametrize(("pattern", "instead"), ONE_WORD.items(), ids=ONE_WORD.values())
def test_chinese_has_one_word_for_one_thing(pattern: str, instead: str) -> None:
    assert [text for text in (*ENGLISH, *PLURALS) if re.search(pattern, text)] == [], instead


def test_english_is_in_sentence_case() -> None:
    joining = r"(?: (?:an?|the|of|in|to|and|or|for|on|as|by)\b)*"
    title = re.compile(rf"[A-Z][a-z']+{joining} (?!(?:{NAMES})\b)[A-Z][a-z]{{2,}}")
    short = (text for text in english() if len(text) < 60 and not re.search(FESTIVALS_IN_ENGLISH, text))
    assert [text for text in short if title.match(text) and not re.search(r"[.:?!] [A-Z]", text)] == []


NUMBERS = (0, 1, 2, 5)
NO_NOUNS = r"is|was|has|does|this|across|these|its|as|times"
"""Words that end like a plural, and are none."""
ONE_OF_SEVERAL = re.compile(rf"\b1 (?:more |other |new )?(?!(?:{NO_NOUNS})\b)[a-z]+(?<!s)s\b")
"""A number of one before a plural: “1 lines”."""


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_counted_agrees_with_its_number(number: int, speak: Callable[..., None]) -> None:
    speak(READER_LANGUAGE="zh")
    for chinese in PLURALS:
        assert str(number) in i18n.count(number, chinese)
    speak(READER_LANGUAGE="en")
    for chinese, (one, _) in PLURALS.items():
        english = i18n.count(number, chinese)
        assert not ONE_OF_SEVERAL.search(english), chinese
        assert str(number) in english or (number == 1 and "{n}" not in one), chinese


ALWAYS_SEVERAL = {
    "引语多于 {n} 条，未作任何改动；请分成几个文件。",
    "{name} 开头的备份有 {count} 份，请写全：",
    "有 {n} 条，一份大事记最多存 {most} 条。请缩小日期的范围。",
    "多于 {n} 处，只列出了较早的这些。",
    "要找的话太长，存不下；最多 {n} 个字。",
    "这篇太长，要 {n} 张，最多做 {most} 张。选一段话再剪。",
    "这个 PDF 有 {n} 页，不像一期报纸。请按期拆开后再放入。",
    "表格超过 {count} 行，或格子太多，没有读。请分成几个。",
    "这张图有 {n} 百万像素，太大了，没有打开。请缩小后另存一份。",
    "这张图有 {n} 百万像素，又是渐进式 JPEG，打开它要太多内存。请另存为 TIFF 或普通的 JPEG。",
    "一张放不下，要做成 {n} 张：请存成文件，或用 --text 只剪一段话。",
    "密码要有 {n} 个字符以上。",
    "多于 {n} 篇，一份证据写不下。请加上日期或报纸名，分几份做。",
    "压缩包里的文件超过 {count} 个，没有读。请分成几个，或解开后放入。",
    "合起来有 {n} 条，一份大事记最多存 {most} 条。",
}
"""What is said of a bound, or of several only."""
BEFORE_A_PLURAL = re.compile(
    rf"{{(?:n|count|number|total|done|most|pages?)}} (?:more |new |million |such )?(?!(?:{NO_NOUNS})\b)[a-z]+(?<!s)s\b"
)
"""A number that stands as it is before a plural, which is wrong of one."""


def test_a_number_before_a_plural_has_the_words_for_one() -> None:
    several = {chinese for chinese, english in ENGLISH.items() if BEFORE_A_PLURAL.search(english)}
    assert several - ALWAYS_SEVERAL == set()


def test_english_tells_as_much_as_the_chinese() -> None:
    assert {zh: en for zh, en in ENGLISH.items() if placeholders(zh) != placeholders(en)} == {}
    assert {zh: en for zh, en in PLURALS.items() if placeholders(zh) != placeholders(en[1])} == {}


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Gives the environment what it says of languages, and nothing else."""

    def to(**environment: str) -> None:
        for name in ("READER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        language.cache_clear()

    yield to
    monkeypatch.undo()
    language.cache_clear()


_HAN_TEXT = re.compile(f"[{HAN}]")


def test_a_stored_message_is_said_again_in_the_language_of_who_reads_it(speak: Callable[..., None]) -> None:
    """Each that has no values, in which one English text is of one message."""
    whole = {zh: en for zh, en in ENGLISH.items() if not placeholders(zh) and _HAN_TEXT.search(zh)}
    several = [en for en, times in Counter(ENGLISH.values()).items() if times > 1]
    speak(READER_LANGUAGE="zh")
    again_in_chinese = {zh: i18n.said_again(en) for zh, en in whole.items() if not _HAN_TEXT.search(en)}
    assert {
        zh for zh, again in again_in_chinese.items() if again != zh and ENGLISH[zh] not in several
    } == set()
    speak(READER_LANGUAGE="en")
    assert {zh: i18n.said_again(zh) for zh in whole} == whole


@pytest.mark.parametrize("number", [0, 1, 2, 1204])
def test_a_stored_count_is_said_again_in_the_language_of_who_reads_it(
    speak: Callable[..., None], number: int
) -> None:
    told = {}
    for spoken in ("zh", "en"):
        speak(READER_LANGUAGE=spoken)
        told[spoken] = i18n.count(number, "{n} 篇")
    assert i18n.said_again(told["zh"]) == told["en"]
    speak(READER_LANGUAGE="zh")
    assert i18n.said_again(told["en"]) == told["zh"]


@pytest.mark.parametrize("stored", ["", "文件坏了", "Reason 7", "3", "{n} 篇 甲"])
def test_what_is_no_message_stays_as_it_was_stored(speak: Callable[..., None], stored: str) -> None:
    for spoken in ("zh", "en"):
        speak(READER_LANGUAGE=spoken)
        assert i18n.said_again(stored) == stored


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"READER_LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"READER_LANGUAGE": "zh", "LC_ALL": "de_DE.UTF-8"}, "zh"),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "POSIX"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
        ({"LANG": "C", "LC_CTYPE": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN"}, "zh"),
        ({"LANG": "cs_CZ.UTF-8"}, "en"),
        ({"READER_LANGUAGE": "EN_us"}, "en"),
        ({"READER_LANGUAGE": "neither", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"READER_LANGUAGE": "neither", "LANG": "C.UTF-8"}, "en"),
        ({"READER_LANGUAGE": "", "LC_ALL": "", "LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_environment_decides_which_language_is_spoken(
    environment: dict[str, str], spoken: str, speak: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: (None, None))  # where Windows itself has no language
    speak(**environment)
    assert language() == spoken


def test_a_chosen_language_is_spoken_here_and_by_the_processes_that_are_started(
    speak: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_put", None)
    speak(LANG="zh_CN.UTF-8")
    for chosen, spoken, told in (("en", "en", "en"), ("zh", "zh", "zh"), (i18n.SYSTEM, "zh", None)):
        i18n.choose(chosen)
        assert language() == spoken
        assert os.environ.get("READER_LANGUAGE") == told
        assert not i18n.is_set_by_environment()


def test_whoever_starts_the_program_has_the_last_word(speak: Callable[..., None]) -> None:
    speak(READER_LANGUAGE="en")
    i18n.choose("zh")
    assert language() == "en"
    assert i18n.is_set_by_environment()


def test_names_in_braces_are_replaced_in_either_language(speak: Callable[..., None]) -> None:
    speak(READER_LANGUAGE="zh")
    assert say("没有找到“{query}”", query="渡口") == "没有找到“渡口”"
    speak(READER_LANGUAGE="en")
    assert say("没有找到“{query}”", query="渡口") == 'Nothing found for "渡口"'


def test_what_has_no_english_is_said_in_chinese(speak: Callable[..., None]) -> None:
    speak(READER_LANGUAGE="en")
    assert say("没有译文的话") == "没有译文的话"


def test_a_source_in_words_has_no_dash_in_either_language(speak: Callable[..., None]) -> None:
    speak(READER_LANGUAGE="zh")
    assert source_in_words(STORED) == "《雁桥日报》1987年6月12日第02版"
    speak(READER_LANGUAGE="en")
    assert source_in_words(STORED) == "雁桥日报, 12 June 1987, page 2"
    assert source_line(STORED) == "-- 雁桥日报, 12 June 1987, page 2"


def test_english_words_follow_their_number(speak: Callable[..., None]) -> None:
    speak(READER_LANGUAGE="en")
    told = [say("{count} 份备份", count=number) for number in (0, 1, 2, "1,204")]
    assert told == ["0 backups", "1 backup", "2 backups", "1,204 backups"]


@pytest.mark.parametrize(
    ("words", "on_mac"),
    [
        ("保存 (Ctrl+Enter)", "保存 (⌘Enter)"),
        ("引用 (Ctrl+Shift+C)；右键选格式", "引用 (⇧⌘C)；右键选格式"),
        ("正文的大小，标题随着变。Ctrl++ 和 Ctrl+- 也改它。", "正文的大小，标题随着变。⌘+ 和 ⌘- 也改它。"),
        ("先选中认错的字，再按 Ctrl+H。", "先选中认错的字，再按 ⌃H。"),
        ("按 F11 或 Esc 回到窗口。", "按 ⌃⌘F 或 Esc 回到窗口。"),
        (
            "另一台电脑上写的换下了这里的；看原来的话：Shift+F2，换回：Alt+Enter",
            "另一台电脑上写的换下了这里的；看原来的话：⇧F2，换回：⌥Enter",
        ),
    ],
)
def test_the_keys_of_the_window_are_told_as_a_mac_has_them(
    words: str, on_mac: str, speak: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(READER_LANGUAGE="zh")
    assert say(words) == words
    monkeypatch.setattr(i18n, "_HAS_COMMAND_KEY", True)
    assert say(words) == on_mac


def test_what_ends_a_command_in_a_terminal_is_the_same_on_a_mac(
    speak: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(READER_LANGUAGE="en")
    monkeypatch.setattr(i18n, "_HAS_COMMAND_KEY", True)
    assert say("按 {keys} 关。", keys=STOPS) == "Ctrl+C ends it."
