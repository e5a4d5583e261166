"""A key-value store that speaks Sun RPC; take names from its modules."""
