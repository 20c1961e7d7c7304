"""What a bundle runs."""

from reader.__main__ import frozen

raise SystemExit(frozen())
