"""ONC (Sun) RPC for Python: a `.x` compiler and the runtime its output runs on."""
