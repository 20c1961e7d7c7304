"""Translates the reasons why a server can't be reached: libpq's messages are in English."""

import re

from reader.i18n import say

_FULL = "too many (clients|connections)|remaining connection slots|太多的客户"


def is_full(said: str) -> bool:
    """Return whether the message says that a server can't take another connection at the moment."""
    return bool(re.search(_FULL, said, re.IGNORECASE))


def reason_in_words(said: str) -> str:
    """Return the reason in a message of libpq or a server, in the program's language if it is a known one."""
    return next(
        (
            words
            for pattern, words in [
                ("certificate|ssl error", say("服务器证明不了自己是谁（证书不对）")),
                ("connection refused|no such file or directory", say("那里没有运行着的服务器")),
                ("translate host name|name or service not known|no address", say("找不到这个名字的机器")),
                ("timeout expired|timed out", say("那台机器没有应声")),
                (
                    "requested a (cleartext|hashed) password",
                    say(
                        "它要的密码几乎是明文的，没有给。请管理员改用 scram-sha-256，或用 sslmode=verify-full 的地址"
                    ),
                ),
                ("no route to host|unreachable", say("网络不通")),
                (
                    "closed the connection unexpectedly|connection reset|terminating connection",
                    say("连接断了"),
                ),
                ("no password supplied", say("要密码，而密码文件和 PGPASSWORD 里都没有")),
                ("password authentication failed", say("用户名或密码不对")),
                ("no pg_hba.conf entry|pg_hba.conf rejects", say("服务器不让这位用户从这里连")),
                ('role "[^"]*" does not exist', say("服务器上没有这位用户")),
                ('database "[^"]*" does not exist', say("服务器上没有这个数据库")),
                (_FULL, say("连上去的人太多了")),
                ("no space left on device|disk full", say("服务器的磁盘满了")),
                ("read-only transaction", say("这是只读的备用服务器，要放入主服务器")),
                ("lock timeout", say("它正忙着别的改动，等了一分钟")),
                ("starting up|shutting down|recovery mode", say("服务器正在启动或停下")),
            ]
            if re.search(pattern, said, re.IGNORECASE)
        ),
        said,
    )
