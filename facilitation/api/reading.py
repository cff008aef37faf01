"""The API for systems of staff: read only, one dialogue a token, nothing that is not out. Its description is served beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError
from ninja.params.functions import Path

from facilitation.api import answers, queries
from facilitation.api.door import Away, NotThere, Scope, TooMany
from facilitation.digests.models import Digest
from facilitation.exports.documents import digest_paper, summary_paper
from facilitation.exports.models import ExportFile
from facilitation.exports.operations import made_at_once
from facilitation.exports.queries import bytes_of, content_type
from facilitation.exports.rendering.data import content_of

FORMS = tuple(ExportFile.Kind.values)
REFUSALS: dict[Any, Any] = {404: answers.Problem, 429: answers.Problem, 503: answers.Problem}
Form: Any = Path(..., pattern=f"^({'|'.join(FORMS)})$", description="The form of the file.")
Number: Any = Path(..., ge=1, le=32767, description="The digest’s number in its dialogue.")
FILES = {
    **{content_type(form).split(";")[0]: {"schema": {"type": "string", "format": "binary"}} for form in FORMS},
    "application/json": {"schema": {"$ref": "#/components/schemas/Document"}},
}

service = NinjaAPI(
    title="Anteroom",
    version="1",
    description=(
        "Released digests, the agreement summary and the state of deliveries of one dialogue, for systems of staff. "
        "An organizer issues the token. Whatever a token does not open is answered with 404, like what does not exist."
    ),
    docs_url=None,
    urls_namespace="api",
)
digests = Router(auth=Scope("digests"), tags=["digests"])
summary = Router(auth=Scope("summary"), tags=["summary"])
deliveries = Router(auth=Scope("deliveries"), tags=["deliveries"])


def key(request: HttpRequest) -> queries.ApiKey:
    """The key that the door gave."""
    found = getattr(request, "auth", None)
    assert isinstance(found, queries.ApiKey)  # noqa: S101
    return found


@digests.get(
    "/digests",
    response={200: answers.Digests, **REFUSALS},
    url_name="digests",
    operation_id="list_digests",
    summary="Digests that are out",
)
def list_digests(request: HttpRequest) -> dict[str, Any]:
    """Every digest that was released, newest first; of a withdrawn one its number alone."""
    return {"digests": [_row(digest) for digest in queries.digests_out(key(request).dialogue_id)]}


@digests.get(
    "/digests/{number}", response={200: answers.Document, **REFUSALS}, url_name="digest", operation_id="read_digest",
    summary="One digest",
    exclude_none=True,
    by_alias=True,
)  # fmt: skip
def read_digest(request: HttpRequest, number: int = Number) -> dict[str, object]:
    """The text of a digest that is out, as it was signed."""
    digest = queries.digest_out(key(request).dialogue_id, number)
    if digest is None:
        raise NotThere
    return content_of(digest_paper(digest))


@digests.get(
    "/digests/{number}/files/{form}", response=REFUSALS, url_name="digest-file", operation_id="read_file",
    summary="One digest as a file",
    openapi_extra={"responses": {200: {"description": "The file, the same bytes for everybody.", "content": FILES}}},
)  # fmt: skip
def read_file(request: HttpRequest, number: int = Number, form: str = Form) -> HttpResponse:
    """A digest that is out in one of its forms; byte for byte what its readers download."""
    digest = queries.digest_out(key(request).dialogue_id, number)
    if digest is None:
        raise NotThere
    file = made_at_once(digest=digest, kind=form)
    if file.state != ExportFile.State.READY:
        raise NotThere
    response = HttpResponse(bytes_of(file), content_type=content_type(form))
    response.headers["Content-Disposition"] = f'attachment; filename="document-{file.source_hash[:8]}.{form}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@summary.get(
    "/summary", response={200: answers.Document, **REFUSALS}, url_name="summary", operation_id="read_summary",
    summary="The agreement summary",
    exclude_none=True,
    by_alias=True,
)  # fmt: skip
def read_summary(request: HttpRequest) -> dict[str, object]:
    """What is settled, what stands in common, what is contested, as of now."""
    return content_of(summary_paper(key(request).dialogue_id))


@deliveries.get(
    "/deliveries",
    response={200: answers.Deliveries, **REFUSALS},
    url_name="deliveries",
    operation_id="list_deliveries",
    summary="Where deliveries stand",
)
def list_deliveries(request: HttpRequest) -> dict[str, Any]:
    """Every digest in every channel: visible or withdrawn, first opened when, fetched how often, how its notices fared."""
    return {"deliveries": queries.deliveries_of(key(request).dialogue_id)}


@service.exception_handler(NotThere)
def not_there(request: HttpRequest, _refusal: NotThere) -> HttpResponse:
    """Missing and forbidden look the same."""
    return service.create_response(request, {"detail": "Not found."}, status=404)


@service.exception_handler(ValidationError)
def not_such(request: HttpRequest, _refusal: ValidationError) -> HttpResponse:
    """A number or form that cannot be is one that is not there."""
    return service.create_response(request, {"detail": "Not found."}, status=404)


@service.exception_handler(TooMany)
def too_many(request: HttpRequest, _refusal: TooMany) -> HttpResponse:
    """Ask for patience."""
    response = service.create_response(request, {"detail": "Too many requests. Wait a minute."}, status=429)
    response.headers["Retry-After"] = "60"
    return response


@service.exception_handler(Away)
def away(request: HttpRequest, _refusal: Away) -> HttpResponse:
    """Say that it is not the caller's fault."""
    response = service.create_response(request, {"detail": "Not available just now. Try again later."}, status=503)
    response.headers["Retry-After"] = "60"
    return response


def _row(digest: Digest) -> dict[str, Any]:
    """A digest as the list tells it."""
    if digest.state == queries.State.WITHDRAWN:
        return {"number": digest.number, "state": digest.state}
    return {
        "number": digest.number,
        "state": digest.state,
        "handling": digest.handling,
        "released_on": digest.released_on,
        "hash": digest.text_hash,
    }


for router in (digests, summary, deliveries):
    service.add_router("", router)
