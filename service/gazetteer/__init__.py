"""Where places are: `build` makes the file out of packages and our own table, `lookup` reads it."""
