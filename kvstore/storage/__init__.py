"""The durable log: segments, records, hard state."""
