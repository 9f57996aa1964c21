"""What can go wrong around the service: each check says in one plain line what is wrong and what mends it."""
