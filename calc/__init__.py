"""The calculator: the smallest complete service, and the worked example of rpcgen_py.

1. Version 1 never answers a wrong number: what does not fit in an `int` is SYSTEM_ERR.
2. Version 2 says how every calculation went, and is served beside version 1.
3. A new client works with an old server and an old client with a new one.
4. Each way to fail has its own one-line message and an exit code (`outcome`).
5. A server takes away no live server's registration, and leaves none of its own behind.
"""
