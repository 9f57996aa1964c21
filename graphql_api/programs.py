"""What programs that we start may know of our environment, in which secrets can be."""

import os


def environment_of(*names: str) -> dict[str, str]:
    """These variables as far as they are set, and no others: for `env=`, which every program that we start is given."""
    return {name: os.environ[name] for name in names if name in os.environ}
