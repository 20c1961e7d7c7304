from reader.newspaper.holdings import *  # noqa: F403
