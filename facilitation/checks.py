"""Start-up checks: unsafe settings stop the server and say which."""
