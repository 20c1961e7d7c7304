"""Recognising the text of pictures, so that they are issues of the library."""
