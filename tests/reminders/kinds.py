"""The made-up kinds of deadlines, known in a real worker that loads this module."""

from __future__ import annotations

from bench.reminder_world import kinds
from reminders import sources

sources._kinds.update(kinds())
