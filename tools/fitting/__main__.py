"""Fits the weights of the decision over lines and writes `resources/weights/roles.txt`.

    uv run python -m tools.fitting [--per-style 30] [--rounds 6] [--orders 3]

Takes about a minute, and gives the same every time. Then: `python -m tools.benchmarks.bench_parse` tells how the parser
does, on what it was fitted on and on what was held out; the golden issues and `PARSER_VERSION` go with it.
"""

import argparse
from pathlib import Path

from reader import assets
from reader.parsing.weights import read
from tools.fitting.examples import examples
from tools.fitting.perceptron import as_text, fitted, mean_of

GUESS = Path(__file__).with_name("guess.txt")
_COMMENT = """\
# Of every feature of a line, what it speaks for and against, in tenths of a hint; of every role, what may follow it.
# Fitted by `python -m tools.fitting`, which begins at tools/fitting/guess.txt: change a number there, not here, and fit
# anew. The letters are the roles of reader/parsing/weights.py."""


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--per-style", type=int, default=30)
    options.add_argument("--rounds", type=int, default=6)
    options.add_argument("--orders", type=int, default=3, help="in how many orders the examples are taken")
    given = options.parse_args()
    files = list(examples(given.per_style))
    guess = read(GUESS.read_text(encoding="utf-8"))
    models = []
    for seed in range(given.orders):
        model, errors = fitted(guess, files, given.rounds, seed)
        models.append(model)
        print(
            f"{len(files)} files; lines in dispute, by round: {' '.join(f'{error:.4f}' for error in errors)}"
        )
    assets.resource("weights/roles.txt").write_text(as_text(mean_of(models), _COMMENT), encoding="utf-8")


if __name__ == "__main__":
    main()
