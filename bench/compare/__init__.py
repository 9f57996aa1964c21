"""This service beside what people would pick instead, doing the same work in turn on one machine."""
