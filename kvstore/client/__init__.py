"""The client library: typed calls, deadlines, safe retries."""
