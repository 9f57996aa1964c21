"""Where the embedded model's converted graph is kept."""

import sys
from pathlib import Path

# The same as in graphql_api.app, which would bring the whole API with it.
MODEL_FOLDER = Path(sys.prefix) / "share" / "feedback"
