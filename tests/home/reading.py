"""Reading a page of the form as a person does: what is wrong, and what stands in a field."""

import html
import re


def errors(page: str) -> list[tuple[str, str]]:
    """The lines of the error summary: where each leads, and what it says."""
    return re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a></li>', page)


def value(page: str, name: str) -> str:
    """What stands in a field of the form."""
    area = re.search(rf'<textarea name="{name}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    box = re.search(rf'<input[^>]*name="{name}"[^>]*?value="([^"]*)"', page)
    found = area or box
    assert found, f"There is no field called {name}."
    return html.unescape(found[1])
