"""The API of all rooms under one address: /api/v1/. What each room answers stands in its own api.py."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation, PathView
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from accounts.api import router as areas
from campaigns.api import router as plans
from contributions.api import router as contributions
from core.api import NOT_FOUND, ApiError, only_known, only_usable, problem
from core.errors import RuleError
from core.uploads import TooLargeError
from criteria.api import router as criteria
from ntm.api_description import finish, page_groups
from reporting.api import router as reports

logger = logging.getLogger(__name__)

_ABOUT = (
    "Giao diện cho hệ thống khác của tỉnh đọc địa bàn, phiếu tiêu chí, danh mục kế hoạch, tổng hợp đóng góp, tình hình báo cáo, và "
    "gửi số liệu báo cáo, minh chứng. Mỗi hệ thống dùng một mã kết nối do quản trị của địa bàn cấp (mục Kết nối), chỉ thấy địa bàn đó và "
    "bên dưới. Không có dữ liệu cá nhân. Ngày theo ISO 8601, thời điểm kèm múi giờ, tiền là số nguyên đồng."
)
#: What is wrong with a value, by pydantic's kind of error.
_WRONG = {
    "missing": "Thiếu “{name}”.", "extra_forbidden": "Không có trường “{name}”.",
    "greater_than_equal": "“{name}” phải từ {ge} trở lên.", "less_than_equal": "“{name}” phải không quá {le}.",
    "string_too_long": "“{name}” dài quá {max_length} ký tự.", "string_too_short": "“{name}” phải có ít nhất {min_length} ký tự.",
    "too_long": "“{name}” có quá {max_length} dòng.", "too_short": "“{name}” phải có ít nhất {min_length} dòng.",
    "enum": "“{name}” phải là một trong: {expected}.", "string_pattern_mismatch": "“{name}” có ký tự không dùng được.",
}  # fmt: skip
#: A NUL as JSON writes it; with two backslashes it is words about one.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True, slots=True)
class Known:
    """The names a request may use: after "?", and as fields of a form."""

    query: set[str]
    form: set[str]


class Api(NinjaAPI):
    """Ninja with the house's manners: unknown parameters are refused, reads carry an ETag, refusals are problem+json."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Ninja calls this once the caller is let in, before it reads the parameters."""
        known: Known = request.api_known  # type: ignore[attr-defined]
        only_usable([request.path, *_texts(request.GET), *(_texts(request.POST) if known.form else ())])
        only_known(request.GET, known.query)
        if known.form:
            only_known([*request.POST, *request.FILES], known.form)
        return super().create_temporal_response(request)

    def create_response(self, request: HttpRequest, data: Any, **how: Any) -> HttpResponse:
        response = super().create_response(request, data, **how)
        response["Cache-Control"] = "private, no-cache"
        response["Vary"] = "Authorization"
        if request.method != "GET" or response.status_code != 200:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        answer = get_conditional_response(request, etag, response=response)
        assert isinstance(answer, HttpResponse)
        return answer

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**how)
        finish(schema)
        return schema


