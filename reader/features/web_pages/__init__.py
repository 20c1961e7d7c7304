"""Saved web pages: articles of digital papers (数字报), and any other page with an article."""
