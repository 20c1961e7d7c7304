"""Logging in to a room's server: with what libpq finds, then the keyring's password, then one that a person types."""

from __future__ import annotations

import re
from typing import Any

import psycopg

from reader.room.address import RoomAddress
from reader.room.line import Line
from reader.room.passwords import held_for, login_of

_NONE_THERE = "no password supplied"
_WRONG = re.compile(
    "password authentication failed|Password 认证失败|密碼驗證失敗|Passwort-Authentifizierung .* fehlgeschlagen"
    "|パスワード認証に失敗|password 인증을 실패|autentificación password falló|проверку подлинности \\(по паролю\\)"
    "|за допомогою пароля|authentification par mot de passe échouée|autenticazione con password fallita"
    "|Lösenordsautentisering misslyckades"
)
"""The message is in the language of the server."""


def log_in(address: RoomAddress, told: dict[str, Any]) -> Line:
    """Return a connection. Raises psycopg.Error, and PasswordMissing where a person has to be asked."""
    held = held_for(address)
    while True:
        attempt = held.attempt()
        try:
            connection = Line.connect(autocommit=True, prepare_threshold=None, **(told | attempt.settings))
        except psycopg.OperationalError as error:
            failed = error
        else:
            held.holds(attempt)
            return connection
        if not _is_for_want_of_a_password(failed) or failed.pgconn is None:
            raise type(failed)(str(failed)) from None  # psycopg's own error holds the password
        login, is_wrong = login_of(address, failed.pgconn), _NONE_THERE not in str(failed)
        del failed
        held.failed(attempt, login, is_wrong=is_wrong)


def _is_for_want_of_a_password(error: psycopg.OperationalError) -> bool:
    return _NONE_THERE in str(error) or bool(_WRONG.search(str(error)))
