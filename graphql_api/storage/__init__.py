"""Objects under keys of our own making: on a disk, or behind S3."""
