"""The starter catalogue, which `up` loads into an empty portal: its files in `catalogue/`, and what loads them."""
