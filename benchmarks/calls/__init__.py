"""Calls per second beside C libtirpc and grpcio, with both ends pinned to one core."""
