"""The papers that a controller must have, and letters."""
