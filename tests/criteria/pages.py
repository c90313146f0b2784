"""What a browser sends back of a page with rows of a card."""

from __future__ import annotations

import re

from django.test import Client


def untouched(client: Client, address: str) -> dict[str, str]:
    """The rows of the page as it came, with the marks of what it showed; nothing for who may not fill."""
    html = client.get(address).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="((?:ct|tc)\d+-seen)" value="(\w+)"', html))
    sent |= dict(re.findall(r'<input type="text" name="((?:ct|tc)[^"]+)"(?: value="([^"]*)")?', html))
    for name, options in re.findall(r'<select name="((?:ct|tc)[^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]*\bselected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent | dict(re.findall(r'<textarea name="((?:ct|tc)[^"]+)"[^>]*>\r?\n?(.*?)</textarea>', html, re.DOTALL))
