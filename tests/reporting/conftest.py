from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reporting.reports_story import A_DAY, Story, build

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.conftest import Clock


@pytest.fixture
def story(cast: Cast, clock: Clock) -> Story:
    clock.set(A_DAY)
    return build(cast)
