"""What `python -m tools.release` looks at is as it should be; and what is not, it tells."""

import re
from pathlib import Path

import pytest

from reader import __version__
from tools.bundle import __main__ as bundling
from tools.bundle.wheelhouse import SYSTEMS
from tools.release import checks
from tools.release.checks import problems

WORKFLOW = (checks.CHECKOUT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
RELEASING = (checks.CHECKOUT / "docs" / "releasing.md").read_text(encoding="utf-8")


def test_nothing_is_missing_for_a_release_but_its_day() -> None:
    assert problems(is_dated=False) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("CHANGELOG.zh.md", f"## {__version__}", "## 0.0.9", "begins with 0.0.9"),
        ("NOTICES.md", "msgspec", "…", "does not name msgspec"),
        ("docs/releasing.md", "python -m tools.bundle ", "python -m tools.bundler ", "tools.bundler"),
        ("README.md", "reader kwic", "reader kwick", "no `reader kwick`"),
        (".github/workflows/release.yml", "make-dmg.sh", "make-img.sh", "make-img.sh"),
        ("tools/bundle/share/metainfo.xml", "@DATE@", "today", "no place"),
        ("reader/__init__.py", "__version__", "# TO" + "DO\n__version__", "reader/__init__.py:3"),
    ],
)
def test_each_thing_that_is_wrong_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, told: str
) -> None:
    for name in {file, "CHANGELOG.md", "CHANGELOG.zh.md", "NOTICES.md", checks._METADATA}:
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = (checks.CHECKOUT / name).read_text(encoding="utf-8")
        if name == file:
            assert old in text
            text = text.replace(old, new)
        copy.write_text(text, encoding="utf-8")
    for script in re.findall(checks._SCRIPT, WORKFLOW + RELEASING):
        (tmp_path / script).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / script).touch()
    monkeypatch.setattr(checks, "CHECKOUT", tmp_path)
    (problem,) = problems(is_dated=False)
    assert told in problem


def test_actions_are_pinned_by_commit_and_may_only_read() -> None:
    used = re.findall(r"- uses: (\S+)(.*)", WORKFLOW)
    assert used
    for action, version in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", version), action
    assert len({action for action, _ in used}) == len({action.partition("@")[0] for action, _ in used})
    assert re.findall(r"^ *permissions:\n((?: +.*\n)+?)(?=\S)", WORKFLOW, re.MULTILINE) == [
        "  contents: read\n"
    ]
    assert WORKFLOW.count("actions/checkout@") == WORKFLOW.count("persist-credentials: false")


def test_the_workflow_makes_only_what_can_be_made() -> None:
    kinds = {kind for words in re.findall(r"-m tools\.bundle( [^-\n]*)?", WORKFLOW) for kind in words.split()}
    assert kinds == {*bundling._OF_BUNDLE, "wheelhouse"}
    assert set(re.findall(r"name: ((?:linux|windows|macos)-\w+) }", WORKFLOW)) <= {
        each.name for each in SYSTEMS
    }


def test_each_job_waits_for_one_that_is_there() -> None:
    jobs = set(re.findall(r"^  ([\w-]+):.*\n    (?:needs|runs-on|strategy)", WORKFLOW, re.MULTILINE))
    needed = {each for words in re.findall(r"needs: \[?([^\]\n]+)", WORKFLOW) for each in words.split(", ")}
    assert needed <= jobs
