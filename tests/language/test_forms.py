"""What is shown and what is compared."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.language.forms import (
    form_as_now,
    is_within,
    key_form,
    read_form,
    search_form,
    search_form_with_offsets,
    shortened,
)

LONG = 20_000
"""Characters of a text that is folded in slices."""

TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "雁桥〇𠮷ＡaA１1 　\n\t（(“\"”「」·・•‘'´，,é\u0301e\u3099カﾞ가\u1100\u1161\u11a8㈱ﬁß\u200b\ufe0fİ"
        ),
        st.characters(),
    )
)


@pytest.mark.parametrize(
    ("shown", "compared"),
    [
        ("雁 桥　日报", "雁桥日报"),
        ("雁桥 A 座", "雁桥a座"),
        ("Yan  Qiao", "yan qiao"),
        ("（１９８７年）", "(1987年)"),
        ("“好”「好」『好』", '"好""好""好"'),
        ("古丽·夏提・娜•扎", "古丽.夏提.娜.扎"),
        ("上海——南京─北京", "上海-南京-北京"),
        ("可是……后来⋯⋯", "可是...后来..."),
        ("3〜5月。完", "3~5月。完"),
        ("⻘⽯⽇报", "青石日报"),
        ("e\u0301té", "été"),
        ("雁\u200b桥\ufe00", "雁桥"),
        ("\u202a雁\u2066桥\u2069\u061c日\x00报\x7f", "雁桥日报"),
        (" 两端 ", "两端"),
        ("Straße", "strasse"),
    ],
)
def test_search_form(shown: str, compared: str) -> None:
    assert search_form(shown) == compared


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("板 车驶 进", "板车驶进"),
        ("用 Latin 词", "用 Latin 词"),
        ("一号　二号", "一号　二号"),
        ("５ 时", "５ 时"),
    ],
)
def test_read_form_drops_only_stray_spaces_between_han(printed: str, shown: str) -> None:
    assert read_form(printed) == shown


@given(TEXTS)
@example("か\u0345\u3099")  # what U+0345 is folded to is a letter, and the mark behind it goes before
@example("\uac00\u313c")  # NFKC makes the second a part of the syllable
def test_offsets_tell_the_same_form(text: str) -> None:
    form = search_form_with_offsets(text)
    assert form.text == search_form(text)
    assert len(form.text) == len(form.starts) == len(form.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(form.starts, form.ends, strict=True))
    assert list(form.starts) == sorted(form.starts)


@given(TEXTS)
def test_search_form_is_its_own(text: str) -> None:
    assert search_form(search_form(text)) == search_form(text)


@given(st.text(st.sampled_from("雁桥Ａa１1 　（(“\"”‘'`·—…～~，,。%《〇")))
def test_plain_text_is_folded_as_any_other(text: str) -> None:
    rare = "𠮷"
    assert search_form(text) == search_form(rare + text + rare).strip(rare)


@given(TEXTS, st.data())
def test_marks_cover_what_was_found(text: str, data: st.DataObject) -> None:
    form = search_form_with_offsets(text)
    if not form.text:
        return
    start = data.draw(st.integers(0, len(form.text) - 1))
    end = data.draw(st.integers(start + 1, len(form.text)))
    a, b = form.original_span(start, end)
    assert search_form(form.text[start:end]) in search_form(text[a:b])


@given(st.lists(TEXTS, min_size=1, max_size=30))
@example(["a b "] * 30)
@example(["渡 口  "] * 30)
@example(["かタ"] * 30)
def test_a_long_text_is_folded_as_its_parts_are(texts: list[str]) -> None:
    parts = [f"桥{text}桥" for text in texts] * (LONG // sum(len(text) + 2 for text in texts) + 1)
    short = {part: search_form_with_offsets(part) for part in parts}
    long = search_form_with_offsets("".join(parts))
    assert long.text == search_form("".join(parts)) == "".join(short[part].text for part in parts)
    at = shown = 0
    for part in parts[: 2 * len(texts)]:
        form = short[part]
        there = slice(at, at + len(form.text))
        assert list(long.starts[there]) == [shown + start for start in form.starts]
        assert list(long.ends[there]) == [shown + end for end in form.ends]
        at, shown = there.stop, shown + len(part)


@pytest.mark.parametrize("text", ["a b ", "渡 口  ", "かタ", "e\u0301 ", "a  b\u3000"])
def test_a_long_text_without_a_seam_is_folded_whole(text: str) -> None:
    times = LONG // len(text)
    assert search_form(text * times) == search_form("桥" + text * times + "桥")[1:-1]
    form = search_form_with_offsets(text * times)
    assert form.text == search_form(text * times)
    assert form.starts[0] == 0
    assert form.ends[len(form.text) - 1] <= len(text) * times


@given(st.text("江上有雾", max_size=50), st.integers(2, 45))
def test_a_long_text_is_shortened_to_its_beginning_and_end(text: str, most: int) -> None:
    short = shortened(f" {text}\n", most)
    begin, mark, end = short.partition("…")
    assert (len(text) > most) == bool(mark)
    assert short == text if not mark else len(begin) == len(end) == most // 2
    assert text.startswith(begin)
    assert text.endswith(end)


@given(TEXTS)
def test_a_key_form_in_the_present_form_is_the_search_form(text: str) -> None:
    assert form_as_now(key_form(text)) == search_form(text)


@given(st.text("（《）》渡", max_size=12), st.integers(0, 4), st.integers(0, 12))
def test_a_text_ends_within_brackets_if_one_is_opened_behind_the_last_that_is_closed(
    text: str, begin: int, length: int
) -> None:
    part = text[begin : begin + length]
    is_open = re.search("[（《][^）》]*$", part) is not None
    assert is_within(text, "（《", "）》", begin, begin + length) is is_open
    assert is_within(part, "（《", "）》") is is_open
