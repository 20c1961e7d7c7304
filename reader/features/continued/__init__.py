"""Articles that go on on another page: what tells which of a day belong together."""
