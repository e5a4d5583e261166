"""What generated modules run on: XDR, ONC RPC messages, transports, authentication, rpcbind.

It never imports the compiler. This package imports nothing eagerly; take names from its modules.
"""
