"""The receiving service over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.middleware.trustedhost import TrustedHostMiddleware

from desktop_app.core.clock import Clock, SystemClock
from desktop_app.core.errors import AppError, declare
from desktop_app.sync import wire
from province.database import DATABASE_UNREACHABLE, migrate, open_engine
from province.record import Record

BODY_TOO_LARGE = declare("province.body_too_large")
MEDIA_TYPE_UNKNOWN = declare("province.media_type_unknown")

_STATUS = {wire.WIRE_INVALID: 400, BODY_TOO_LARGE: 413, MEDIA_TYPE_UNKNOWN: 415, DATABASE_UNREACHABLE: 503}
_LIST_LIMIT = 1000
# A web page in the same computer's browser must not reach the service under another name (DNS rebinding).
_HOSTS = ["127.0.0.1", "localhost"]


def create_app(database_url: str, own_clock: Clock | None = None) -> FastAPI:
    """The service on a database, with its tables made or brought up to date.

    Raises:
        AppError: `province.database_url_invalid`, `province.database_unreachable`.
    """
    engine = open_engine(database_url)
    migrate(engine)
    record = Record(engine, own_clock or SystemClock())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        engine.dispose()

    # The pages that FastAPI offers about itself load scripts from foreign servers.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS)

    @app.exception_handler(AppError)
    async def known(_request: Request, error: AppError) -> Response:
        return JSONResponse({"code": error.code, "facts": error.facts}, _STATUS.get(error.code, 500))

    @app.post("/v1/events")
    async def post_events(request: Request) -> Response:
        body = await _body(request)
        answers = await run_in_threadpool(lambda: record.store(wire.decode_batch(body)))
        return Response(wire.encode_answers(answers), media_type="application/json")

    @app.get("/v1/health")
    def health() -> dict[str, str | int]:
        return {"status": "ok", "events": record.count()}

    @app.get("/v1/events")
    def list_events(
        after: Annotated[str, Query(max_length=36)] = "",
        limit: Annotated[int, Query(ge=1, le=_LIST_LIMIT)] = 100,
    ) -> dict[str, object]:
        return {"events": [asdict(row) for row in record.after(after, limit)]}

    return app


async def _body(request: Request) -> bytes:
    """The request's body, given up as soon as it passes the limit.

    A simple cross-site form cannot send this media type, so no web page can post events unasked.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != wire.MEDIA_TYPE:
        raise AppError(MEDIA_TYPE_UNKNOWN)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > wire.MAX_BYTES:
            raise AppError(BODY_TOO_LARGE, {"limit_bytes": wire.MAX_BYTES})
    return bytes(body)
