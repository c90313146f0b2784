"""A form's field for photos: several at once, each checked and cleaned while the form is."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from core.errors import RuleError
from core.uploads import read_upload
from documents.photos import clean_photo


class CleanPhoto(NamedTuple):
    """A photo as documents.photos.clean_photo gives it; ready for keep_file."""

    name: str
    data: bytes
    content_type: str


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Up to `most` files; cleans to a list, empty where none was chosen. Too many get the error message "most"."""

    default_error_messages: ClassVar = {"most": "Gửi nhiều nhất %(most)d tệp một lần; đang chọn %(chosen)d."}

    def __init__(self, *, most: int, accept: str, **kwargs: Any) -> None:
        self.most = most
        attrs = {"accept": accept, "data-max-bytes": settings.UPLOAD_MAX_BYTES, "data-most": most}
        super().__init__(required=False, widget=ManyFilesInput(attrs=attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = [item for item in (data if isinstance(data, list) else [data]) if item]
        if len(chosen) > self.most:
            said = {"most": self.most, "chosen": len(chosen)}
            raise ValidationError(self.error_messages["most"], code="most", params=said)
        try:
            return [self.clean_one(item) for item in chosen]
        except RuleError as error:
            raise ValidationError(error.message, code="invalid") from error

    def clean_one(self, item: Any) -> Any:
        """One file as the form keeps it; RuleError says what is wrong with it."""
        return read_upload(item)


class PhotosField(ManyFilesField):
    """Photos from a phone or its camera; cleans to a list of CleanPhoto."""

    def __init__(self, *, most: int = 6, **kwargs: Any) -> None:
        super().__init__(most=most, accept="image/*", **kwargs)
        self.widget.attrs["data-photos"] = True

    def clean_one(self, item: Any) -> CleanPhoto:
        return CleanPhoto(*clean_photo(*read_upload(item)))
