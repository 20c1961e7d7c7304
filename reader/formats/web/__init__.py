"""Saved web pages: digital papers (数字报) of the publishing systems that tell their articles, and any other page."""
