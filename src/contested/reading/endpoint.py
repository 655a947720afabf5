"""A reader behind any OpenAI-compatible endpoint, which only points: every field must stand in the text.

The model is asked for words of the report, never for values. A number's value, a date and a side follow from those
words by the rules of this package. What does not stand in the report, exactly, is dropped and listed; a draft whose
number or sentence is not there is dropped whole.
"""

from __future__ import annotations

import datetime as dt
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from http.client import HTTPResponse
from typing import Any, get_args

from contested.files.refusal import refusing
from contested.files.trees import parse_json
from contested.ground.errors import ClaimError
from contested.reading import dates, numbers, relate
from contested.reading.actors import Cast
from contested.reading.countries import country_of
from contested.reading.drafts import Anchor, Aside, Certainty, Draft, Reading
from contested.reading.kinds import QUANTITIES
from contested.reading.persons import REPORTER, Named
from contested.reading.structure import Span, paragraphs

_FIELDS = ("sentence", "number", "quantity", "claimant", "place", "day", "certainty")
_TASK = (
    "List every number in the report that counts people or votes in a political crisis. Copy words exactly as they "
    "stand: the sentence, the number with the words that bound it, who says it (empty for the reporter), the place, "
    "the day. Never compute or correct anything."
)
#: bytes of an answer that are read at most
_LONGEST = 4_000_000


@dataclass(frozen=True)
class Endpoint:
    """Where to ask.

    Parameters
    ----------
    url : str
        Up to and without `/chat/completions`.
    model : str
    key : str
        Sent as a bearer token, if there is one.
    timeout : float
        Seconds.
    """

    url: str
    model: str = ""
    key: str = ""
    timeout: float = 60.0


def read_text(text: str, name: str, published: dt.date, endpoint: Endpoint) -> Reading:
    """The drafts that an endpoint points to, every field grounded in the text.

    Raises
    ------
    ClaimError
        If the endpoint cannot be reached in time, refuses, or answers in another form.
    """
    answer = _answers(text, endpoint)
    drafts: list[Draft] = []
    aside: list[Aside] = []
    cast = Cast(text, paragraphs(text), country_of(text))
    for item in answer:
        draft = _grounded(item, text, name, published, cast, aside)
        if draft is not None:
            drafts.append(draft)
    drafts.sort(key=lambda d: d.anchors["number"].start)
    return Reading(name, published, text, relate.related(tuple(drafts)), (), tuple(aside))


def _answers(text: str, endpoint: Endpoint) -> list[dict[str, Any]]:
    """The items of an answer."""
    properties = {field: {"type": "string"} for field in _FIELDS}
    properties["quantity"] = {"type": "string", "enum": list(QUANTITIES)}  # type: ignore[dict-item]
    properties["certainty"] = {"type": "string", "enum": list(get_args(Certainty))}  # type: ignore[dict-item]
    item = {"type": "object", "properties": properties, "required": list(_FIELDS), "additionalProperties": False}
    schema = {"type": "object", "properties": {"drafts": {"type": "array", "items": item}}, "required": ["drafts"]}
    body = {
        "model": endpoint.model, "temperature": 0, "seed": 1,
        "messages": [{"role": "system", "content": _TASK}, {"role": "user", "content": text}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "drafts", "schema": schema}},
    }  # fmt: skip
    shown = endpoint.url
    if not shown.startswith(("http://", "https://")):
        raise ClaimError(f"endpoint: expected an address that begins with http; got {shown!r}.")
    headers = {"Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    request = urllib.request.Request(
        f"{shown.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers, method="POST"
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=endpoint.timeout) as response:
            content = _content(response, time.monotonic() + endpoint.timeout)
    except urllib.error.HTTPError as error:
        raise ClaimError(f"endpoint {shown}: expected an answer; got status {error.code}.") from error
    except (OSError, ValueError) as error:
        raise ClaimError(
            f"endpoint {shown}: expected an answer within {endpoint.timeout:g} s; got none ({_why(error)}).",
            "is the server running? The default reader needs none",
        ) from error
    refused = refusing(ClaimError, f"endpoint {shown}: expected drafts as JSON")
    try:
        message = parse_json(content, refused)["choices"][0]["message"]["content"]
        items = parse_json(str(message).encode(), refused)["drafts"]
    except (KeyError, IndexError, TypeError) as error:
        raise ClaimError(f"endpoint {shown}: expected drafts as JSON; got another form.") from error
    if not isinstance(items, list):
        raise ClaimError(f"endpoint {shown}: expected a list of drafts; got {type(items).__name__}.")
    return [item for item in items if isinstance(item, dict)]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A report and a key go to the address that was named, and to no other that it names."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _content(response: HTTPResponse, until: float) -> bytes:
    """The body of an answer; a server that sends a little now and then is not waited for longer than a silent
    one."""
    content = b""
    while len(content) < _LONGEST and (more := response.read1(2**16)):
        content += more
        if time.monotonic() > until:
            raise TimeoutError("timed out")
    return content


def _why(error: Exception) -> str:
    """Why there was no answer, in the system's words."""
    reason = getattr(error, "reason", error)
    return getattr(reason, "strerror", None) or str(reason)


def _grounded(
    item: dict[str, Any], text: str, name: str, published: dt.date, cast: Cast, aside: list[Aside]
) -> Draft | None:
    """A draft of what an item points to; what it invents goes aside."""
    said: dict[str, str] = {f: v if isinstance(v := item.get(f), str) else "" for f in _FIELDS}
    start = text.find(said["sentence"]) if said["sentence"] else -1
    at = said["sentence"].find(said["number"]) if start >= 0 and said["number"] else -1
    reported = numbers.reported_of(said["number"]) if at >= 0 else None
    if reported is None or said["quantity"] not in QUANTITIES or said["certainty"] not in get_args(Certainty):
        aside.append(Aside("ungrounded", Anchor(0, 0, f"{said['number']}: {said['sentence']}"[:200], "endpoint")))
        return None
    anchors = {"number": Anchor(start + at, start + at + len(said["number"]), said["number"], "endpoint")}
    spans: dict[str, Span] = {}
    for field in ("claimant", "place", "day"):
        words = said[field]
        if not words:
            continue
        inside = text.find(words, start, start + len(said["sentence"]))
        where = inside if inside >= 0 else text.find(words)
        if where < 0:
            aside.append(Aside(f"ungrounded {field}", Anchor(0, 0, words[:200], "endpoint")))
            continue
        spans[field] = Span(where, where + len(words))
        anchors["date" if field == "day" else field] = Anchor(where, where + len(words), words, "endpoint")
    named: Named = cast.resolve(spans["claimant"]) if "claimant" in spans else REPORTER
    plan = said["certainty"] in ("planned", "conditional")
    day = next(iter(dates.days(text, published, *spans["day"], plan=plan)), None) if "day" in spans else None
    before = text[: start + at]
    quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    unit = "percent" if said["quantity"].endswith("_share") else ""
    draft = Draft(
        name, published, said["quantity"], *reported, unit, named.text, named.actor, named.side, named.mention,
        said["place"] if "place" in spans else "", day.first if day else None,
        None if day is None or day.first == day.last else day.last, said["certainty"], quoted,  # type: ignore[arg-type]
        anchors=anchors, sentence=said["sentence"],
    )  # fmt: skip
    return replace(draft, sentence=" ".join(draft.sentence.split()))
