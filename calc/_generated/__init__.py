"""Output of rpcgen-py for calc.x; regenerated and compared by the tests."""
