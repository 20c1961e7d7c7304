"""Fits the weights by which names of people are recognised, and writes `resources/weights/people.txt`.

    uv run python -m tools.fitting.people [--anew] FOLDER [FOLDER=WEIGHT ...]

Each folder has annotated articles, a file each:
{"text": …, "people": [[begin, end], …], "neither": [[begin, end], …]}. None of them is in the repository, as no paper
is; docs/accuracy.md tells what was used, and how free it is.
Logistic regression, with a penalty on the squares of the weights; of ranges that follow each other, on the squares
of their differences; of what is told for each shape of a name, on how it differs from what holds for all. The weights
of the file are where it begins, and the penalty is on what changes; a heavy one, as they know articles that are no
longer at hand. A group that the file lacks begins with 0 and has the light one; with `--anew` all do.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from reader import assets
from reader.features.people.candidates import candidates_in
from reader.features.people.coded_text import CodedText
from reader.features.people.marks import Marks
from reader.features.people.recognition import HUNDREDTHS, LAYOUT, NONE, STARTS, features_of, read
from reader.language import names
from reader.language.equality import simplified

_PENALTY, _OF_KNOWN, _OF_KEPT = 2.0, 50.0, 1e6
_KEPT = (
    *(
        "office before",
        "office behind",
        "speech",
        "told on both sides",
        "known",
        "common word",
        "times",
        "often",
    ),
    *("last of places", "place behind", "place elsewhere", "foreign place", "last of no name"),
)
"""Groups that were smoothed by hand, which stay as they are."""
_ORDERED = ("cost", "ratio", "chance")
"""The groups whose features, for each kind of name, are consecutive ranges of a measure."""
_BY_KIND = tuple(name for name, size in LAYOUT.items() if size == LAYOUT["kind"] and name != "kind")
"""The groups that have a feature for each kind of name."""
_OF_LONGER = 0.2
"""What an article with other surnames is worth beside the same as it was printed."""
_ROUNDS, _ENOUGH = 25, 1e-4
Place = tuple[int, int]
_SIZE = sum(LAYOUT.values())
_COMMENT = """\
# What each feature of a candidate speaks for its being a person's name, in hundredths of the logarithm of the odds; the
# groups are those of `LAYOUT` in reader/features/people/recognition.py. Fitted by `python -m tools.fitting.people` on
# annotated articles that are not in the repository, then smoothed by hand (docs/accuracy.md).
"""


def examples(folder: Path, *, longer: bool) -> Iterator[tuple[Sequence[int], bool]]:
    """Yield the features of each candidate in the articles of a folder, and whether it is a name.

    `longer` gives people longer surnames (`_with_longer_surnames`).
    """
    for path in sorted(folder.glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        places = [(begin, end) for begin, end in article["people"]]
        neither = {(begin, end) for begin, end in article["neither"]}
        text = simplified(article["text"])
        if longer:
            text, places = _with_longer_surnames(text, places)
            neither = set()
        people = set(places)
        padded = f"\n{text}\n"
        coded = CodedText(padded)
        marks = Marks(coded)
        found = candidates_in(coded, marks)
        candidates = [*zip(found.begins.tolist(), found.ends.tolist(), strict=True)]
        strings = [(0, padded[begin:end]) for begin, end in candidates]
        for row, (begin, end) in zip(features_of(coded, found, strings, marks), candidates, strict=True):
            place = begin - 1, end - 1
            if place not in neither:
                yield row[row < NONE].tolist(), place in people


def _with_longer_surnames(text: str, places: Sequence[Place]) -> tuple[str, list[Place]]:
    """Return an article with a surname of two characters for that of every third person, and with the surname of a
    husband before that of a few: there are too few such people to fit by them.
    """
    parts: list[str] = []
    moved: list[Place] = []
    at = size = 0
    for number, (begin, end) in enumerate(sorted(places)):
        name = text[begin:end]
        if len(name) == len("苏小小") and names.is_surname(name[0]):
            if number % _EVERY == 0:
                name = _COMPOUND[number % len(_COMPOUND)] + name[1:]
            elif number % _EVERY_MARRIED == 1:
                name = _HUSBANDS[number % len(_HUSBANDS)] + name
        parts += [text[at:begin], name]
        size += begin - at + len(name)
        moved.append((size - len(name), size))
        at = end
    return "".join(parts) + text[at:], moved


_EVERY, _EVERY_MARRIED = 3, 6
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "皇甫", "令狐", "司徒", "夏侯", "慕容", "尉迟")
_HUSBANDS = "范陈林梁黄周叶刘李方马"


def fitted(
    rows: Sequence[Sequence[int]],
    is_name: "np.ndarray",
    worth: "np.ndarray",
    first: "np.ndarray",
    penalties: Mapping[str, float],
) -> "np.ndarray":
    """Return the weights near the first ones that make the examples the most probable, by Newton's method."""
    sums, penalty = _sums(penalties)
    features = np.zeros((len(rows), _SIZE), np.float32)
    for row, numbers in enumerate(rows):
        features[row, list(numbers)] = 1
    before = features @ first
    features = features @ sums.astype(np.float32)
    steps = np.zeros(sums.shape[1])
    for _ in range(_ROUNDS):
        chances = 1 / (1 + np.exp(-np.clip(before + features @ steps, -30, 30)))
        slope = features.T @ (worth * (chances - is_name)) + penalty * steps
        curve = features.T @ (features * (worth * chances * (1 - chances)).astype(np.float32)[:, None])
        change = np.linalg.solve(curve + np.diag(penalty), slope)
        steps -= change
        if np.abs(change).max() < _ENOUGH:
            break
    return np.asarray(first + sums @ steps)


