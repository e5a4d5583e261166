"""Thin shells that move bytes between sockets and the sans-IO cores."""
