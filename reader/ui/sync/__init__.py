"""Syncing from the window: starting the child process, showing its progress, the dialogs on the folder's files."""
