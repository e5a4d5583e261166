"""Authentication flavors, one file each, and the registry that finds them (RFC 5531 §8)."""
