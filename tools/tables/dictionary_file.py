"""The file of jieba's dictionary and model that `reader.language.words` reads.

Its first line is a JSON object: the sizes of the sections behind it, in bytes, and what of the model is short. The
sections are the trie of the words (marisa); by word id the index of its log probability, and whether it is a person;
the distinct log probabilities; the emissions of the model by state and character. Numbers are little-endian.
"""

import json
import math
from array import array
from itertools import repeat
from typing import Any

import marisa_trie
import numpy as np

from reader.language.words import FIRST, LAST, NEVER, STATES
from tools.tables.dictionary_entries import OF_A_PERSON, entries, jieba


def dictionary_file() -> bytes:
    words, frequencies, kinds = zip(*entries(), strict=True)
    trie = marisa_trie.Trie(words)
    places = np.fromiter(map(trie.__getitem__, words), np.intp, len(words))
    counts, ranks = np.unique(np.array(frequencies), return_inverse=True)
    rank, is_person = np.zeros(len(trie), "<u2"), np.zeros(len(trie), np.uint8)
    rank[places] = ranks
    is_person[places] = [kind.startswith(OF_A_PERSON) for kind in kinds]
    log_total = math.log(sum(frequencies))
    chances = array("d", (math.log(count) - log_total for count in counts.tolist()))
    emissions = _literal("emit")
    emitted = array("d")
    for state in STATES:
        emitted.extend(map(emissions[state].get, map(chr, range(FIRST, LAST + 1)), repeat(NEVER)))
    sections = [each.tobytes() for each in (trie, rank, is_person, chances, emitted)]
    head = {
        "sizes": [len(section) for section in sections],
        "least": -log_total,
        "begun": _literal("start"),
        "followed": _literal("trans"),
    }
    return json.dumps(head).encode() + b"\n" + b"".join(sections)


def _literal(name: str) -> dict[str, Any]:
    """Return the dictionary that a module of jieba's model assigns to `P`."""
    text = (jieba() / "finalseg" / f"prob_{name}.py").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.partition("P=")[2].replace("'", '"'))
    return found
