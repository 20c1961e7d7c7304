"""A text in simplified or traditional characters: as many as it has, by its words, nothing changed that need not be."""

from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.language import scripts
from reader.language.equality import count_simplified, count_traditional, in_simplified, in_traditional
from reader.language.scripts import Script, are_alike, in_script, script_of

MIXED = "头发后里面台干系𫝈㑮\ud800\udc00臺灣髮乾，\n 𠮷"
SIMPLIFIED, TRADITIONAL = Script.SIMPLIFIED, Script.TRADITIONAL


@pytest.mark.parametrize(
    ("printed", "script", "shown"),
    [
        ("她发现头发，台湾的面条在里面", TRADITIONAL, "她發現頭髮，臺灣的麵條在裡面"),
        ("她發現頭髮，臺灣的麵條在裡面", SIMPLIFIED, "她发现头发，台湾的面条在里面"),
        ("乾隆皇后著書，臺灣后妃", TRADITIONAL, "乾隆皇后著書，臺灣后妃"),
        ("皇后在台湾著书", SIMPLIFIED, "皇后在台湾著书"),
        ("臺灣的麵條，头", TRADITIONAL, "臺灣的麵條，頭"),
        ("雾", TRADITIONAL, "霧"),
        ("", TRADITIONAL, ""),
        ("A-7 号井", Script.PRINTED, "A-7 号井"),
    ],
)
def test_words_decide_and_what_is_in_the_script_stays(printed: str, script: Script, shown: str) -> None:
    assert in_script(printed, script) == shown


@settings(max_examples=200)
@given(st.text(max_size=60) | st.text(MIXED, max_size=40), st.sampled_from(Script))
def test_a_character_stands_for_one(printed: str, script: Script) -> None:
    assert len(in_script(printed, script)) == len(printed)


def test_where_words_would_change_the_length_characters_are_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def longer(text: str) -> str:
        return "繁體字" if text == "繁体" else text.replace("体", "體")

    monkeypatch.setattr(scripts, "_converter", lambda _: longer)
    in_script.cache_clear()
    assert in_script("繁体", TRADITIONAL) == "繁體"
    in_script.cache_clear()


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("渡口的新船昨天下水，县长到场祝贺，两岸站满了看热闹的乡亲，直到天黑才散。" * 3, "zh-Hans"),
        ("渡口的新船昨天下水，縣長到場祝賀，兩岸站滿了看熱鬧的鄉親，直到天黑纔散。" * 3, "zh-Hant"),
        ("山上有水，水中有月。", "zh"),
        ("The ferry is to be moved to the other bank of the river, and the town is glad of it.", "en"),
        ("", None),
    ],
)
def test_the_script_of_a_file(text: str, script: str | None) -> None:
    assert script_of(text) == script


def test_scripts_are_alike_unless_they_differ() -> None:
    assert are_alike("zh", "zh-Hant")
    assert are_alike("zh-Hant", "zh")
    assert not are_alike("zh-Hans", "zh-Hant")
    assert not are_alike("zh", "en")


@given(st.text(MIXED, max_size=40), st.integers(0, 12))
def test_law_characters_of_a_form_are_counted_as_they_are_replaced(text: str, most: int) -> None:
    assert count_traditional(text) == sum(map(str.__ne__, text, in_simplified(text)))
    assert count_simplified(text, most) == min(most, sum(map(str.__ne__, text, in_traditional(text))))


@given(st.text(MIXED, max_size=4), st.integers(0, 40))
def test_law_few_characters_are_replaced_as_many_are(rare: str, others: int) -> None:
    assert in_simplified(rare + "，" * others) == in_simplified(rare) + "，" * others


@pytest.mark.skipif(not find_spec("opencc"), reason="no wheel for this platform")
def test_only_the_tables_of_the_chosen_script_are_kept() -> None:
    scripts.prepare()
    assert scripts._converters.keys() == {Script.SIMPLIFIED, Script.TRADITIONAL}
    assert scripts.keep_only(Script.TRADITIONAL)
    assert scripts._converters.keys() == {Script.TRADITIONAL}
    assert not scripts.keep_only(Script.TRADITIONAL)
    assert scripts.keep_only(Script.PRINTED)
    assert not scripts._converters


@pytest.mark.skipif(not find_spec("opencc"), reason="no wheel for this platform")
def test_what_was_freed_is_loaded_again_when_a_text_is_converted() -> None:
    scripts.keep_only(Script.PRINTED)
    scripts.in_script.cache_clear()
    assert scripts.in_script("理头发", Script.TRADITIONAL) == "理頭髮"
    assert scripts._converters.keys() == {Script.TRADITIONAL}
