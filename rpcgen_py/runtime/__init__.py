"""What generated modules run on: XDR, ONC RPC messages, transports, authentication, rpcbind.

What it answers for:

1. Every rule of docs/wire.md holds, in every client and server, however the bytes arrive.
2. No peer can crash, hang or bloat a client or a server: every length, count, queue and wait is
   bounded, and each bound can be set.
3. A call that fails says whether it may have been executed (`errors`).
4. A call that is repeated over UDP is executed once while its answer is remembered.
5. Generated modules import `generated` and nothing else of it, and keep working while
   `API_VERSION` stays the same.

It never imports the compiler. This package imports nothing eagerly; take names from its modules.
"""
