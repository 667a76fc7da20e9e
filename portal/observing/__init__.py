"""What operators see of the running portal: a record of each request, its line in the log, counts, and health."""
