"""A plugin of pytest that writes the seconds of each test that passed to the file that `DURATIONS` names, by node id.

Those are of the processor, its children's included: a busy machine makes no test slow.
"""

import json
import os
from pathlib import Path

import pytest

_seconds: dict[str, float] = {}
_failed: set[str] = set()
_began = 0.0


def _processor_s() -> float:
    return sum(os.times()[:4])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    global _began
    _began = _processor_s()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    if call.when == "teardown":
        item.user_properties.append(("seconds", _processor_s() - _began))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _failed.add(report.nodeid)
    if report.when == "teardown":  # workers of xdist report to their controller
        _seconds[report.nodeid] = float(str(dict(report.user_properties)["seconds"]))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        passed = {test: seconds for test, seconds in _seconds.items() if test not in _failed}
        Path(os.environ["DURATIONS"]).write_text(json.dumps(passed), encoding="ascii")
