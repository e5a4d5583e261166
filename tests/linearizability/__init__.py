"""Whether what clients saw could have happened one call at a time, each while it was under way."""
