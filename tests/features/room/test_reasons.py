"""Why a server can't be reached is told in words, as far as it is known; else as libpq says it."""

import pytest

from reader.features.room.address import parse_address
from reader.features.room.connections import RoomConnections, RoomLost
from reader.features.room.far_servers import reason_in_words
from tests.features.room.clusters import shared


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('connection to server at "10.0.0.7", port 5432 failed: Connection refused', "没有运行着的服务器"),
        ('could not translate host name "archiv" to address: Name or service not known', "找不到这个名字"),
        ("failed to resolve host 'archiv': [Errno 11001] getaddrinfo failed", "找不到这个名字"),
        (
            "failed to resolve host 'archiv': [Errno -3] Temporary failure in name resolution",
            "找不到这个名字",
        ),
        ('FATAL:  password authentication failed for user "lan"', "密码不对"),
        ("fe_sendauth: no password supplied", "PGPASSWORD 里都没有"),
        ("server closed the connection unexpectedly", "连接断了"),
        ("the moon stands in the wrong house", "the moon stands in the wrong house"),
    ],
)
def test_what_libpq_says_is_told_in_words(said: str, told: str) -> None:
    assert told in reason_in_words(said)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql:///rooms?host=/nowhere", "没有运行着的服务器"),
        ("postgresql:///nirgends?host={folder}&user={user}", "没有这个数据库"),
        ("postgresql:///postgres?host={folder}&user=niemand", "没有这位用户"),
    ],
)
def test_real_servers_say_what_is_known(address: str, told: str) -> None:
    typed = address.format(folder=shared().folder, user=shared().user)
    with pytest.raises(RoomLost, match=told):
        RoomConnections(parse_address(typed)).rows(tuple, "SELECT 1")
