"""Modules and styles as they are sent: without the comments that explain them, packed once.

The sources are read by people, browsers on a slow line read the code. Lines keep their numbers.
What others wrote (``vendor``) is sent as it is, with its licence.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

Next = Callable[[HttpRequest], HttpResponseBase]

OK = 200
LEVEL = 9
_INSIDE = rb"(?:[^*]|\*(?!/))*"
_BLOCK = re.compile(rb"^[ \t]*/\*" + _INSIDE + rb"\*/[ \t]*$", re.MULTILINE)
_LINE = re.compile(rb"^[ \t]*//.*$", re.MULTILINE)
_CAST = re.compile(rb"/\*\* @type [^*\n]*\*/ ?")


def lean(source: bytes, *, script: bool) -> bytes:
    """A module or a style without the comments that have lines of their own, or say a type."""
    text = _BLOCK.sub(lambda found: b"\n" * found[0].count(b"\n"), source)
    return _CAST.sub(b"", _LINE.sub(b"", text)) if script else text


class Packed(NamedTuple):
    """A file as it was last read, ready to be sent."""

    tag: str
    plain: bytes
    packed: bytes


class LeanStatic:
    """Send our own modules and styles lean; WhiteNoise finds them, says whether they changed."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.held: dict[str, Packed] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        path = request.path_info
        ours = path.startswith(f"/{settings.STATIC_URL.strip('/')}/") and "/vendor/" not in path
        whole = response.status_code == OK and request.method == "GET"
        if ours and whole and path.endswith((".js", ".css")):
            self._pack(request, response)
        return response

    def _pack(self, request: HttpRequest, response: HttpResponseBase) -> None:
        if not isinstance(response, StreamingHttpResponse):
            return
        path, tag = request.path_info, response.headers.get("ETag", "")
        one = self.held.get(path)
        if one is None or one.tag != tag:
            plain = lean(b"".join(iter(response)), script=path.endswith(".js"))
            one = self.held[path] = Packed(tag, plain, gzip.compress(plain, LEVEL, mtime=0))
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        body = one.packed if packed else one.plain
        response.streaming_content = [body]
        response.headers["Content-Length"] = str(len(body))
        response.headers["Vary"] = "Accept-Encoding"
        if packed:
            response.headers["Content-Encoding"] = "gzip"
