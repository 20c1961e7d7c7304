"""Syncing from the window: its progress, and when a child process is started for it."""
