"""An rpcbind for hosts where none runs: the table (`registry`) and its service (`service`).

`rpcgen-py portmapper` runs it, on port 111 or on a Unix socket of the user's own.
"""
