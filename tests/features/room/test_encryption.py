"""TLS as libpq does it: a server that proves who it is, one that is another, one that has none."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from reader.features.room.address import parse_address
from reader.features.room.connections import RoomConnections, RoomLost
from tests.features.room.as_ordinary_user import USER
from tests.features.room.clusters import Cluster, cluster
from tests.features.room.fake_server import WELCOME, fake_server

pytestmark = pytest.mark.slow

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")


class Encrypted(NamedTuple):
    encrypted: bool


@pytest.fixture(scope="module")
def papers() -> Iterator[Path]:
    """A folder with `ca.crt`, `other.crt`, and a certificate of the first for the server `localhost`."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here: apt-get install openssl")
    folder = Path(tempfile.mkdtemp(prefix="tls-", dir="/tmp"))
    try:
        for name in ("ca", "other"):
            openssl(
                folder,
                "req",
                "-x509",
                *_KEY,
                "-subj",
                f"/CN={name}",
                "-keyout",
                f"{name}.key",
                "-out",
                f"{name}.crt",
            )
        openssl(
            folder,
            "req",
            "-new",
            *_KEY[:-2],
            "-subj",
            "/CN=localhost",
            "-keyout",
            "server.key",
            "-out",
            "server.csr",
        )
        (folder / "names").write_text("subjectAltName=DNS:localhost\n", encoding="utf-8")
        by = ("-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names")
        openssl(folder, "x509", "-req", "-in", "server.csr", *by, "-out", "server.crt")
        (folder / "server.key").chmod(0o600)
        if os.geteuid() == 0:
            for each in (folder, *folder.iterdir()):
                shutil.chown(each, USER, USER)
        yield folder
    finally:
        shutil.rmtree(folder)


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def server(papers: Path) -> Iterator[Cluster]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with cluster(
        port=str(port),
        listen_addresses="127.0.0.1",
        ssl="on",
        ssl_cert_file=str(papers / "server.crt"),
        ssl_key_file=str(papers / "server.key"),
    ) as made:
        yield made


def is_encrypted(server: Cluster, host: str, mode: str, root: Path) -> bool:
    where = f"postgresql://{server.user}@{host}:{server.port}/postgres"
    with closing(RoomConnections(parse_address(f"{where}?sslmode={mode}&sslrootcert={root}"))) as connections:
        sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        return connections.rows(Encrypted, sql)[0].encrypted


def test_a_server_that_proves_who_it_is_is_asked(server: Cluster, papers: Path) -> None:
    assert is_encrypted(server, "localhost", "verify-full", papers / "ca.crt")
    assert is_encrypted(server, "127.0.0.1", "verify-ca", papers / "ca.crt")


@pytest.mark.parametrize(
    ("host", "root"), [("localhost", "other.crt"), ("127.0.0.1", "ca.crt"), ("localhost", "none")]
)
def test_one_that_does_not_is_told(server: Cluster, papers: Path, host: str, root: str) -> None:
    with pytest.raises(RoomLost, match="连不上阅览室"):
        is_encrypted(server, host, "verify-full", papers / root)


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_a_line_without_encryption_is_refused_where_it_was_wanted(
    papers: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setenv("PGPASSWORD", "geheim-geheim")
    with fake_server([b"N", WELCOME]) as made:
        address = made.address.replace("sslmode=disable", f"sslmode={mode}&sslrootcert={papers / 'ca.crt'}")
        with closing(RoomConnections(parse_address(address))) as connections, pytest.raises(RoomLost):
            connections.rows(Encrypted, "SELECT true")
        assert b"lan" not in made.heard
        assert b"geheim" not in made.heard
