"""What an operator's machines ask: is it alive, can it be asked, how does it do."""

from dataclasses import asdict

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from citewell.errors import NotFound
from citewell.serving.access import Access
from citewell.serving.health import health_of
from citewell.serving.house import HouseOf
from citewell.serving.metrics import MEDIA_TYPE, Metrics, may_read

routes = APIRouter(include_in_schema=False)
PATHS = ("/healthz", "/readyz", "/metrics")


@routes.get("/healthz")
async def alive() -> Response:
    """Answered by a process that still takes requests, however many of them are waiting."""
    return JSONResponse({"alive": True})


@routes.get("/readyz")
def ready(house: HouseOf) -> Response:
    """Whether questions can be answered; 503 with the part that is not in order."""
    health = health_of(house)
    return JSONResponse(
        {"ready": health.is_ready, **asdict(health)}, status_code=200 if health.is_ready else 503
    )


@routes.get("/metrics")
def figures(request: Request) -> Response:
    """Figures in Prometheus' text format, for those who may read them; for others there is nothing here."""
    access: Access = request.app.state.access
    metrics: Metrics = request.app.state.metrics
    if not may_read(request, access.metrics):
        raise NotFound("there is nothing at this address")
    return Response(metrics.page(), media_type=MEDIA_TYPE)
