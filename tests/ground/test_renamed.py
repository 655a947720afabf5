"""Old names of arguments go on, with a warning that says the new one."""

import warnings

import pytest

from contested.ground.progress import Progress, silent
from contested.ground.renamed import on_text, renamed


@renamed(target="name", until="fit_until", last="until", say="progress")
def task(name, fit_until=None, *, until=None, progress=silent):
    progress(Progress(1, 2, "begun"))
    progress(Progress(2, 2, "begun"))
    return name, fit_until, until


def test_an_old_name_is_taken_and_the_new_one_said():
    with pytest.warns(DeprecationWarning, match=r"task\(target=...\) is now called name") as caught:
        assert task(target="teaching") == ("teaching", None, None)
    assert caught[0].filename == __file__


def test_a_name_that_changed_its_meaning_is_read_as_it_was_meant():
    with pytest.warns(DeprecationWarning):
        assert task("teaching", until="may", last="june") == ("teaching", "may", "june")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert task("teaching", "may", until="june") == ("teaching", "may", "june")
        assert task("teaching", fit_until="may", until="june") == ("teaching", "may", "june")


def test_an_old_callback_of_text_hears_every_stage_once():
    texts = []
    with pytest.warns(DeprecationWarning):
        task("teaching", say=texts.append)
    assert texts == ["begun"]
    callback = on_text(texts.append)
    for text in ("", "a", "a", "b"):
        callback(Progress(text=text))
    assert texts == ["begun", "a", "b"]
