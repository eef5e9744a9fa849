# SPDX-License-Identifier: Apache-2.0
"""Reads a page as an HTML parser does and says what has no business in it: any element or attribute that is not the
pages' own, any address that runs something."""
import html.parser

ELEMENTS = set("""html head meta title link body a p header footer main nav section article aside div span strong em del
    h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tr th td pre code blockquote br hr time form input button label
    textarea select option fieldset legend details summary small abbr img figure figcaption script""".split())
ATTRIBUTES = set("""class id lang title rel href hreflang role tabindex content name charset type value for method action
    datetime checked required disabled selected rows cols maxlength minlength min max autocomplete enterkeyhint placeholder start open multiple
    spellcheck inputmode enctype colspan scope pattern hidden autofocus src srcset sizes alt width height loading decoding
    accept as crossorigin property download""".split())
ADDRESSES = {"href", "action", "src"}
OWN = ("/assets/", "/api/v1/communities/")  # what a page of ours shows or runs
SAFE = ("http://", "https://", "mailto:", "/", "?", "#")
AREA = "textarea"


class Page(html.parser.HTMLParser):
    """Of an Answer of the server. `faults`: what is not harmless; `text`: all text; `heading`: that of h1; `areas`: what
    the text fields hold; `ids`; `next` and `previous`: links to the pages beside."""

    def __init__(self, answer):
        super().__init__(convert_charrefs=True)
        self.faults, self.text, self.heading, self.areas = [], "", "", []
        self.ids, self.next, self.previous = [], None, None
        self._open = []
        if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
            self.faults.append(f"no page: {answer}")
        policy = answer.headers.get("content-security-policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            self.faults.append(f"policy: {policy}")
        self.feed(answer.body.decode())
        self.close()

    def handle_starttag(self, tag, attributes):
        own = tag.startswith("palabre-")  # made by a script of ours; Markdown has no such
        if tag not in ELEMENTS and not own:
            self.faults.append(f"element {tag}")
        for name, value in () if own else attributes:
            if name not in ATTRIBUTES and not name.startswith(("aria-", "data-")):
                self.faults.append(f"attribute {tag} {name}={value}")
            if name in ADDRESSES and not (value or "").lower().startswith(SAFE):
                self.faults.append(f"address {tag} {name}={value}")
        if tag == "meta" and any(name == "http-equiv" for name, _ in attributes):
            self.faults.append("meta http-equiv")
        given = dict(attributes)
        if tag == "img" and not (given.get("src") or "").startswith(OWN):
            self.faults.append(f"picture {given}")
        data = tag == "script" and given == {"type": "application/ld+json"}
        if tag == "script" and not data and not (given.get("src") or "").startswith("/assets/"):
            self.faults.append(f"script {given}")
        if "id" in given:
            self.ids.append(given["id"])
        if given.get("rel") == "next":
            self.next = given["href"]
        if given.get("rel") == "prev":
            self.previous = given["href"]
        self._open.append(tag)
        if tag == AREA:
            self.areas.append("")
        elif self._open[-2:-1] == [AREA]:
            self.faults.append("an element in a text field")

    def handle_endtag(self, tag):
        if tag == AREA and self.areas:
            self.areas[-1] = self.areas[-1].removeprefix("\n")  # a first line end is the markup's
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        self.text += data
        if AREA in self._open:
            self.areas[-1] += data
        if "h1" in self._open:
            self.heading += data

    def handle_comment(self, data):
        self.faults.append(f"comment {data}")
