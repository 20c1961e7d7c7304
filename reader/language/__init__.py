"""Processing of Chinese text: its forms for reading and for searching, words, names, numbers, dates."""
