"""What the team does to feedback: reading, putting away, noting."""
