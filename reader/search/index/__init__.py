"""The index: segments of grams behind Whoosh's codec interface; how they are built, published and queried."""
