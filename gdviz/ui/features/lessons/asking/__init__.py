"""A page that asks: how each kind of question is answered, and what is said to the answer."""
