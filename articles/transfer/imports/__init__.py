"""Brings in what people already have: reads (pure), plans, then applies in batches through `articles.editing`.

`files` and `tables` read untrusted input, `markdown` makes documents clean; `articles` and `catalogue` plan and apply, and
`profiles` knows published sets. A `Run` (run.py) is one import, tried or real; `merging` keeps what editors changed.
"""
