"""A real Secret Service (gnome-keyring), on a bus of its own: as in a checkout, and with what a bundle has of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.features.room.logins import PASSWORD

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not shutil.which("gnome-keyring-daemon") or not shutil.which("dbus-run-session"),
        reason="no Secret Service here: apt-get install gnome-keyring dbus",
    ),
]

BUNDLED = """
import sys
from tools.bundle import contents, no_ciphers, plain_session
sys.modules |= dict.fromkeys(contents.CIPHERS, no_ciphers) | {"secretstorage.dhcrypto": plain_session}
"""
USED = """
import sys
from reader.features.room import system_keyring
system_keyring.ANSWER_SECONDS = 60
place, password = "postgresql://lan@archive.example/rooms", sys.stdin.read()
try:
    system_keyring.remember(place, password)
    print(system_keyring.password_for(place).answer(60) == password)
    print(system_keyring.password_for(f"{place}2").answer(60))
    print(system_keyring.forget(place), system_keyring.forget(place))
    print(system_keyring.password_for(place).answer(60))
except system_keyring.KeyringUnusable as error:
    print(error)
"""


@pytest.mark.parametrize("before", ["", BUNDLED], ids=["checkout", "bundle"])
def test_a_password_is_remembered_and_forgotten(tmp_path: Path, before: str) -> None:
    started = (
        'printf auf | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null && exec "$@"'
    )
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", started, "sh", sys.executable, "-c", before + USED],
        input=PASSWORD,
        env={
            "HOME": str(tmp_path),
            "XDG_RUNTIME_DIR": str(tmp_path),
            "READER_LANGUAGE": "zh",
            "PATH": "/usr/bin:/bin",
        },
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["True", "None", "True False", "None"], done
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if PASSWORD.encode() in path.read_bytes()] == []
