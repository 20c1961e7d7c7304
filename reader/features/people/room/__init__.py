"""The people of a room: their tables, the queries on them, and loading them. Only the room imports this."""