def as_text(found: Sequence[float], comment: str) -> str:
    """Return the text of a weights file with these weights, after the lines of `comment`."""
    lines, at = [comment.rstrip("\n")], 0
    for name, size in LAYOUT.items():
        lines.append(
            f"{name}: {' '.join(f'{round(HUNDREDTHS * weight)}' for weight in found[at : at + size])}"
        )
        at += size
    return "\n".join(lines) + "\n"


def present() -> "tuple[np.ndarray, Mapping[str, float]]":
    """Return the weights of the file, 0 for those of groups that it lacks, and the penalty of each group."""
    text = assets.resource("weights/people.txt").read_text(encoding="utf-8")
    has = {line.split(":")[0] for line in text.splitlines()}
    lacking = [f"{name}: {' '.join('0' * size)}" for name, size in LAYOUT.items() if name not in has]
    penalties = {name: _OF_KNOWN if name in has else _PENALTY for name in LAYOUT}
    return np.array(read("\n".join([text.rstrip("\n"), *lacking]))), penalties | dict.fromkeys(
        _KEPT, _OF_KEPT
    )


def _sums(penalties: Mapping[str, float]) -> "tuple[np.ndarray, np.ndarray]":
    """Return the matrix by which weights are sums of what is fitted, and the penalty on each of the latter.

    Of ranges these are the steps from one to the next; what is told for each shape of a name has a part for all shapes.
    """
    kinds = LAYOUT["kind"]
    own = np.eye(_SIZE)
    for_all, of_all = [], []
    for name, size in LAYOUT.items():
        if name not in (*_ORDERED, *_BY_KIND):
            continue
        begin, each = STARTS[name], size // kinds
        steps = np.tril(np.ones((each, each)))
        part = np.zeros((_SIZE, each))
        for start in range(begin, begin + size, each):
            own[start : start + each, start : start + each] = steps
            part[start : start + each] = steps
        for_all.append(part)
        of_all += [penalties[name]] * each
    of_own = [penalties[name] for name, size in LAYOUT.items() for _ in range(size)]
    return np.hstack([own, *for_all]), np.array(of_own + of_all)


def main() -> None:
    rows: list[Sequence[int]] = []
    is_name: list[bool] = []
    worth: list[float] = []
    is_anew = "--anew" in sys.argv[1:]
    for argument in sys.argv[1 + is_anew :]:
        folder, _, weight = argument.partition("=")
        for longer in (False, True):
            of_folder = list(examples(Path(folder), longer=longer))
            rows += [features for features, _ in of_folder]
            is_name += [name for _, name in of_folder]
            worth += [float(weight or 1) * (_OF_LONGER if longer else 1)] * len(of_folder)
            print(f"{folder}: {len(of_folder)} candidates, {sum(name for _, name in of_folder)} names")
    first, penalties = (np.zeros(_SIZE), dict.fromkeys(LAYOUT, _PENALTY)) if is_anew else present()
    weights = fitted(rows, np.array(is_name, float), np.array(worth), first, penalties)
    assets.resource("weights/people.txt").write_text(
        as_text(weights.tolist(), _COMMENT), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
