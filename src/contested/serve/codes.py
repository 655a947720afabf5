"""Which status an error has over HTTP."""

from __future__ import annotations

from http import HTTPStatus

from contested.ground.errors import ContestedError, DiskError, RunError
from contested.serve.ask import NoSuchScenario
from contested.serve.jobs.queue import NoSuchJob, ReadOnly
from contested.serve.models import NoSuchModel
from contested.serve.workers import Busy, Ending, TookTooLong

#: the first that fits
_CODES: tuple[tuple[type[ContestedError], HTTPStatus], ...] = (
    (NoSuchScenario, HTTPStatus.NOT_FOUND),
    (NoSuchModel, HTTPStatus.NOT_FOUND),
    (NoSuchJob, HTTPStatus.NOT_FOUND),
    (ReadOnly, HTTPStatus.FORBIDDEN),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
    (TookTooLong, HTTPStatus.SERVICE_UNAVAILABLE),
    (Ending, HTTPStatus.SERVICE_UNAVAILABLE),
    (DiskError, HTTPStatus.INSUFFICIENT_STORAGE),
    (RunError, HTTPStatus.INTERNAL_SERVER_ERROR),
)


def code_of(error: ContestedError) -> HTTPStatus:
    """The caller's errors are 400, unless something was not found or there is no room for it."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
