"""The commands, a module for each or for a few that belong together.

Each has `declare(parser)`, or one for each of its commands, which adds the arguments and sets
`run`: a function of the parsed options that prints the answer and returns how kvctl ends.
"""
