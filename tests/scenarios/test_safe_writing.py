"""What is written into a scenario: whole or not at all, cell by cell as it was, and never into a package."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from contested.ground import plugins
from contested.scenarios.check import check
from contested.scenarios.folders import builtin
from contested.scenarios.load import load
from contested.store import disk
from tests.cli.terminal import told_once, typed

#: characters at which str.splitlines splits, and a CSV file does not
BREAKS = ("\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")


@pytest.fixture
def proposed(tmp_path):
    """Rows of every table that `accept` fills, each accepted."""
    made = tmp_path / "proposed"
    made.mkdir()
    (made / "acts.csv").write_text(
        "accept,date,end_date,actor,act,place,level,unit,form,every,caller,source,level_source,note\n"
        "yes,2031-05-19,,events,shock,,0.3,level,,,,paper,assumed,\n", "utf-8"
    )  # fmt: skip
    (made / "headlines.csv").write_text(
        "accept,item,statement,quantity,over,low,high,unit,first,last,place,enterprise,source,note\n"
        "yes,new item,crowds,detained,sum,10,200,person,2031-05-20,2031-05-20,,,paper,\n", "utf-8"
    )  # fmt: skip
    (made / "sources.csv").write_text("key,citation,url\npaper,A paper,https://a.example\n", "utf-8")
    return made


def _spoilt(folder: Path, character: str) -> None:
    acts = folder / "acts.csv"
    text = acts.read_text("utf-8")
    acts.write_text(text.rstrip("\n") + "\n" + ",".join(_note(text, f"a{character}b")) + "\n", "utf-8", newline="")


def _note(text: str, note: str) -> list[str]:
    head = next(x for x in text.split("\n") if x and not x.startswith("#")).split(",")
    act = {"date": "2031-05-20", "actor": "events", "act": "shock", "level": "0.3", "unit": "level",
           "source": "assumed", "level_source": "assumed", "note": note}  # fmt: skip
    return [act.get(name, "") for name in head]


@pytest.mark.parametrize("character", BREAKS)
def test_a_character_that_breaks_a_line_elsewhere_stays_in_its_cell(folder, proposed, tmp_path, character):
    _spoilt(folder, character)
    before = load(folder)
    assert f"a{character}b" in [a.note for a in before.acts]
    for words in (("convert", folder, "--out", tmp_path / "now"), ("new", tmp_path / "copy", "--like", folder)):
        said = typed("scenarios", *words)
        assert said.exit_code == 0, said.stderr
    for made in (tmp_path / "now", tmp_path / "copy"):
        assert [a.note for a in load(made).acts] == [a.note for a in before.acts]
    said = typed("scenarios", "accept", proposed, "--scenario", folder)
    assert said.exit_code == 0, said.stderr
    assert [a.note for a in load(folder).acts if a.note] == [a.note for a in before.acts if a.note]
    assert len(load(folder).acts) == len(before.acts) + 1


@pytest.mark.parametrize("full_at", ["sources.csv", "headlines.csv", "acts.csv", "scenario.toml"])
def test_a_disk_that_is_full_halfway_leaves_a_sound_scenario_and_the_same_command_goes_on(
    folder, proposed, tmp_path, monkeypatch, full_at
):
    straight = shutil.copytree(folder, tmp_path / "straight" / folder.name)
    assert typed("scenarios", "accept", proposed, "--scenario", straight).exit_code == 0
    before = {f.name: f.read_bytes() for f in folder.iterdir() if f.is_file()}
    real = disk.commit

    def full(part, path):
        if path.name == full_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(part, path)

    def cut(file, text, *rest, **options):  # what a full disk leaves of a file that is written where it stands
        short = file.name == full_at and file.parent == folder
        file.write_bytes(b"" if short else text.encode())
        if short:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "commit", full)
    monkeypatch.setattr(Path, "write_text", cut)
    said = typed("scenarios", "accept", proposed, "--scenario", folder)
    if said.exit_code:  # an act on a day before the forecast origin leaves scenario.toml as it is
        told_once(said, "DiskError", "cannot write", "No space left", code=said.exit_code)
        assert (folder / full_at).read_bytes() == before[full_at]
    assert {f.name for f in folder.iterdir() if f.is_file()} == before.keys()
    assert not check(folder).errors, "each file is the old or the new one, and none cites a source that is not there"
    monkeypatch.undo()
    typed("scenarios", "accept", proposed, "--scenario", folder)
    one, two = load(folder), load(straight)
    assert (one.acts, one.headlines, one.sources) == (two.acts, two.headlines, two.sources)


def test_a_new_scenario_that_does_not_fit_leaves_nothing_in_its_own_way(tmp_path, monkeypatch):
    real, done = disk.commit, []

    def full(part, path):
        if len(done) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        done.append(path)
        real(part, path)

    monkeypatch.setattr(disk, "commit", full)
    assert typed("scenarios", "new", tmp_path / "mine").exit_code != 0
    assert len(done) == 3 and not (tmp_path / "mine").exists()
    monkeypatch.undo()
    assert typed("scenarios", "new", tmp_path / "mine").exit_code == 0


def test_a_headline_goes_into_a_table_with_the_heading_of_an_earlier_version(folder, proposed):
    table = folder / "headlines.csv"
    text = table.read_text("utf-8")
    assert ",statement," in text
    table.write_text(text.replace(",statement,", ",told,", 1), "utf-8")
    before = load(folder).headlines
    said = typed("scenarios", "accept", proposed, "--scenario", folder)
    assert said.exit_code == 0, said.stderr
    after = load(folder).headlines
    assert after[:-1] == before and (after[-1].item, after[-1].statement) == ("new item", "crowds")


def test_a_scenario_of_a_package_is_never_written_to_by_whatever_path(proposed, tmp_path, monkeypatch):
    theirs = shutil.copytree(builtin("teaching"), tmp_path / "site-packages" / "land")
    monkeypatch.setattr(plugins, "_points", lambda group: {"their-land": None} if "scenarios" in group else {})
    monkeypatch.setattr(plugins, "loaded", lambda group, name: theirs)
    (tmp_path / "link").symlink_to(theirs)
    (tmp_path / "shipped").symlink_to(builtin("teaching"))
    before = {f.name: f.read_bytes() for f in theirs.iterdir() if f.is_file()}
    for named in ("their-land", theirs, tmp_path / "link", theirs / ".." / "land", tmp_path / "shipped", "teaching"):
        said = typed("scenarios", "accept", proposed, "--scenario", named)
        told_once(said, "ScenarioError", "expected a folder of your own", "scenarios new mine --like")
    assert before == {f.name: f.read_bytes() for f in theirs.iterdir() if f.is_file()}
