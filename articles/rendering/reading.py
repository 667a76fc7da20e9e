"""How long a text takes to read.

The rule: 220 words a minute, rounded up, at least one minute for any text. A word is what stands between white space.
Scripts that do not separate words so are counted by character: one Han, Hiragana, Katakana or Hangul character is one
word; five Thai, Lao, Khmer or Burmese characters (vowel signs included) are one word, about their average length.
"""

import re

WORDS_PER_MINUTE = 220
CHARACTERS_PER_SOUTHEAST_ASIAN_WORD = 5

_CJK = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_SOUTHEAST_ASIAN = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def reading_minutes(text: str) -> int:
    """Whole minutes; 0 for an empty text only."""
    rest, cjk = _CJK.subn(" ", text)
    rest, southeast_asian = _SOUTHEAST_ASIAN.subn(" ", rest)
    words = len(rest.split()) + cjk + -(-southeast_asian // CHARACTERS_PER_SOUTHEAST_ASIAN_WORD)
    return max(-(-words // WORDS_PER_MINUTE), 1 if text.strip() else 0)
