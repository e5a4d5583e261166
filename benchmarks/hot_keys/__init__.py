"""Which keys a cache of 1 % holds, beside other policies and one that knows the future."""
