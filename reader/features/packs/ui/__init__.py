"""Packs in the window: making one, opening one, and describing it."""
