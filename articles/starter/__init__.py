"""The starter catalogue: files that `up` loads into an empty portal."""
