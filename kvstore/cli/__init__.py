"""The kvctl command. Imports late: a cold `kvctl get` is mostly the start of the interpreter."""
