"""A field of the query language for a value of articles that is one of a few, such as whether they have a picture."""

from collections.abc import Callable

from msgspec import Struct

from reader.i18n import language
from reader.newspaper.article import Article
from reader.newspaper.holdings import ArticleValue, Value


class Option(Struct, frozen=True):
    """A value; `names` may be typed for it, of which the first two are its names in Chinese and in English."""

    value: Value
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[0 if language() == "zh" else 1]

    @property
    def label(self) -> str:
        """The name as the window shows it."""
        return self.name[:1].upper() + self.name[1:]


class ValueField(Struct, frozen=True):
    """A field; the attributes that are not explained are those of `search.query.fields.FieldKind`.

    Attributes:
        value: the value of articles.
        options: all values that an article may have; other articles have none.
        label: returns the name of the field that the window shows.
    """

    name: str
    english: str
    value: ArticleValue
    options: tuple[Option, ...]
    label: Callable[[], str]
    help: Callable[[], tuple[tuple[str, str, str], ...]]
    spellings: tuple[str, ...] = ()
    almost: tuple[str, ...] = ()

    def typed(self, text: str) -> Option | None:
        """Return the option with a name, given in simplified characters and lower case; None if there is none."""
        return next((each for each in self.options if text in each.names), None)

    def of(self, article: Article) -> Option | None:
        """Return the option that is the value of an article; None if it has none."""
        value = self.value.of(article)
        return next((each for each in self.options if each.value == value), None)
