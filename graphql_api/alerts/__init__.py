"""Which findings deserve someone's attention, and telling them."""
