"""pgvector's column type, which the ORM does not have."""

from tortoise.fields import Field


class VectorField(Field[str]):
    """A vector of so many numbers, as pgvector writes it: `[0.1,0.2,…]`."""

    field_type = str

    def __init__(self, *, dimensions: int, null: bool = False) -> None:
        super().__init__(null=null)
        self.dimensions = dimensions

    @property
    def SQL_TYPE(self) -> str:  # type: ignore[override]  # noqa: N802 - the ORM's name
        """The column's type in PostgreSQL."""
        return f"VECTOR({self.dimensions})"
