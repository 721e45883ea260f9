"""A labelled set of made mails: one YAML file a kind in `first` and in `second`, each a list of mails with labels."""
