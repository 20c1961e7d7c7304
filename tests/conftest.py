"""Options of the test run."""

import os

import pytest

# What is said in a test is said in Chinese, whatever the machine speaks.
os.environ.setdefault("READER_LANGUAGE", "zh")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew instead of comparing"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
