"""The addresses of the API: reading only, for everybody."""
