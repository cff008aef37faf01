"""What is done with a pair: drafted, handed to the sides, heard, checked, deposited, disclosed, withdrawn."""
