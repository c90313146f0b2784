"""The sentences of the action codes: each room registers its own in apps.py."""

from __future__ import annotations

from collections.abc import Mapping

_sentences: dict[str, str] = {}


def register_actions(sentences: Mapping[str, str]) -> None:
    """Add codes with their Vietnamese sentences, e.g. {"plan.imported": "Nhập kế hoạch từ tệp"}; a code belongs to one room."""
    taken = _sentences.keys() & sentences.keys()
    if taken:
        raise ValueError(f"action codes registered already: {', '.join(sorted(taken))}")
    _sentences.update(sentences)


def is_known(code: str) -> bool:
    return code in _sentences


def sentence(code: str) -> str:
    """The sentence of a code; the bare code where an old entry's code is registered no more."""
    return _sentences.get(code, code)
