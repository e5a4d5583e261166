"""The kv program: decode, authorise, call the node, encode."""
