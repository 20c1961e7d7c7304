"""What stands for a callback that a caller leaves out: nobody cancels, nobody follows the progress."""


def never(*_: object) -> bool:
    """Return False, whatever is asked: that work is cancelled, that a record is meant."""
    return False


def always(*_: object) -> bool:
    """Return True, whatever is asked."""
    return True


def ignored(*_: object) -> None:
    """Take what is told, such as progress, and do nothing with it."""
