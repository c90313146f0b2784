"""Small helpers for the XML of Word files."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def local(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child along a path of Word tags."""
    for name in names:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of Word's namespace; None without the element."""
    return None if element is None else element.get(W + name)


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """An attribute as a whole number of sane size; None when it is none."""
    text = value(element, name)
    try:
        return max(-1, min(int(text), 100_000)) if text is not None and len(text) < 12 else None
    except ValueError:
        return None


def is_on(element: etree._Element | None) -> bool | None:
    """A switch such as <w:vanish/>: None when it is not given."""
    if element is None:
        return None
    return (value(element) or "true").lower() not in {"0", "false", "off", "none"}


def descend(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Every element of that Word tag below."""
    return element.iter(W + name)
