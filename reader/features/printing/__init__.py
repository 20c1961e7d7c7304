"""Printing, and PDF files of what is read."""
