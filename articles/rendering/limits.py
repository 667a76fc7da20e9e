"""The limits that keep rendering linear and its output small, whatever the source holds.

They are counted in structure (characters, lines, steps), never in time, so the same source always gives the same HTML.
Each is far above what an article needs; `python -m tests.bench rendering` measures the sources that meet them.
What exceeds a limit is shown as escaped text, never dropped and never an error.
"""

MAX_WORK = 1_000_000
"""Steps of about a microsecond that one text may cost, see `costs.py`; what exceeds it is refused."""

MAX_BLOCK_LEVEL = 16
"""Open containers: a quote counts one, a list two. Every line is scanned once per level it lies in."""

MAX_RUN_CHARACTERS = 50_000
"""One paragraph, heading or table cell; some inline rules of the parser are quadratic within it."""

MAX_RUN_SPECIALS = 10_000
"""Characters within one run that may start inline markup."""

STEPS_PER_CHARACTER = 8
STEPS_BASE = 1_000
"""Look-ahead steps (finding the end of a link label) within one run; unclosed brackets make them quadratic."""

MAX_IMAGE_DEPTH = 3
"""Images within the alternative text of images: each level is parsed again."""

MAX_ADDRESS_CHARACTERS = 2_000
MAX_TITLE_CHARACTERS = 300
MAX_ADDRESSES_BASE = 200_000
"""All addresses together may take base + length of the source: one long definition can be cited a million times."""

MAX_TABLE_NAME_CHARACTERS = 120
"""A table is named by its columns as far as this."""

MAX_HEADINGS = 1_000
"""Later headings have no anchor and are absent from the outline."""

MAX_HEADING_CHARACTERS = 300

MAX_HIGHLIGHTED_CHARACTERS = 200_000
MAX_HIGHLIGHTED_BLOCK_CHARACTERS = 50_000
MAX_HIGHLIGHTED_LINE_CHARACTERS = 1_000
"""Code beyond these is shown without colours: lexers are slow, and their expressions can backtrack on long lines."""

MAX_FORMULAS = 2_000
MAX_FORMULA_CHARACTERS = 2_000
MAX_FORMULAS_CHARACTERS = 60_000
MAX_FORMULA_DEPTH = 40
"""Formulas beyond these are shown as TeX source."""

MAX_OPEN_FORMULAS = 50
MAX_FORMULA_LINES = 100
"""Blocks that open with `$$` and never close: each is searched for its end, so only so many and so far."""
