"""What workers of this service do: each kind of job, and all that recurs, wired to what it needs."""
