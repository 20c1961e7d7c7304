"""`cryptography` of a bundle for Linux, and each package in it that SecretStorage names: no ciphers, 15 MB less.

What a keyring is told goes over the user's own socket, as `plain_session.py` has it.
"""

default_backend = Cipher = algorithms = modes = None
