"""Precision and recall of the list of likely misreadings: look-alikes put into a folder of issues at a given rate.

`python -m tests.benchmarks.bench_misreadings FOLDER [--rate 0.02] [--articles 60]`. The folder is copied, misread and
read in; what is listed is compared with what was put in.
"""

import argparse
import random
import tempfile
import time
from pathlib import Path

import pytest

from reader import formats
from reader.language.forms import search_form
from reader.language.glyphs import lookalikes, shapes
from reader.library.character_places import ArticleCharacters
from reader.library.library import Library
from reader.search.misreadings import LEAST_CERTAIN, suspicions
from tests import homes

_LIKEST = 8
"""Characters like one that it may be misread as."""
_CERTAINTIES = (4.0, 5.0, 6.0, LEAST_CERTAIN, 8.0, 10.0, 12.0)


def misread(text: str, rate: float, chance: random.Random) -> str:
    """Return a text with this share of its Han characters misread."""
    read = []
    for character in text:
        near = [each for each in lookalikes(character)[:_LIKEST] if each not in shapes(character)]
        read.append(chance.choice(near) if near and chance.random() < rate else character)
    return "".join(read)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--articles", type=int, default=60)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
        homes.dictionary_made(),
    ):
        homes.use(patch, Path(folder) / "home")
        _measure(options, Path(folder))


def _measure(options: argparse.Namespace, folder: Path) -> None:
    chance = random.Random(5)
    printed: dict[str, str] = {}
    shelf = folder / "misread"
    shelf.mkdir()
    for number, file in enumerate(sorted(options.folder.rglob("*"))):
        if formats.is_issue_file(file) and file.is_file():
            text = file.read_text(encoding="utf-8", errors="replace")
            name = f"{number:06}{file.suffix}"
            printed[name] = text
            (shelf / name).write_text(misread(text, options.rate, chance), encoding="utf-8")
    library = Library.open(shelf)
    library.sync()
    ids = library._derived.catalogue.article_ids()
    chance.shuffle(ids)
    total = characters = 0
    listed: list[tuple[float, bool]] = []
    began = time.process_time()
    seconds = 0.0
    for article_id in ids[: options.articles]:
        stored = library.articles.article(article_id)
        assert stored is not None
        told = ArticleCharacters(stored.article)
        path = stored.sources[0].path
        wrong, compared = _wrong(told, (shelf / path).read_text(encoding="utf-8"), printed[path])
        total += len(wrong)
        characters += len(told.running)
        began = time.process_time()
        found = suspicions(told.in_lines, library._derived.engine.frequencies, min(_CERTAINTIES))
        seconds += time.process_time() - began
        places = ((each.certainty, told.position_in_lines(each.at)) for each in found)
        listed += [(certainty, at in wrong) for certainty, at in places if at in compared]
    library.close()
    print(
        f"{characters} characters, {total} misread, {seconds / max(characters, 1) * 1e4:.1f} s/10,000 characters"
    )
    for certainty in _CERTAINTIES:
        right = [is_right for each, is_right in listed if each >= certainty]
        print(
            f"certainty {certainty:4}: {len(right):5} listed,"
            f" precision {sum(right) / max(len(right), 1):.3f}, recall {sum(right) / max(total, 1):.3f}"
        )


def _wrong(told: ArticleCharacters, read: str, printed: str) -> tuple[set[int], set[int]]:
    """Return the places of an article's running text whose characters were misread, and all that are known."""
    wrong: set[int] = set()
    compared: set[int] = set()
    end = 0
    for line, true in zip(read.split("\n"), printed.split("\n"), strict=True):
        form, of_true = search_form(line), search_form(true)
        if len(form) < 2 or len(form) != len(of_true):
            continue
        at = told.running.find(form, max(0, end - len(form)))
        if at >= 0:
            end = at + len(form)
            compared.update(range(at, end))
            wrong |= {at + n for n, (a, b) in enumerate(zip(form, of_true, strict=True)) if a != b}
    return wrong, compared


if __name__ == "__main__":
    main()
