"""Options of the test run."""

import contextlib
import gc
import os

import pytest

from reader.ui.widgets import garbage_collection
from tests import compiled, homes, laws

# What is said in a test is said in Chinese, whatever the machine speaks.
os.environ.setdefault("READER_LANGUAGE", "zh")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

laws.register_profiles()


def pytest_configure(config: pytest.Config) -> None:
    # The runs of mutants have none: a mutant may be as long and as old as the next.
    if config.pluginmanager.hasplugin("cacheprovider"):
        compiled.keep_in(config.cache.mkdir("compiled"))
    made = contextlib.ExitStack()
    made.enter_context(homes.dictionary_made())
    config.add_cleanup(made.close)
    gc.disable()


def pytest_collection_finish() -> None:
    # Thousands of collected tests stay until the end: looked through after each of them they take a minute of a run.
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect garbage on the thread of the tests alone, as the window does on its own."""
    garbage_collection.collect()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew instead of comparing"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
