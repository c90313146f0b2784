"""Whether a page may lead to givers by name: {% load givers %}."""

from __future__ import annotations

from typing import Any

from django import template

from contributions import access
from contributions.models import Campaign
from core.pages import signed_in

register = template.Library()


@register.simple_tag(takes_context=True)
def sees_givers(context: dict[str, Any], campaign: Campaign) -> bool:
    """{% sees_givers campaign as may %}: whether the person works with givers of the campaign's commune or of a village in it."""
    return access.sees_some_names(signed_in(context["request"]), campaign)
