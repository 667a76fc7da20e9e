"""The version of this portal, as `pyproject.toml` and the changelog say it; images hold neither."""

VERSION = "0.3.0"
