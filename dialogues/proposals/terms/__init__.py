"""What a clause has to say to be kept: who does what, by when, verified how; and what is contested in law."""
