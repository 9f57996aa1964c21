"""From what a request carries to who sends it."""

from datetime import datetime

from graphql_api.callers.caller import Caller
from graphql_api.callers.guesses import Guesses
from graphql_api.callers.keys import Key, Keys, looks_stored
from graphql_api.callers.logins import find_login
from graphql_api.callers.uses import LastUses
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.postgres.outage import is_outage


class Callers:
    """Tells callers by their keys and cookies, and notes that these were used."""

    def __init__(self, keys: Keys, guesses: Guesses) -> None:
        self.keys = keys
        self._guesses = guesses
        self.uses = LastUses()

    async def by_key(self, token: str, *, address: str, now: datetime) -> Caller:
        """Who sends this key; unverified while the database cannot be asked.

        Raises:
            CallerError: UNAUTHENTICATED for one that is unknown, expired or revoked; LIMITED, also for the right one of
                the setting, where too many unknown ones came from the address.
        """
        if not looks_stored(token):
            self._guesses.refuse(address)
        try:
            key = await self.keys.find(token, now)
        except Exception as error:
            if not is_outage(error):
                raise
            # A frontend's words must not be turned away because its key cannot be looked up just now.
            return Caller(address, is_unverified=True)
        if key is None:
            await self._guesses.note(address)
            raise CallerError(ErrorCode.UNAUTHENTICATED, "The API key is not known here, has expired or was revoked.")
        self._note_key(key, now)
        return Caller(address, key.id, key.name, key.scopes)

    async def by_cookie(self, value: str, *, address: str, now: datetime) -> Caller:
        """Whose browser sends this cookie: anonymous where the login has ended, unverified as with a key."""
        try:
            found = await find_login(value, now, self.keys.setting_key)
        except Exception as error:
            if not is_outage(error):
                raise
            return Caller(address, is_unverified=True)
        if found is None:
            return Caller(address)
        login_id, key = found
        self.uses.note("login", login_id, now)
        self._note_key(key, now)
        return Caller(address, key.id, key.name, key.scopes, login_id=login_id)

    def _note_key(self, key: Key, now: datetime) -> None:
        if key != self.keys.setting_key:
            self.uses.note("api_key", key.id, now)
