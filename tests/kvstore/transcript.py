"""The main job, as a user types it and sees it answered."""

from __future__ import annotations

TRANSCRIPT = """\
$ kvd --id=1 --port=9001 --peers=localhost:9002,localhost:9003 &
$ kvd --id=2 --port=9002 --peers=localhost:9001,localhost:9003 &
$ kvd --id=3 --port=9003 --peers=localhost:9001,localhost:9002 &
$ kvctl --server=localhost:9001 put mykey "Hello World"
OK (replicated to 3 nodes)
$ kvctl --server=localhost:9002 get mykey
Hello World
$ kill %1
$ kvctl --server=localhost:9002 get mykey
Hello World
"""
