"""`ssl` of a bundle: psycopg asks that there be such a module, and speaks TLS by libpq, with an OpenSSL of its own.

The program speaks to nobody else. asyncio, which psycopg brings, names these when it is loaded.
"""


class SSLError(OSError):
    """No TLS."""


class SSLWantReadError(SSLError):
    """No TLS."""


class SSLSyscallError(SSLError):
    """No TLS."""
