"""Options of the test run."""

import os
import sys
import warnings
from collections.abc import Iterator

import hypothesis
import pytest

from reader.language import words

# What is said in a test is said in Chinese, whatever the machine speaks.
os.environ.setdefault("READER_LANGUAGE", "zh")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is no fault of the code: time is measured in tests/benchmarks.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew instead of comparing"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(params=["rjieba", "jieba"])
def segmenter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Words as either of the two segmenters tells them."""
    if request.param == "jieba":
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # what jieba's source gives when it is compiled for the first time
            import jieba  # noqa: F401
        monkeypatch.setitem(sys.modules, "rjieba", None)
    else:
        pytest.importorskip("rjieba")
    words.forget()
    yield request.param
    words.forget()
