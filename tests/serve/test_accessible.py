"""axe-core on the pages of scenarios and models: no serious finding, light or dark."""

from __future__ import annotations

import pytest

from tests.axe import served_findings


@pytest.mark.parametrize("path", ["", "explore/teaching?scale=10&day=7&branch=3&move=8:1", "zoo/centola-macy-2007"])
def test_a_page_has_no_serious_finding(address, tmp_path, path):
    ready = "document.body.dataset.ready || !document.querySelector('script[type=module]')"
    assert served_findings(address + path, tmp_path / "profile", ready) == []


def test_who_differs_has_no_serious_finding(address, tmp_path):
    ready = "document.getElementById('who').dataset.hash && !document.getElementById('who').hidden"
    path = "explore/teaching?scale=10&set=street.cost=1.6&day=14"
    assert served_findings(address + path, tmp_path / "profile", ready) == []
