"""GET /exports/{id}: an export as a download, to whoever has a link that is still good."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from graphql_api.http.linked import HEADERS, has_good_link, refusal
from graphql_api.links import Links
from graphql_api.postgres.outage import is_outage
from graphql_api.retention.export import find_export
from graphql_api.storage.storage import ObjectMissing, Storage, StorageUnavailable
from models.enums import ExportFormat, ExportStatus

MEDIA_TYPES = {ExportFormat.CSV: "text/csv; charset=utf-8; header=present", ExportFormat.JSONL: "application/jsonl"}


class ExportPage:
    """Hands out exports."""

    def __init__(self, storage: Storage, links: Links) -> None:
        self._storage = storage
        self._links = links

    async def show(self, request: Request) -> Response:
        """The file, streamed; 403 for a link that is none of ours or has run out, 404 where there is none."""
        if not has_good_link(request, self._links):
            return refusal(403, "This link is not good, or not any more. Ask for a new one.")
        try:
            return await self._show(request)
        except (ObjectMissing, ValueError):
            return refusal(404, "There is no such export, or not any more.")
        except Exception as error:
            if not isinstance(error, StorageUnavailable) and not is_outage(error):
                raise
            return refusal(503, "The export cannot be had just now. Try again in a moment.")

    async def _show(self, request: Request) -> Response:
        row = await find_export(UUID(request.path_params["id"]))
        if row is None or row["status"] != ExportStatus.READY:
            raise ObjectMissing("no such export")
        format_ = ExportFormat(row["format"])
        name = f"feedback_{row['created_at']:%Y-%m-%d}.{format_.value.lower()}"
        headers = HEADERS | {
            "Content-Length": str(await self._storage.size(row["object_key"])),
            "Content-Disposition": f'attachment; filename="{name}"',
        }
        if request.method == "HEAD":
            return Response(headers=headers, media_type=MEDIA_TYPES[format_])
        pieces = await self._storage.stream(row["object_key"])
        return StreamingResponse(pieces, headers=headers, media_type=MEDIA_TYPES[format_])
