"""The window's part of proofreading."""
