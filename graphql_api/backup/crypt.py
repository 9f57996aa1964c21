"""Streams through age: to a public key, and back with the identity that belongs to it."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage import x25519

from graphql_api.backup.failure import BackupError

Work = Callable[[BinaryIO], None]


def read_public_key(text: str) -> x25519.Recipient:
    """Raises BackupError: it is none."""
    try:
        return x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise BackupError(
            "BACKUP_PUBLIC_KEY is no age public key: it begins with age1, `age-keygen` makes one"
        ) from None


def read_identity(path: Path) -> x25519.Identity:
    """The first identity in a file as `age-keygen` writes it.

    Raises:
        BackupError: there is none.
    """
    try:
        lines = path.read_text().splitlines()
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}") from error
    for line in lines:
        if line.startswith("AGE-SECRET-KEY-"):
            try:
                return x25519.Identity.from_str(line.strip())
            except pyrage.IdentityError:
                break
    raise BackupError(f"{path} holds no age identity: it is the file that `age-keygen` made with the public key")


@contextmanager
def encrypting(out: BinaryIO, key: x25519.Recipient) -> Iterator[BinaryIO]:
    """A stream; what is written to it goes to `out` encrypted, all of it when the block has ended well."""

    def encrypt(source: BinaryIO) -> None:
        pyrage.encrypt_io(source, out, [key])

    reading, writing = os.pipe()
    with _beside(encrypt, os.fdopen(reading, "rb")), os.fdopen(writing, "wb", 1 << 18) as stream:
        yield stream


@contextmanager
def decrypting(source: BinaryIO, identity: x25519.Identity) -> Iterator[BinaryIO]:
    """A stream of what is in `source`, decrypted. Read it to its end: only then it is known to be whole.

    Raises:
        BackupError: another key's, or damaged.
    """

    def decrypt(out: BinaryIO) -> None:
        pyrage.decrypt_io(source, out, [identity])

    reading, writing = os.pipe()
    with _beside(decrypt, os.fdopen(writing, "wb", 1 << 18)), os.fdopen(reading, "rb", 1 << 18) as stream:
        yield stream


@contextmanager
def _beside(work: Work, end: BinaryIO) -> Iterator[None]:
    """Do the work in a thread while the block runs. What went wrong there counts for more than here."""
    failures: list[Exception] = []

    def run() -> None:
        try:
            with end:
                work(end)
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            failures.append(error)

    thread = threading.Thread(target=run, name="age")
    thread.start()
    try:
        yield
    finally:
        thread.join()
        # A pipe that breaks has another end, which says why.
        if failures and "roken pipe" not in str(failures[0]):
            raise _named(failures[0]) from failures[0]


def _named(error: Exception) -> Exception:
    if isinstance(error, pyrage.DecryptError | pyrage.EncryptError) or type(error) is OSError:
        text = str(error)
        if "No space" in text or "os error 28" in text:
            return OSError(28, "No space left on device")
        return BackupError("the archive cannot be decrypted: it was made for another key, or is damaged")
    return error
