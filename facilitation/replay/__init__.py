"""Recorded chats, replayed behind masks over real sockets."""
