"""阅报: a desktop reader for newspaper archives. Its houses and words are told in the developers' part of the README."""

__version__ = "0.1.0"
