"""Other forms of the same characters: full-width, compatibility, one-character numbering, odd spaces."""

import re
import unicodedata
from functools import cache

from summarizer.documents.offsets import Edit

_FULL_WIDTH = 0xFEE0
# Kangxi radicals and compatibility ideographs (left by PDF fonts), small and half-width punctuation.
_COMPATIBLE = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFE50, 0xFE6B), (0xFF61, 0xFF65))
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
# ⑴ … ⒇ and ⒈ … ⒛ count to 20, ㈠ … ㈩ to 10.
_BRACKETED, _DOTTED, _IDEOGRAPHIC = "\u2474-\u2487", "\u2488-\u249b", "\u3220-\u3229"
_FORMS = re.compile(
    rf"[０-９Ａ-Ｚａ-ｚ％]+|(?<=[0-9０-９])．(?=[0-9０-９])|[{_SPACES}]+"
    rf"|[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _COMPATIBLE)}]+"
    rf"|[{_BRACKETED}{_DOTTED}{_IDEOGRAPHIC}]"
)


def find_forms(text: str) -> list[Edit]:
    """Edits that give each such character its usual form; full-width punctuation is the usual one and stays."""
    edits = []
    for match in _FORMS.finditer(text):
        new = "".join(map(_usual, match[0]))
        if new != match[0]:
            edits.append(Edit(*match.span(), new))
    return edits


@cache
def _usual(char: str) -> str:
    if "！" <= char <= "～":
        return chr(ord(char) - _FULL_WIDTH)
    usual = unicodedata.normalize("NFKC", char)
    if len(usual) == 1:
        return usual
    # (3) and (三) in the brackets of Chinese text, 3. as it is.
    return usual.replace("(", "（").replace(")", "）") if char < "\u2488" or char > "\u249b" else usual
