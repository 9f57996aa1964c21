"""GET /exports/{id}: an export as a download, to whoever has a link that is still good."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from graphql_api.http.linked import HEADERS, LinkedPage
from graphql_api.links import Links
from graphql_api.retention.export import find_export
from graphql_api.storage.storage import ObjectMissing, Storage
from models.enums import ExportFormat, ExportStatus

MEDIA_TYPES = {ExportFormat.CSV: "text/csv; charset=utf-8; header=present", ExportFormat.JSONL: "application/jsonl"}


class ExportPage(LinkedPage):
    """Hands out exports, streamed."""

    def __init__(self, storage: Storage, links: Links) -> None:
        super().__init__(storage, links, thing="export")

    async def _show(self, request: Request, id_: UUID) -> Response:
        row = await find_export(id_)
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
