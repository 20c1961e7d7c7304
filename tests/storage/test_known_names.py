"""Known names are found in texts wherever their strings stand."""

import random

from reader.storage.known_names import KnownNames


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
