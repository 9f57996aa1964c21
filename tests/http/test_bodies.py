"""Bodies that are no GraphQL request: each gets a clear answer in JSON, stores nothing and repeats nothing."""

import gzip
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest

from tests.client import SUBMIT, VISITOR, Service
from tests.rows import is_nothing_stored

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARKER = "marker-7Q4"
JSON = {"Content-Type": "application/json"}
QUERY = "{ viewer { name } }"
LIMIT = 5 * 1024 * 1024 * 4 // 3 + 256 * 1024


def valid_body(**changes: Any) -> bytes:
    return json.dumps({"query": SUBMIT, "variables": {"input": VISITOR | changes}}).encode()


NO_REQUESTS = {
    "nothing": b"",
    "a broken object": b'{"query": "' + MARKER.encode(),
    "a text": json.dumps(MARKER).encode(),
    "a number": b"1",
    "null": b"null",
    "true": b"true",
    "a list": b"[]",
    "a batch": b"[" + valid_body() + b"]",
    "no query": json.dumps({"variables": {"input": MARKER}}).encode(),
    "a query that is a number": b'{"query": 1}',
    "a query that is a list": json.dumps({"query": [MARKER]}).encode(),
    "an empty query": b'{"query": "  "}',
    "variables that are a text": json.dumps({"query": QUERY, "variables": MARKER}).encode(),
    "variables that are a list": json.dumps({"query": QUERY, "variables": [MARKER]}).encode(),
    "an operation name that is a number": b'{"query": "{ viewer { name } }", "operationName": 7}',
    "extensions that are a text": json.dumps({"query": QUERY, "extensions": MARKER}).encode(),
    "invalid UTF-8": b'{"query": "' + MARKER.encode() + b'\xff\xfe"}',
    "half a surrogate in UTF-8": b'{"query": "{ viewer { name } }", "x": "\xed\xa0\x80"}',
    "a byte order mark": b"\xef\xbb\xbf" + valid_body(),
    "UTF-16": valid_body().decode().encode("utf-16"),
    "gzip": gzip.compress(valid_body()),
    "100,000 brackets": b"[" * 100_000,
    "100,000 objects": b'{"query":' * 100_000,
    "100,000 brackets in the variables": b'{"query": "{ viewer { name } }", "variables": {"a":' + b"[" * 100_000,
    "a 5,000-digit integer": b'{"query": "{ viewer { name } }", "variables": {"a": ' + b"4" * 5_000 + b"}}",
    "a number beyond floats": b'{"query": "{ viewer { name } }", "variables": {"a": 1e400}}',
    "NaN": b'{"query": "{ viewer { name } }", "variables": {"a": NaN}}',
    "Infinity": b'{"query": "{ viewer { name } }", "variables": {"a": -Infinity}}',
    "two bodies": valid_body() * 2,
}


@pytest.mark.parametrize("name", NO_REQUESTS)
async def test_what_is_no_request_gets_a_400_in_graphql_form(shared_service: Service, name: str) -> None:
    reply = await shared_service.post(data=NO_REQUESTS[name], headers=JSON)
    assert (reply.status, reply.codes) == (400, ["BAD_REQUEST"])
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
    assert set(reply.body) == {"errors"}
    assert MARKER not in json.dumps(reply.body)
    assert await is_nothing_stored()


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json-patch+json",
        "application/graphql",
        "application/graphql+json",
        "text/plain; application/json",
        "application/jsonp",
        "application/json; charset=utf-16",
        "application/json; charset=latin-1",
        "application/json, text/plain",
        "",
    ],
)
async def test_other_media_types_get_a_415(shared_service: Service, media_type: str) -> None:
    reply = await shared_service.post(data=valid_body(), headers={"Content-Type": media_type})
    assert (reply.status, reply.codes) == (415, ["BAD_REQUEST"])
    assert await is_nothing_stored()


@pytest.mark.parametrize(
    "media_type",
    ["application/json", "Application/JSON", "application/json; charset=utf-8", 'application/json;charset="UTF-8"'],
)
async def test_json_in_utf_8_is_taken_however_it_is_written(shared_service: Service, media_type: str) -> None:
    reply = await shared_service.post(data=json.dumps({"query": QUERY}), headers={"Content-Type": media_type})
    assert reply.data == {"viewer": None}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_get_a_405_that_names_post(shared_service: Service, method: str) -> None:
    address = f"{shared_service.url}/graphql?query=%7Bviewer%7Bname%7D%7D"
    async with shared_service.session.request(method, address, data=valid_body(), headers=JSON) as response:
        body = await response.json(content_type=None)
    assert (response.status, response.headers["Allow"]) == (405, "POST")
    assert body["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert await is_nothing_stored()


async def test_head_gets_a_405_without_a_body(shared_service: Service) -> None:
    async with shared_service.session.head(f"{shared_service.url}/graphql") as response:
        assert (response.status, await response.read()) == (405, b"")


async def test_a_body_that_announces_too_much_gets_a_413_unread(shared_service: Service) -> None:
    request = (
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: " + str(LIMIT + 1).encode() + b"\r\n\r\n"
    )
    assert (await shared_service.raw(request)).startswith(b"HTTP/1.1 413 ")


async def test_a_body_over_the_limit_gets_a_413(shared_service: Service) -> None:
    reply = await shared_service.post(data=BytesIO(valid_body(message="x" * LIMIT)), headers=JSON)
    assert (reply.status, reply.codes) == (413, ["BAD_REQUEST"])
    assert await is_nothing_stored()


async def test_a_chunked_body_over_the_limit_gets_a_413(shared_service: Service) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(LIMIT // 65_536 + 2):
            yield b" " * 65_536

    reply = await shared_service.post(data=chunks(), headers=JSON)
    assert (reply.status, reply.codes) == (413, ["BAD_REQUEST"])
    assert await is_nothing_stored()


async def test_a_body_at_the_limit_is_read(shared_service: Service) -> None:
    body = json.dumps({"query": QUERY}).encode().ljust(LIMIT)
    assert (await shared_service.post(data=BytesIO(body), headers=JSON)).data == {"viewer": None}


async def test_of_two_equal_keys_in_json_the_last_counts(shared_service: Service) -> None:
    body = b'{"query": 5, "query": "{ viewer { name } }"}'
    assert (await shared_service.post(data=BytesIO(body), headers=JSON)).data == {"viewer": None}


async def test_a_client_that_leaves_in_the_middle_of_its_body_is_no_error(
    shared_service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    request = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    assert await shared_service.raw(request, leave=True) == b""
    assert (await shared_service.ask(QUERY)).data == {"viewer": None}
    assert "error" not in capsys.readouterr().err
