"""Misread characters: how often they are, which are likely, and correcting them."""
