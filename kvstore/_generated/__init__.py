"""Output of rpcgen-py; regenerated and compared by the tests."""
