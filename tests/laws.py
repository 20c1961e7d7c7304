"""How many examples a law is tried on: few by default, many with `--hypothesis-profile=thorough`."""

from hypothesis import settings
from hypothesis.internal.conjecture import providers

PROFILES = {"default": 30, "thorough": 300}
"""The examples of a law that asks for no number of its own."""


def register_profiles() -> None:
    """A busy machine is no fault of the code: time is measured in tools/benchmarks.

    By default the same examples are tried every time, so that what fails in one run fails in the next one, too. So
    Hypothesis takes no constants out of the modules that happen to be imported, which also costs seconds to read.
    """
    setattr(providers, "_get_local_constants", lambda: providers._local_constants)  # noqa: B010
    for name, count in PROFILES.items():
        settings.register_profile(name, deadline=None, max_examples=count, derandomize=name == "default")
    settings.load_profile("default")


def examples(usual: int) -> int:
    """As many of `usual` as the profile has of a hundred."""
    assert settings.default is not None
    return max(5, usual * settings.default.max_examples // 100)
