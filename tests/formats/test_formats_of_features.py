"""Formats that features read: which of them reads a file, and what is said of it without the feature."""

from pathlib import Path

import pytest

from reader import assets, formats, plugs

SAMPLES = [
    path
    for name in ("web_pages", "word", "tables", "pdf", "epub")
    for path in sorted((assets.resource("self-test") / name).rglob("*"))
    if path.is_file()
]


def read_as(path: Path) -> str:
    try:
        source = formats.read(path, path.name)
    except formats.SeveralDays:
        return "several days"
    except formats.NotAnIssue as what:
        return str(what)
    return source.reading.format if source.reading else "text"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_file_whose_feature_is_not_there_is_told_as_not_readable(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugs, "FEATURES", ())
    with pytest.raises(formats.UnreadableFile, match=f"这里不读 {path.suffix} 文件") as refused:
        formats.read(path, path.name)
    assert not isinstance(refused.value, formats.NotAnIssue)


def test_the_order_of_the_features_does_not_decide_which_reads_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [read_as(path) for path in SAMPLES]
    monkeypatch.setattr(plugs, "FEATURES", plugs.FEATURES[::-1])
    assert [read_as(path) for path in SAMPLES] == found
