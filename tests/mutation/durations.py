"""A plugin of pytest that writes how long each test took to the file that `DURATIONS` names: seconds by node id."""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

_seconds: dict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):  # workers of xdist report to their controller
        Path(os.environ["DURATIONS"]).write_text(json.dumps(_seconds), encoding="ascii")
