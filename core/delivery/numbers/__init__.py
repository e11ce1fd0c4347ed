"""The numbers that a Messaging Service sends from: which there are, and which goes first to whom."""
