"""Brings in what people already have: reads (pure), plans, then applies in batches through `articles.editing`."""
