"""The backups of the user's data: listed, made, removed and restored by a command."""
