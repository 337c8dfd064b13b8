"""The drill: every mix-up that somebody could make, against copies of a scratch keep; then every way out is tried."""
