"""Where something stands among its states, in the shape templates/ui/steps.html shows."""

from __future__ import annotations

from django.db.models import TextChoices


def steps_of(states: type[TextChoices], now: str) -> list[dict[str, str]]:
    """The states in order: those behind it done, its own "now"; the last one, once reached, is done."""
    order = list(states)
    place = order.index(states(now))
    last = place == len(order) - 1
    return [
        {
            "label": str(state.label), "note": "",
            "state": "done" if spot < place or (spot == place and last) else "now" if spot == place else "",
        }
        for spot, state in enumerate(order)
    ]  # fmt: skip
