"""Is a text English? By the share of its commonest words; py3langid names another language where it is installed."""

from __future__ import annotations

import re

from contested.ground.errors import ClaimError
from contested.reading.lexicon import words

_COMMON = words("language.common")
#: an English report has about 0.35; other languages that use Latin letters below 0.12
LEAST = 0.16


def check_english(text: str, shown: str) -> None:
    """Refuse a text in another language.

    Raises
    ------
    ClaimError
        If it is not English; the message names the language where it is known.
    """
    words = re.findall(r"[^\W\d_]+", text[:50_000].casefold())
    share = sum(w in _COMMON for w in words) / max(1, len(words))
    if share >= LEAST or (len(words) < 12 and share > 0):
        return
    raise ClaimError(
        f"{shown}: expected a report in English; got {_language(text)}.", "only English is read; translate it first"
    )


def _language(text: str) -> str:
    try:
        import py3langid
    except ImportError:
        return "another language"
    code = str(py3langid.classify(text[:5000])[0])
    return _NAMES.get(code, f"language {code!r}") if code != "en" else "a text with hardly any English words"


_NAMES = {
    "ru": "Russian", "be": "Belarusian", "uk": "Ukrainian", "es": "Spanish", "fr": "French", "de": "German",
    "pl": "Polish", "lt": "Lithuanian", "pt": "Portuguese", "it": "Italian", "ar": "Arabic", "zh": "Chinese",
    "tr": "Turkish", "ka": "Georgian", "hy": "Armenian", "ro": "Romanian", "sr": "Serbian",
}  # fmt: skip
