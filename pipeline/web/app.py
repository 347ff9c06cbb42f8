"""The application: rooms, guards and the pages for what is not there."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response

from pipeline.settings import Settings
from pipeline.web.desk import Desk
from pipeline.web.guards import Headers
from pipeline.web.rooms import router

_HERE = Path(__file__).parent
_THIS_MACHINE = ("127.0.0.1", "localhost")
_MISSING = "Không có trang này. Có thể địa chỉ bị gõ sai, hoặc tài liệu chưa được nạp."


def create_app(settings: Settings, *names: str) -> FastAPI:
    """Return the reading room over the store and archive that the settings name.

    It is called by this machine's own names, and by ``names``; a request with another Host header
    gets 400, so that no page elsewhere can read it through a name of its own (DNS rebinding).
    """
    # FastAPI's own documentation pages load scripts from elsewhere; they stay off.
    app = FastAPI(title="tieubieu", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk.open(settings)
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    app.include_router(router)
    hosts = [*_THIS_MACHINE, *names]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    app.add_middleware(Headers)
    app.add_exception_handler(HTTPException, _refuse)
    app.add_exception_handler(RequestValidationError, _refuse)
    return app


async def _refuse(request: Request, failure: Exception) -> Response:
    """Answer with a page in Vietnamese; an address that makes no sense is one that is not there."""
    status = failure.status_code if isinstance(failure, HTTPException) else 404
    desk: Desk = request.app.state.desk
    message = _MISSING if status == 404 else "Yêu cầu này không được chấp nhận."
    return desk.page(request, "refusal.html", {"status": status, "message": message}, status)
