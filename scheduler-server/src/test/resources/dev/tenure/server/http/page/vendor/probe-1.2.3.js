// A file that tests ask for.
