"""First passkeys: one-time links, and the page that turns one into a passkey."""
