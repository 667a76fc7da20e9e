"""Counts what lies beside the files of an import and is not read, so that nothing vanishes without a word."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from articles.transfer.imports.files.archives import shown

HIDDEN, LINKED, SPECIAL, BARE = "hidden", "linked", "special", "without an ending"
MOST_ENDINGS = 20
LONGEST_ENDING = 20


@dataclass
class LeftOut:
    """counts: by ending of the name, or by what else they are."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, path: str, *, is_hidden: bool = False) -> None:
        ending = PurePosixPath(path).suffix.lower()[:LONGEST_ENDING]
        self.count(HIDDEN if is_hidden else shown(ending) or BARE)

    def count(self, what: str) -> None:
        self.counts[what] += 1

    def note(self) -> str:
        """One line; "" where nothing was left out."""
        told = sorted(self.counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_ENDINGS]
        parts = [f"{number} {ending}" for ending, number in told]
        if rest := self.counts.total() - sum(number for _ending, number in told):
            parts.append(f"{rest} others")
        return f"files that are not read: {', '.join(parts)}" if parts else ""
