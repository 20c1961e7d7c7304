"""`secretstorage.dhcrypto` of a bundle for Linux: it offers no keys, so passwords are not wrapped once more.

They go over a socket that belongs to the user alone; who can read along there can ask the keyring itself.
"""

from jeepney import DBusErrorResponse


class _NoKeys(DBusErrorResponse):  # type: ignore[misc] # jeepney has no types
    """What a keyring would say that knows no keys: then SecretStorage goes on without."""

    name = "org.freedesktop.DBus.Error.NotSupported"
    data = ()

    def __init__(self) -> None:
        Exception.__init__(self, self.name)


class Session:
    """A session that becomes a plain one."""

    object_path: str | None = None
    aes_key: bytes | None = None
    encrypted = True

    @property
    def my_public_key(self) -> int:
        """Raise what leads to a plain session."""
        raise _NoKeys
