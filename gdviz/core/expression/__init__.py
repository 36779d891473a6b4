"""Reading a typed formula: text -> tokens -> a program in postfix order -> numbers, or text.

Nothing that is typed reaches Python's own parser: it knows no 3x, loses where a
mistake was typed, and can be made to fail or to hang. Only what is in the tables
of `operations` can be reached, every number is a float, and neither the parser
nor the evaluation recurses, so that length and nesting are bounded by a count.
"""
