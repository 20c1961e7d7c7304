"""Packs in the window: making one, opening one, and what is told of it."""
