"""Units and their relations, posts and their holders, accounts and their roles; and what each may see."""
