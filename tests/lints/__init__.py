"""Our own laws, each a small rule over the syntax tree of src/, each with a sample that it must refuse."""
