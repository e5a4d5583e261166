"""One node: proposals in, durable and applied answers out."""
