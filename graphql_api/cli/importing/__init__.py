"""The command `import`: rows of a file, as drafts, through the intake, until each is analysed."""
