"""A few seconds of what `python -m tools.fuzz` does for as long as one likes."""

import random
import shutil
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import homes
from tests.laws import examples
from tools.fuzz.targets import TARGETS, Given, attack, copy_of, prepared

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Given:
    base = tmp_path_factory.mktemp("fuzz")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, base / "home")
        return prepared(base / "given")


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_promises_are_kept(
    library: Given, tmp_path_factory: pytest.TempPathFactory, name: str, chance: random.Random
) -> None:
    base = tmp_path_factory.mktemp("try")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, base / "home")
        attack(TARGETS[name], chance, copy_of(library, base / "given"))
    shutil.rmtree(base, ignore_errors=True)
