"""The habits of each newspaper, which its issues are read by: listed, refused and allowed again."""
