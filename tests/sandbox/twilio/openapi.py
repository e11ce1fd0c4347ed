"""Twilio's own OpenAPI, which TWILIO_OPENAPI points to: a client that holds every word against it."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.testing import MockResponse
from werkzeug.datastructures import Headers, ImmutableMultiDict

from sandbox.twilio.in_process import InProcessAnswer, InProcessClient

OPENAPI = os.environ.get("TWILIO_OPENAPI", "")

needs_openapi = pytest.mark.skipif(
    not OPENAPI, reason="set TWILIO_OPENAPI to Twilio's OpenAPI file to compare"
)


def strict_description() -> dict[str, Any]:
    """Twilio's description, with what it leaves open closed: every property, no other, and errors too."""
    spec: dict[str, Any] = json.loads(Path(OPENAPI).read_text())
    schemas = spec["components"]["schemas"]
    message = schemas["api.v2010.account.message"]
    message |= {"required": list(message["properties"]), "additionalProperties": False}
    for path in spec["paths"].values():
        for method in ("get", "post", "delete"):
            if operation := path.get(method):
                _close(operation)
    return spec


def _close(operation: dict[str, Any]) -> None:
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    if listing := operation["responses"].get("200"):
        schema = listing["content"]["application/json"]["schema"]
        if "properties" in schema:
            schema |= {"required": list(schema["properties"]), "additionalProperties": False}
    names = {"code": "integer", "message": "string", "more_info": "string", "status": "integer"}
    error = {
        "type": "object",
        "required": list(names),
        "additionalProperties": False,
        "properties": {name: {"type": kind} for name, kind in names.items()},
    }
    described = {"description": "refused", "content": {"application/json": {"schema": error}}}
    operation["responses"]["default"] = described


@cache
def description() -> OpenAPI:
    """Return the description, ready to hold requests and answers against."""
    return OpenAPI.from_dict(strict_description())


class SpokenRequest:
    """One request in the shape that openapi-core reads."""

    def __init__(self, method: str, uri: str, params: Any, data: Any, auth: tuple[str, str]) -> None:
        parts = urlsplit(uri)
        query = [*parse_qsl(parts.query), *(params or {}).items()]
        headers = Headers({"Authorization": "Basic " + ":".join(auth)})
        self.parameters = RequestParameters(query=ImmutableMultiDict(query), header=headers)
        self.host_url = f"{parts.scheme}://{parts.netloc}"
        self.path = parts.path
        self.path_pattern = None
        self.method = method.lower()
        self.content_type = "application/x-www-form-urlencoded"
        self.body = urlencode(data or {}, doseq=True).encode() or None


class CheckedClient(InProcessClient):
    """Holds both directions against the description, on the way through."""

    def request(self, method: str, uri: str, *args: Any, **said: Any) -> InProcessAnswer:
        data, auth = said.get("data"), said.get("auth") or ("", "")
        request: Any = SpokenRequest(method, uri, said.get("params"), data, auth)
        description().validate_request(request)
        answer = super().request(method, uri, *args, **said)
        kind = answer.headers.get("Content-Type", "application/json")
        spoken = MockResponse(answer.text.encode(), status_code=answer.status_code, content_type=kind)
        description().validate_response(request, spoken)
        return answer
