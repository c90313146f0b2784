"""The API's description (OpenAPI 3.1): what ninja leaves out, and the same as rows for a page. Pure."""

from __future__ import annotations

import json
from typing import Any

from core.api import Problem

#: Refusals that every address may answer, beside what it says itself.
_REFUSALS = {
    "401": "Thiếu mã kết nối, hoặc mã không dùng được.", "403": "Kết nối chưa được cấp quyền này.",
    "422": "Tham số, nội dung không hợp lệ.", "429": "Quá số yêu cầu mỗi phút; xem Retry-After.",
}  # fmt: skip
_MISSING = {"404": "Không có, hoặc ngoài phạm vi của kết nối."}
_WRITING = {
    "400": "Không đọc được nội dung gửi đến.", "409": "Dữ liệu đã đổi, hoặc không còn ở trạng thái ghi được.",
    "413": "Nội dung gửi đến quá lớn.",
}  # fmt: skip
_ETAG = {"ETag": {"description": "Dấu của câu trả lời; gửi lại bằng If-None-Match.", "schema": {"type": "string"}}}
_IF_NONE_MATCH = {
    "in": "header", "name": "If-None-Match", "required": False, "schema": {"type": "string"},
    "description": "ETag của lần đọc trước: chưa đổi thì trả 304, không có nội dung.",
}  # fmt: skip


def finish(schema: dict[str, Any]) -> None:
    """Add refusals, 304 and headers to each address, and take our docstrings, which are for ourselves, out of the schemas."""
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            _finish_operation(operation, reads=method == "get", one="{" in address)
    schemas = schema["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    for found in schemas.values():
        found.pop("description", None)
    _drop_unused(schema)
    schema["components"]["securitySchemes"] = {"SystemToken": {"type": "http", "scheme": "bearer"}}
    schema["servers"] = [{"url": "/"}]


def _drop_unused(schema: dict[str, Any]) -> None:
    """Questions stand with their addresses, so that nothing points to their schemas."""
    schemas = schema["components"]["schemas"]
    text = json.dumps(schema)
    for name in [name for name in schemas if f'"#/components/schemas/{name}"' not in text]:
        del schemas[name]


def _finish_operation(operation: dict[str, Any], *, reads: bool, one: bool) -> None:
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    for status, answer in answers.items():
        answer["description"] = "Đã ghi." if status == "201" or not reads else "Dữ liệu."
    if reads:
        answers["200"]["headers"] = _ETAG
        answers["304"] = {"description": "Chưa đổi so với ETag đã gửi."}
        operation["parameters"].append(_IF_NONE_MATCH)
    for status, sentence in (_REFUSALS | (_MISSING if one else {}) | ({} if reads else _WRITING)).items():
        answers[status] = {
            "description": sentence,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    operation["responses"] = dict(sorted(answers.items()))


# --- The same as a page ---


def page_groups(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The addresses by subject, each with its questions, what it takes and what it answers, for templates/api/docs.html."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_entry(schema, address, method, operation))
    return [{"name": name, "entries": entries} for name, entries in groups.items()]


def _entry(schema: dict[str, Any], address: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    questions = [
        {"name": item["name"], "where": _WHERE[item["in"]], "type": _type(schema, item["schema"]), "must": item["required"],
         "about": item.get("description", "")}
        for item in operation["parameters"]
    ]  # fmt: skip
    body = operation.get("requestBody", {}).get("content", {})
    answer = next(answer for status, answer in operation["responses"].items() if status in {"200", "201"})
    return {
        "id": operation["operationId"], "method": method.upper(), "address": address, "summary": operation["summary"],
        "about": operation.get("description", ""), "questions": questions,
        "body_type": next(iter(body), ""), "body": _fields(schema, next(iter(body.values()))["schema"]) if body else [],
        "answer": _fields(schema, answer["content"]["application/json"]["schema"]),
        "refusals": [(status, answer["description"]) for status, answer in operation["responses"].items() if status >= "300"],
    }  # fmt: skip


_WHERE = {"query": "sau dấu ?", "path": "trong địa chỉ", "header": "đầu yêu cầu"}
#: Answers hold rows that hold fields; deeper than that nothing goes.
_DEEPEST = 5


def _fields(schema: dict[str, Any], part: dict[str, Any], prefix: str = "", depth: int = 0) -> list[dict[str, Any]]:
    """The fields of an object, those of objects inside it with their way ("items[].area.code")."""
    found = _resolved(schema, part)
    rows: list[dict[str, Any]] = []
    for name, item in found.get("properties", {}).items():
        inner, many = _inside(schema, item)
        way = f"{prefix}{name}{'[]' if many else ''}"
        about = item.get("description", "")
        rows.append(
            {"name": way, "type": _type(schema, item), "about": about, "must": name in found.get("required", [])}
        )
        if "properties" in inner and depth < _DEEPEST:
            rows += _fields(schema, inner, f"{way}.", depth + 1)
    return rows


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """The part itself, a reference followed."""
    if "$ref" in part:
        found: dict[str, Any] = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
        return found
    return _resolved(schema, part["allOf"][0]) if "allOf" in part else part


def _inside(schema: dict[str, Any], item: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """What a field holds: the object itself, or that of each row of a list."""
    kinds = [_resolved(schema, kind) for kind in item.get("anyOf", [item])]
    found = next((kind for kind in kinds if kind.get("type") != "null"), {})
    if found.get("type") == "array":
        return _resolved(schema, found["items"]), True
    return found, False


_FORMATS = {"date": "ngày", "date-time": "thời điểm", "binary": "tệp"}
_TYPES = {
    "string": "chữ",
    "integer": "số nguyên",
    "number": "số",
    "boolean": "đúng/sai",
    "array": "danh sách",
    "object": "nhóm",
}


def _type(schema: dict[str, Any], item: dict[str, Any]) -> str:
    kinds = [_resolved(schema, kind) for kind in item.get("anyOf", [item])]
    names = []
    for kind in kinds:
        if kind.get("type") == "null":
            continue
        if "enum" in kind:
            return "mã"
        if kind.get("pattern", "").startswith("^(?!^[-+.]*$)"):
            return "số thập phân"
        names.append(_FORMATS.get(kind.get("format", ""), _TYPES.get(kind.get("type", ""), "")))
    return names[0] if names else ""
