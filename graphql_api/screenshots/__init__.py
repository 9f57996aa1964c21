"""Pictures: made safe, kept, shown to those who may see them, and cleaned up after."""
