"""How often characters are misread in a reading room, measured after it was loaded."""

from contextlib import closing

from reader.library import measuring
from reader.room.address import RoomAddress
from reader.room.catalogue import RoomCatalogue
from reader.room.connections import RoomConnections
from reader.room.loading import note_measured


def measure(address: RoomAddress) -> None:
    """Measure the texts of a room where it has grown or shrunk by a tenth since the last time. Raises RoomError."""
    with closing(RoomConnections(address)) as connections:
        catalogue = RoomCatalogue(connections)
        if measuring.is_due(catalogue):
            note_measured(address, measuring.measured(catalogue))
