"""What can be done in admission: open an epoch, invite, seat, sign in, moderate, seal."""
