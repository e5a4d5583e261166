"""The kvctl command."""
