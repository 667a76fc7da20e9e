"""Counts what of a document is no text for readers and was left out: by name, how often, and how much of it."""

from collections import Counter
from dataclasses import dataclass, field

MOST_NAMES = 20


@dataclass(slots=True)
class Gone:
    """counts: how often, sizes: how many characters in all, both by name."""

    counts: Counter[str] = field(default_factory=Counter)
    sizes: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, left_out: str) -> None:
        self.counts[name] += 1
        self.sizes[name] += len(left_out)

    def note(self) -> str:
        """In one line; "" where nothing was left out."""
        named = self.counts.most_common(MOST_NAMES)
        parts = [f"{number} {name} ({self.sizes[name]} characters)" for name, number in named]
        rest = sum(self.counts.values()) - sum(number for _name, number in named)
        return f"left out: {', '.join([*parts, *([f'{rest} more'] if rest else [])])}" if parts else ""
