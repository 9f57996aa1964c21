"""Settings out of files: NAME_FILE names a file with the value of NAME, as container engines mount secrets."""

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

from graphql_api.errors import StartupError

SUFFIX = "_FILE"


class SettingFiles(PydanticBaseSettingsSource):
    """Reads every setting whose NAME_FILE is in the environment; white space around the value does not count."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """A setting's value out of its file; None without one.

        Raises:
            StartupError: the file cannot be read.
        """
        variable = f"{field_name.upper()}{SUFFIX}"
        path = os.environ.get(variable)
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text().strip() or None, field_name, False
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not text"
            raise StartupError(
                f"{variable}={path} cannot be read ({reason}): it takes a file with the value."
            ) from error

    def __call__(self) -> dict[str, Any]:
        """All that have one."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}
