"""The `.x` compiler: source → lexer → parser → ast → resolve → ir → generate_* → module text.

Its contract:

1. The same input gives the same bytes, on every machine and under every hash seed.
2. Every problem is a `Diagnostic` with file, line and column; several are reported in one run.
3. It never imports the runtime: generated modules do.
"""
