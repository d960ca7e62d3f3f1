"""Turn Chinese work reports into structured, cited, verified summaries."""
