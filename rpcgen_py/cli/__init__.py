"""The rpcgen-py command."""
