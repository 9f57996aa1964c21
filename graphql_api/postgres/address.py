"""Taking a database's address apart, and putting another together."""

from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit


def with_database(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def without_password(url: str) -> str:
    """The address as it may stand in a program's arguments."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}"))


def password_of(url: str) -> str | None:
    """The password in an address; None without one."""
    password = urlsplit(url).password
    return unquote(password) if password else None


def host_of(url: str) -> str | None:
    """The machine's name or IP address; None for a socket on this one."""
    parts = urlsplit(url)
    host = parts.hostname or dict(parse_qsl(parts.query)).get("host", "")
    return None if not host or host.startswith("/") else host
