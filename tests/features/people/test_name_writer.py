"""Known names are found in texts wherever their strings stand."""

import random

from reader.features.people.name_writer import KnownNames, standing_in


def test_names_are_found_as_by_in() -> None:
    dice = random.Random(1)
    letters = "何渡生欧阳小树·𠮷a"
    forms = {"".join(dice.choices(letters, k=dice.randrange(2, 8))) for _ in range(300)}
    forms |= {"何渡生", "欧阳小树", "约翰·塞缪尔", "𠮷小树"}
    texts = ["".join(dice.choices(letters, k=dice.randrange(90))) for _ in range(40)]
    texts += ["", "何", "市长何渡生", "何渡", "生约翰·塞缪尔"]
    names = [(form, number) for number, form in enumerate(sorted(forms), 7)]
    found = KnownNames(names).among(texts)
    assert found == [{number for form, number in names if form in text} for text in texts]
    assert any(found)


def test_no_names_and_no_texts() -> None:
    assert KnownNames([]).among(["何渡生"]) == [set()]
    assert KnownNames([("何渡生", 1)]).among([]) == []


class Read(str):
    """A text that counts how often it is read for one string alone."""

    times = 0

    def __contains__(self, part: object) -> bool:
        Read.times += 1
        return str.__contains__(self, part)  # type: ignore[operator]


def test_a_long_text_is_not_read_for_each_of_its_names() -> None:
    """It would take as many times as long as there are names: a minute for one of ten megabytes."""
    dice = random.Random(2)
    letters = "何渡生欧阳小树𠮷a" + "".join(map(chr, range(0x4E00, 0x4F00)))
    forms = {"".join(dice.choices(letters, k=dice.randrange(1, 5))) for _ in range(3000)}
    text = Read("".join(dice.choices(letters, k=100_000)))
    found = standing_in(text, forms)
    assert Read.times < len(forms) / 2
    assert found == {form for form in forms if form in text}
    assert standing_in(Read("何渡生"), ["渡生", "生渡"]) == {"渡生"}


def test_names_of_any_length_and_plane_have_their_ids() -> None:
    forms = ["何渡生", "何渡", "欧阳小树", "亚历山德罗夫", "𠮷渡", "渡𠮷生"]
    known = KnownNames((form, nth) for nth, form in enumerate(forms, 7))
    assert known.ids_of([*forms, "何苇", "𠮷苇", "渡", "亚历山德罗"]) == {
        form: nth for nth, form in enumerate(forms, 7)
    }
    assert KnownNames(()).ids_of(forms) == {}
