"""Who somebody is: passwords, tokens, sessions, lock-out, signing keys, OpenID Connect."""
