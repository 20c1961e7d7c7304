"""Passing words of the page to a dictionary program."""
