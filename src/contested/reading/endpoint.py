"""A reader behind any OpenAI-compatible endpoint, which only points: every field must stand in the text.

`endpoint.txt` says what is asked for. The server is asked for words of the report; `grounding` makes drafts of them and
drops what is not there. Acts, causes and numbers that are no claims are those of the rules.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from http.client import HTTPResponse
from importlib.resources import files
from typing import Any

from contested.files.refusal import refusing
from contested.files.trees import parse_json
from contested.ground.errors import ClaimError
from contested.reading import relate, rules
from contested.reading.drafts import Anchor, Aside, Draft, Reading
from contested.reading.grounding import CHOICES, DAYS, WORDS, Grounding
from contested.reading.hygiene import repair
from contested.reading.structure import Span, unwrapped

#: of a number that the rules take for a claim and the endpoint does not name
LEFT_OUT = "left out by the endpoint"
#: what the rules take for no claim by patterns that hardly ever err
_UNLIKELY = ("age", "date", "order")
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
    timeout: float = 300.0


def read_text(original: str, name: str, published: dt.date, endpoint: Endpoint) -> Reading:
    """The drafts that an endpoint points to, every field grounded in the text.

    Raises
    ------
    ClaimError
        If the endpoint cannot be reached in time, refuses, or answers in another form.
    """
    return grounded(original, name, published, lambda body: answer_of(body, endpoint), f"endpoint {endpoint.url}")


def grounded(
    original: str, name: str, published: dt.date, answer: Callable[[Mapping[str, Any]], str], shown: str = "answer"
) -> Reading:
    """The drafts of an answer, wherever it comes from, every field grounded in the text.

    Parameters
    ----------
    answer : function
        Gives the text of an answer to `question`.
    shown : str
        What messages call it.

    Raises
    ------
    ClaimError
        If the answer is no JSON of the form that was asked for.
    """
    text = repair(original)
    clean = unwrapped(text.clean)
    by_rules = rules.read_text(original, name, published)
    unlikely = [Span(*text.back(a.anchor.start, a.anchor.end)) for a in by_rules.aside if a.reason in _UNLIKELY]
    ground = Grounding(text, clean, name, published, unlikely)
    drafts = [_completed(d, by_rules.drafts) for d in ground.drafts(items(answer(question(clean, published)), shown))]
    left = [Aside(LEFT_OUT, d.anchors["number"]) for d in by_rules.drafts if not _met(d.anchors["number"], drafts)]
    listed = [a for a in by_rules.aside if not _met(a.anchor, drafts)]
    aside = sorted((*left, *listed), key=lambda a: a.anchor.start)
    return replace(by_rules, drafts=relate.related(tuple(drafts)), aside=(*aside, *ground.aside))


def question(text: str, published: dt.date) -> dict[str, Any]:
    """The messages that an endpoint gets, and the form that its answer must have."""
    properties: dict[str, Any] = {field: {"type": "string"} for field in (*WORDS, *DAYS)}
    properties |= {field: {"type": "string", "enum": list(values)} for field, values in CHOICES.items()}
    item = {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip
    schema = {
        "type": "object", "properties": {"drafts": {"type": "array", "items": item}}, "required": ["drafts"],
        "additionalProperties": False,
    }  # fmt: skip
    return {
        "messages": [
            {"role": "system", "content": _task()},
            {"role": "user", "content": f"Published: {published:%A} {published}\n\n{text}"},
        ],
        "response_format": {"type": "json_schema", "json_schema": {"name": "drafts", "strict": True, "schema": schema}},
    }


@cache
def _task() -> str:
    """What is asked for."""
    return (files("contested.reading") / "endpoint.txt").read_text("utf-8")


def items(answer: str, shown: str = "answer") -> list[object]:
    """The items of an answer's text, whatever they are.

    Raises
    ------
    ClaimError
        If it has another form.
    """
    refused = refusing(ClaimError, f"{shown}: expected drafts as JSON")
    # models like to fence their JSON, and to say something before it
    begins = re.search(r'\{\s*"drafts"', answer)
    inside = answer[begins.start() : answer.rfind("}") + 1] if begins else answer
    try:
        listed = parse_json(inside.encode("utf-8", "replace"), refused)["drafts"]
    except (KeyError, TypeError) as error:
        raise ClaimError(f"{shown}: expected drafts as JSON; got another form.") from error
    if not isinstance(listed, list):
        raise ClaimError(f"{shown}: expected a list of drafts; got {type(listed).__name__}.")
    return listed


def _met(anchor: Anchor, drafts: Sequence[Draft]) -> bool:
    """Whether one of the drafts is of the same number."""
    numbers = (d.anchors["number"] for d in drafts)
    return any(n.start < anchor.end and anchor.start < n.end for n in numbers)


def _completed(draft: Draft, by_rules: Sequence[Draft]) -> Draft:
    """With what an endpoint is not asked for and the rules say of the same number, if they count the same thing."""
    same = next((d for d in by_rules if _met(d.anchors["number"], [draft])), None)
    if same is None or same.quantity != draft.quantity:
        return draft
    return replace(draft, unit=same.unit or draft.unit, about=same.about or draft.about, start=same.start)


def answer_of(body: Mapping[str, Any], endpoint: Endpoint) -> str:
    """The text of a server's answer to a question.

    Raises
    ------
    ClaimError
        If the server cannot be reached in time, refuses, or gives no text or a part of it.
    """
    shown = endpoint.url
    if not shown.startswith(("http://", "https://")):
        raise ClaimError(f"endpoint: expected an address that begins with http; got {shown!r}.")
    headers = {"Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    whole = {"model": endpoint.model, "temperature": 0, "seed": 1, **body}
    request = urllib.request.Request(
        f"{shown.rstrip('/')}/chat/completions", json.dumps(whole).encode(), headers, method="POST"
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
    try:
        choice = parse_json(content, refusing(ClaimError, f"endpoint {shown}: expected drafts as JSON"))["choices"][0]
        text = choice["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise ClaimError(f"endpoint {shown}: expected drafts as JSON; got another form.") from error
    if choice.get("finish_reason") == "length":
        raise ClaimError(
            f"endpoint {shown}: expected a whole answer; got one that was cut.",
            "let the server write longer answers, or give it shorter reports",
        )
    if not isinstance(text, str):
        raise ClaimError(f"endpoint {shown}: expected drafts as JSON; got no text.", "the model may have refused")
    return text


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
