"""Importing what others wrote: quotes with notes of other programs are anchored in the articles."""
