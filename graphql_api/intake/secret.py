"""The secret that ids are made with: a setting, or made once and kept in the data folder."""

import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from graphql_api.errors import StartupError

FILE = "secret.key"
LENGTH_BYTES = 32


def read_secret(data_dir: Path, setting: SecretStr | None) -> bytes:
    """The setting if there is one; else the file's content, made now if need be. All processes get the same.

    Raises:
        StartupError: the data folder cannot be written, or the file in it is not one of ours.
    """
    if setting is not None:
        return setting.get_secret_value().encode()
    path = data_dir / FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        secret = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be used ({error.strerror}): make FEEDBACK_DATA_DIR a folder this user can write to."
        raise StartupError(message) from error
    if len(secret) != LENGTH_BYTES:
        raise StartupError(f"{path} is damaged: it must hold {LENGTH_BYTES} bytes. Restore it from a backup.")
    return secret


def _make(path: Path) -> None:
    """Write a whole new file, then link it into place: of processes that race, the first one's stays."""
    draft = path.with_name(f"{FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(LENGTH_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        draft.unlink()
