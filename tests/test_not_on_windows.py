"""What of the tests is not run on Windows stands in a table, each with its reason; nothing else is left out there."""

import pytest

from tests.not_on_windows import TESTS, left_out, left_out_of

TABLE = TESTS / "not_on_windows.txt"


def test_what_is_left_out_there_stands_in_the_table(update_golden: bool) -> None:
    """Whoever leaves out one more sees it here: what can be run there is, with another answer where that is right."""
    lines = left_out()
    if update_golden:
        TABLE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8").splitlines() == lines


def test_a_reason_is_given_for_each() -> None:
    assert [line for line in left_out() if line.endswith(": ")] == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('@pytest.mark.skipif(sys.platform == "win32", reason="a")\ndef test_b(): ...', ["test_b: a"]),
        ('@pytest.mark.skipif(sys.platform == "linux", reason="a")\ndef test_b(): ...', []),
        ('@pytest.mark.skipif(os.name != "posix", reason="a")\nclass TestC: ...', ["TestC: a"]),
        ('pytestmark = [slow, pytest.mark.skipif(sys.platform != "linux", reason="a")]', ["all of it: a"]),
        (
            'POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a")\n@POSIX\ndef test_b(): ...',
            ["test_b: a"],
        ),
        ('if sys.platform == "win32":\n    pytest.skip("a", allow_module_level=True)', ["all of it: a"]),
        ('def test_b():\n    if os.name == "nt":\n        pytest.skip("a")', ["test_b: a"]),
        (
            'class TestC:\n    def test_b(self):\n        if os.name == "nt":\n            pytest.skip("a")',
            ["TestC.test_b: a"],
        ),
        ('@pytest.mark.skipif(not shutil.which("bash"), reason="a")\ndef test_b(): ...', []),
        ("import termios", ["all of it: import termios"]),
    ],
)
def test_it_is_read_from_marks_branches_and_imports(source: str, lines: list[str]) -> None:
    assert left_out_of(source) == lines
