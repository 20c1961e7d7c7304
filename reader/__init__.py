"""阅报: a desktop reader for newspaper archives."""

__version__ = "0.1.0"
