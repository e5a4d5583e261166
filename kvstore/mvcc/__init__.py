"""The state machine: commands, revisions, keys."""