class Reader(Parser):
    """JSON whose texts a database can keep; else the content cannot be read (400)."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        said = super().parse_body(request)
        text = json.dumps(said, ensure_ascii=False)
        text.encode()  # half of a pair of surrogates
        if _NUL.search(text):
            raise ValueError("a NUL in a text")
        return said


class Renderer(JSONRenderer):
    """Vietnamese letters as they are: a third of the bytes."""

    json_dumps_params = {"ensure_ascii": False}


api = Api(
    title="Nông thôn mới: kết nối hệ thống", version="1", description=_ABOUT, docs_url=None, openapi_url=None,
    urls_namespace="api", renderer=Renderer(), parser=Reader(),
)  # fmt: skip
for _router in (areas, criteria, plans, contributions, reports):
    api.add_router("", _router)


# --- Refusals ---


@api.exception_handler(ApiError)
def _refused(request: HttpRequest, error: ApiError) -> HttpResponse:
    return problem(error.status, error.sentence, error.headers)


@api.exception_handler(TooLargeError)
def _too_large_file(request: HttpRequest, error: TooLargeError) -> HttpResponse:
    return problem(413, error.message)


@api.exception_handler(RuleError)
def _rule(request: HttpRequest, error: RuleError) -> HttpResponse:
    return problem(409, error.message)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, NOT_FOUND)


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, "Kết nối chỉ ghi được dữ liệu do chính địa bàn của mình lập.")


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(413, "Nội dung gửi đến quá lớn; đề nghị chia nhỏ rồi gửi lại.")


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(
        error.status_code, "Không đọc được nội dung gửi đến; đề nghị gửi JSON hoặc biểu mẫu đúng như tài liệu."
    )


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    name = ".".join(str(part) for part in first["loc"][1:] if part not in {"said", "about", "asked"}) or "nội dung"
    sentence = _WRONG.get(first["type"], "“{name}” không đúng kiểu hoặc ngoài khoảng cho phép.")
    said = {**first.get("ctx", {})}
    if "expected" in said:
        said["expected"] = re.sub("'([^']*)'", r"“\1”", said["expected"].replace(" or ", ", "))
    return problem(422, sentence.format(name=name[:80], **said))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("request of another system ended in an error: %s", request.path, exc_info=error)
    return problem(500, "Hệ thống gặp lỗi khi trả lời; đã ghi lại để xử lý. Đề nghị thử lại sau.")


# --- Addresses ---


def _known_to(view: PathView) -> dict[str, Known]:
    """By method, what a request may name."""
    return {
        method: Known(_names(operation, {"query"}), _names(operation, {"form", "file"}))
        for operation in view.operations
        for method in operation.methods
    }


def _names(operation: Operation, sources: set[str]) -> set[str]:
    models: list[Any] = [model for model in operation.models if model.__ninja_param_source__ in sources]
    return {name for model in models for name in getattr(model, "__ninja_flatten_map__", model.model_fields)}


def _texts(said: QueryDict) -> list[str]:
    return [text for _name, texts in said.lists() for text in texts]


def _door(view: Callable[..., Any], known: dict[str, Known]) -> Callable[..., Any]:
    """The view without a session, with our own answer to a method it does not know; HEAD is GET without the body."""
    allowed = ", ".join(sorted({*known, "HEAD"} if "GET" in known else known))

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        head = request.method == "HEAD" and "GET" in known
        method = "GET" if head else str(request.method)
        if method not in known:
            return problem(405, f"Địa chỉ này chỉ nhận {allowed}.", {"Allow": allowed})
        request.api_known = known[method]  # type: ignore[attr-defined]
        if not head:
            return view(request, *args, **kwargs)
        request.method = method
        response = view(request, *args, **kwargs)
        request.method = "HEAD"
        if response.status_code != 304:
            response["Content-Length"] = len(response.content)
        response.content = b""
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie lets anybody in here
    return login_not_required(answer)


def addresses() -> list[URLPattern]:
    """What stands under /api/v1/: each room's addresses, the description, its page, and a refusal for everything else."""
    views = {
        operation.view_func.__name__: _known_to(view)
        for router in api._get_bound_routers()  # noqa: SLF001 - ninja shows its operations nowhere else
        for view in router.path_operations.values()
        for operation in view.operations
    }
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name in views]
    for pattern in patterns:
        pattern.callback = _door(pattern.callback, views[str(pattern.name)])
    return [
        path("openapi.json", openapi, name="openapi"),
        path("docs", docs, name="docs"),
        *patterns,
        path("", nothing, name="nothing"),
        path("<path:rest>", nothing, name="nothing"),
    ]


@login_not_required
@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    return problem(404, NOT_FOUND)


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description itself (OpenAPI 3.1); it holds no data, so everybody may read it."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description as a page of our own."""
    return render(request, "api/docs.html", {"api": description(), "groups": page_groups(description())})


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description, made once a process."""
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))
