"""The fields of the index, as Whoosh knows them."""

TEXT, HEADLINE, SECTION, CREDITS = GRAM_FIELDS = ("text", "headline", "section", "credits")
"""Fields of grams: of the whole search text, and of three of its lines."""

ID, DAY, NEWSPAPER, PAGE = NUMBER_FIELDS = ("id", "day", "newspaper", "page")
"""Fields with one value a document."""
