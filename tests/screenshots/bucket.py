"""An S3 on loopback: as much of the protocol as a client needs to put, read, list and delete objects.

Speaks path-style requests of the S3 REST API, version 2006-03-01, and checks the key id of their signatures.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape, unescape

KEY_ID = "key"
PAGE = 50


@dataclass
class Object:
    """An object's bytes and when they came."""

    content: bytes
    modified_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def etag(self) -> str:
        """As S3 makes it of one part."""
        return f'"{md5(self.content, usedforsecurity=False).hexdigest()}"'


class Bucket:
    """One bucket. `objects` by key; while `is_down`, every request is answered 503."""

    def __init__(self) -> None:
        self.objects: dict[str, Object] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.is_down = False
        self.refused: list[str] = []
        self._port = 0

    def url(self, prefix: str) -> str:
        """As STORAGE_URL has it."""
        return f"s3://pictures/{prefix}?endpoint=http://127.0.0.1:{self._port}&region=eu-central-1"

    @contextmanager
    def serving(self) -> Iterator["Bucket"]:
        """Served while the block runs."""
        handler = type("Handler", (_Handler,), {"bucket": self})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    bucket: Bucket
    protocol_version = "HTTP/1.1"
    # Head and body in one packet.
    wbufsize = -1

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        parts = urlsplit(self.path)
        self.key = unquote(parts.path).removeprefix("/pictures").removeprefix("/")
        self.query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if self.bucket.is_down:
            self.answer(503)
            return False
        if not parts.path.startswith("/pictures"):
            self.answer(404, _xml("Error", "<Code>NoSuchBucket</Code>"))
            return False
        if f"Credential={KEY_ID}/" not in self.headers.get("Authorization", ""):
            self.bucket.refused.append(self.path)
            self.answer(403)
            return False
        return True

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def do_PUT(self) -> None:
        if "uploadId" in self.query:
            self.bucket.parts[self.query["uploadId"]][int(self.query["partNumber"])] = self.body
            self.answer(200, ETag=Object(self.body).etag)
            return
        self.bucket.objects[self.key] = stored = Object(self.body)
        self.answer(200, ETag=stored.etag)

    def do_POST(self) -> None:
        if "delete" in self.query:
            keys = [unescape(key) for key in re.findall(r"<Key>([^<]*)</Key>", self.body.decode())]
            for key in keys:
                self.bucket.objects.pop(key, None)
            deleted = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
            self.answer(200, _xml("DeleteResult", deleted))
            return
        if "uploads" in self.query:
            upload = f"upload-{len(self.bucket.parts)}"
            self.bucket.parts[upload] = {}
            self.answer(200, _xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>"))
            return
        parts = self.bucket.parts.pop(self.query["uploadId"])
        self.bucket.objects[self.key] = stored = Object(b"".join(parts[number] for number in sorted(parts)))
        self.answer(200, _xml("CompleteMultipartUploadResult", f"<ETag>{escape(stored.etag)}</ETag>"))

    def do_GET(self) -> None:
        if not self.key:
            self._list()
            return
        stored = self.bucket.objects.get(self.key)
        if stored is None:
            self.answer(404, _xml("Error", "<Code>NoSuchKey</Code>"))
            return
        headers = {"ETag": stored.etag, "Last_Modified": format_datetime(stored.modified_at, usegmt=True)}
        size = len(stored.content)
        if found := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(found[1]), min(int(found[2] or size), size - 1)
            headers["Content_Range"] = f"bytes {first}-{last}/{size}"
            self.answer(206, stored.content[first : last + 1], **headers)
            return
        self.answer(200, stored.content, **headers)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _list(self) -> None:
        prefix, after = self.query.get("prefix", ""), self.query.get("continuation-token", "")
        keys = sorted(key for key in self.bucket.objects if key.startswith(prefix) and key > after)
        shown = "".join(_entry(key, self.bucket.objects[key]) for key in keys[:PAGE])
        more = f"<NextContinuationToken>{escape(keys[PAGE - 1])}</NextContinuationToken>" if len(keys) > PAGE else ""
        truncated = f"<IsTruncated>{str(bool(more)).lower()}</IsTruncated>"
        self.answer(200, _xml("ListBucketResult", truncated + more + shown))


def _entry(key: str, stored: Object) -> str:
    modified = stored.modified_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return (
        f"<Contents><Key>{escape(key)}</Key><LastModified>{modified}</LastModified><ETag>{escape(stored.etag)}</ETag>"
        f"<Size>{len(stored.content)}</Size></Contents>"
    )


def _xml(name: str, content: str) -> bytes:
    space = "http://s3.amazonaws.com/doc/2006-03-01/"
    return f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{space}">{content}</{name}>'.encode()
