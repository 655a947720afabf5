"""The script of all pages is bundled once, and a stored one that is not what was stored is not used."""

from __future__ import annotations

import os

import platformdirs
import pytest
import vl_convert

from contested.report.pages.vega import vega


@pytest.fixture
def bundled(monkeypatch, tmp_path):
    """How often vl-convert was asked, and where the script is kept."""
    asked: list[str] = []
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name: str(tmp_path / name))
    monkeypatch.setattr(vl_convert, "javascript_bundle", lambda: asked.append("made") or "window.vegaEmbed = 1;")
    return asked, tmp_path / "contested" / "scripts"


def fresh() -> str:
    vega.cache_clear()
    return vega()


@pytest.fixture(autouse=True)
def _real_again():
    yield
    vega.cache_clear()


def test_it_is_made_once_for_all_processes(bundled):
    asked, folder = bundled
    assert fresh() == fresh() == "window.vegaEmbed = 1;"
    assert len(asked) == 1 and len(list(folder.iterdir())) == 1


def test_a_changed_or_cut_script_is_made_anew(bundled):
    asked, folder = bundled
    fresh()
    for content in (b"alert(1)", b"", b"\xff"):
        (stored,) = folder.iterdir()
        stored.write_bytes(content)
        assert fresh() == "window.vegaEmbed = 1;"
    assert len(asked) == 4 and len(list(folder.iterdir())) == 1


@pytest.mark.skipif(os.name == "nt", reason="no modes of folders")
def test_a_folder_that_others_can_write_to_is_not_read(bundled):
    asked, folder = bundled
    fresh()
    folder.chmod(0o777)
    fresh()
    assert len(asked) == 2
