"""Equal folders give equal archives, whoever made them and when."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bundle import __main__ as bundling
from tools.bundle import archive


def filled(folder: Path, *, time: int, mode: int) -> Path:
    bundle = folder / "yuebao"
    bundle.mkdir(parents=True)
    for name in ("reader", "甲.txt"):
        (bundle / name).write_text("渡口", encoding="utf-8")
        os.utime(bundle / name, (time, time))
    (bundle / "reader").chmod(0o700)
    (bundle / "甲.txt").chmod(mode)
    (bundle / "yuebao").symlink_to("reader")
    return bundle


def test_equal_folders_give_equal_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_LEVEL", 1)
    written = []
    for number, (time, mode) in enumerate([(10**9, 0o600), (10**9 + 5, 0o664)]):
        bundle = filled(tmp_path / str(number), time=time, mode=mode)
        archive.write_tar(bundle, tmp_path / f"{number}.tar.zst")
        written.append((tmp_path / f"{number}.tar.zst").read_bytes())
    assert written[0] == written[1]


def test_what_is_in_an_archive_comes_out_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_LEVEL", 1)
    bundle = filled(tmp_path / "made", time=10**9, mode=0o644)
    archive.write_tar(bundle, tmp_path / "a.tar.zst")
    done = subprocess.run(["tar", "--zstd", "-xf", tmp_path / "a.tar.zst", "-C", tmp_path], check=False)
    if done.returncode:
        pytest.skip("no tar with zstd")
    out = tmp_path / "yuebao"
    assert (out / "yuebao").readlink() == Path("reader")
    assert (out / "甲.txt").read_text(encoding="utf-8") == "渡口"
    assert (out / "reader").stat().st_mode & 0o777 == 0o755
    assert archive.sizes(out) == archive.sizes(bundle)


def test_an_archive_is_measured_without_being_kept(tmp_path: Path) -> None:
    bundle = filled(tmp_path / "made", time=10**9, mode=0o644)
    (bundle / "数").write_bytes(os.urandom(100_000))
    before = sorted(tmp_path.rglob("*"))
    assert 100_000 < archive.quick_size(bundle) < 102_000
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("left", "code"), [(0, 0), (1, 1)])
def test_a_bundle_whose_archive_would_be_too_large_is_a_failure(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    left: int,
    code: int,
) -> None:
    bundle = filled(tmp_path / "made", time=10**9, mode=0o644)
    most = archive.quick_size(bundle) - left
    monkeypatch.setattr(bundling, "_MOST_PACKED_QUICKLY", most)
    places = ["--folder", str(bundle), "--to", str(tmp_path / "to"), "--work", str(tmp_path / "work")]
    monkeypatch.setattr(sys, "argv", ["bundle", *places])
    assert bundling.main() == code
    assert ("more than" in capsys.readouterr().out) is bool(code)
