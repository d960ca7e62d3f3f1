"""Many reports at once: found, summarised, and each kept exactly once."""
