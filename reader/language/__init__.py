"""Han text: its forms for reading and for searching, words, names, calendar."""
