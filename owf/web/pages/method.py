"""Method: how results are worked out, as ``docs/method.md`` says it."""

from owf.settings import METHOD
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.document import read_document, show_document

signed_in()
document = read_document(METHOD)
html.heading(document.title)
show_document(document)
