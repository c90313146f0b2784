"""The paper of a plan composed from its rows: every sentence follows from data, and each can be worded by a person."""
