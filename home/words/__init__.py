"""The first words of the site in both languages; editors take over from here.

Both modules hold the same names: HOME, CONTACT and PAGES in the same order. A body is a list of blocks as a page keeps
them: ("text", html), ("steps", [(title, text), …]) or ("notice", title, html).
"""
