"""Finding servers and being found: the client's side of rpcbind (RFC 1833).

`universal_address` speaks the addresses, `client` asks and tells one rpcbind, `registration`
keeps a server's entries while it lives, `per_user` is where a host without rpcbind meets.
"""
