"""Output of rpcgen-py for rpc_msg.x and rpcbind.x; regenerated and compared by the tests."""
