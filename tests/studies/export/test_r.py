"""What R reads of an export: the same rows, types and labels, with the packages that Debian has."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from contested.studies.export.export import FORMATS

RSCRIPT = shutil.which("Rscript")
pytestmark = pytest.mark.skipif(RSCRIPT is None, reason="needs R: Debian's r-base-core")
#: package of R, and a snippet that leaves the table by place in d
READERS = {
    "csv": ("utils", 'd <- read.csv("csv/by_place.csv"); d$date <- as.Date(d$date)'),
    "dta": ("haven", 'd <- haven::read_dta("dta/by_place.dta")\n'
            'stopifnot(attr(d$crowd, "label") == "people who marched (person)")'),
    "json": ("jsonlite", 'all <- jsonlite::fromJSON("json")\nd <- all$tables$by_place; d$date <- as.Date(d$date)\n'
             'stopifnot(all$about$seed == "1", nrow(all$codebook) > 50)'),
    "xlsx": ("readxl", 'd <- readxl::read_excel("xlsx", sheet = "by_place"); d$date <- as.Date(d$date)'),
    "nc": ("ncdf4", 'f <- ncdf4::nc_open("nc/by_place.nc")\n'
           'stopifnot(ncdf4::ncatt_get(f, "crowd", "units")$value == "person", '
           'ncdf4::ncatt_get(f, 0, "scenario")$value == "teaching")\n'
           'crowd <- ncdf4::ncvar_get(f, "crowd")\nstopifnot(dim(crowd) == c(6, 30, 2))\n'
           'd <- expand.grid(place = ncdf4::ncvar_get(f, "place"), day = ncdf4::ncvar_get(f, "day"), replicate = 0:1)\n'
           'd$crowd <- as.vector(crowd); d$date <- as.Date("2031-05-04") + d$day\n'
           'where <- setNames(ncdf4::ncvar_get(f, "population"), ncdf4::ncvar_get(f, "place"))\n'
           'd$population <- where[as.character(d$place)]'),
}  # fmt: skip
CHECKED = """
stopifnot(nrow(d) == 2 * 30 * 6, is.numeric(d$crowd), inherits(d$date, "Date"))
stopifnot(sum(is.na(d$crowd)) == 9 * 6)
last <- d[d$replicate == 1 & d$place == "Orvane", ]
stopifnot(max(last$date) == as.Date("2031-06-02"), all(last$population == 14000))
cat(sprintf("%.3f", sum(d$crowd, na.rm = TRUE)))
"""


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory):
    path = tmp_path_factory.mktemp("r")
    for to in FORMATS:
        run.export(to, path / to)
    return path


def _r(code, folder):
    done = subprocess.run([RSCRIPT, "--vanilla", "-e", code], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("to", READERS)
def test_r_reads_the_table_by_place(run, folder, to):
    package, code = READERS[to]
    found, _, _ = _r(f"library({package})", folder)
    if found:
        pytest.skip(f"needs R's package {package}: Debian's r-cran-{package}")
    code, out, error = _r(code + CHECKED, folder)
    assert code == 0, error
    assert float(out) == pytest.approx(run.tidy()["by_place"]["crowd"].sum(), abs=0.001)


def test_names_of_all_tables_are_names_in_r(run, folder):
    code = 'for (f in list.files("csv", "csv$", full.names = TRUE)) { n <- names(read.csv(f, check.names = FALSE))\n'
    code += "stopifnot(n == make.names(n, unique = TRUE)) }; cat('all')"
    assert _r(code, folder)[1] == "all"
