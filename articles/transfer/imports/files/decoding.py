"""Bytes of a Markdown file to text: UTF-8, what a byte order mark says, and two guesses that are told as such. Pure."""

import codecs
import re
from dataclasses import dataclass

from articles.transfer.errors import ImportFormatError

BYTE_ORDER_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In UTF-16 of Latin text nearly every other byte is NUL, and in no other encoding of text.
MIN_NUL_SHARE = 0.7
MIN_UNITS = 2
# The same in all Windows code pages, so that a text with no other high byte reads alike in each of them.
PUNCTUATION = frozenset("€‚„…†‡‰‹‘’“”•–—™›\xa0§©«®°±·»")
WORDS_OF_ONE_LETTER = frozenset("àÀèÈéÉóÓòÒåÅöÖ")
BEFORE_WORDS = frozenset("¿¡")
# One Western language's letters each. A text that mixes them is more likely to be in another code page.
ALPHABETS = tuple(
    frozenset(letters + letters.upper())
    for letters in (
        "äöüßé",
        "àâæçéèêëîïôœùûüÿ",
        "áéíñóúü",
        "áâãàçéêíóôõúü",
        "àèéìíîòóùú",
        "åäöæøéü",
        "áéèêëïóôöúü",
        "àçèéíïòóúü",
    )
)
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
HIGH = re.compile("[\x80-\uffff]")
UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH_RUN = re.compile("[À-ÿŒœŠšŽžŸ]{3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """encoding: as Python names it. warning: what was guessed, "" where nothing was."""

    text: str
    encoding: str
    warning: str = ""


def decode(content: bytes) -> Decoded:
    """The text of a file, without its byte order mark. Raises ImportFormatError where its encoding is uncertain."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return decode_marked(content, encoding)
    if guessed := guess_utf16(content):
        return guessed
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if guessed := guess_windows(content):
        return guessed
    raise ImportFormatError("its text is neither UTF-8 nor in another encoding that can be told for certain")


def decode_file(name: str, content: bytes) -> Decoded:
    """`decode` of a file whose name the refusal tells."""
    try:
        return decode(content)
    except ImportFormatError as error:
        raise ImportFormatError(f"{name} cannot be read: {error}.") from None


def decode_marked(content: bytes, encoding: str) -> Decoded:
    name = encoding.removesuffix("-sig")
    try:
        return Decoded(content.decode(encoding), name)
    except UnicodeDecodeError:
        message = f"its first bytes say that its text is {name.upper()}, and it is not"
        raise ImportFormatError(message) from None


def guess_utf16(content: bytes) -> Decoded | None:
    """Text in UTF-16 without a mark: whole units, NUL bytes on one side only and there nearly everywhere."""
    units = len(content) // 2
    if units < MIN_UNITS or len(content) % 2 or 0 not in content:
        return None
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if min(even, odd) or max(even, odd) < MIN_NUL_SHARE * units:
        return None
    encoding = "utf-16-be" if even else "utf-16-le"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    order = "big" if even else "little"
    return None if CONTROL.search(text) else Decoded(text, encoding, f"read as UTF-16, {order}-endian")


def guess_windows(content: bytes) -> Decoded | None:
    """Text in Windows-1252, where each high byte stands as it would in one Western language, and none is UTF-8."""
    if UTF8_SEQUENCE.search(content):
        return None  # a mixture, of which no single reading is right
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if CONTROL.search(text) or HIGH_RUN.search(text) or not is_western(text):
        return None
    return Decoded(text, "cp1252", "read as Windows-1252")


def is_western(text: str) -> bool:
    letters = set[str]()
    for match in HIGH.finditer(text):
        sign, before = match.group(), text[max(match.start() - 1, 0) : match.start()]
        after = text[match.end() : match.end() + 1]
        if sign.isalpha() and sign not in "ªº":
            if not (before.isalpha() or after.isalpha() or sign in WORDS_OF_ONE_LETTER):
                return False
            letters.add(sign)
        elif not is_punctuation(sign, before, after):
            return False
    return any(letters <= alphabet for alphabet in ALPHABETS)


def is_punctuation(sign: str, before: str, after: str) -> bool:
    if sign == "£":  # a letter in the code pages of Central Europe
        return after.isdigit()
    if sign in BEFORE_WORDS:
        return not before.isalnum() and after.isalnum()
    return sign in PUNCTUATION
