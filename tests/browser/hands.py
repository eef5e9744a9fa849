# SPDX-License-Identifier: Apache-2.0
"""How a visitor (visitor.py) gets at what stands on a page: by pointing, or by the keyboard alone. What is wanted is a
selector, or a locator of Playwright's. `pressed` and `typed` count what it took."""
from visitor import WAIT

TABS = 300  # a page on which one presses Tab more often is not one that a keyboard can use


class Hands:
    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        self.pressed = self.typed = 0

    def find(self, wanted):
        found = (self.page.locator(wanted) if isinstance(wanted, str) else wanted).first
        found.wait_for(timeout=WAIT)
        return found

    def press(self, wanted, status=200, look=True):
        """What leads to another page."""
        self.pressed += 1
        found = self.find(wanted)
        self.come_to(found)
        with self.page.expect_navigation(wait_until="load") as going:
            self.push(found)
        if going.value is not None and going.value.status != status:
            raise AssertionError(f"{wanted} is answered {going.value.status}, not {status}\n{self.visitor.text()[:600]}")
        if look:
            self.visitor.look()

    def touch(self, wanted):
        """What leads nowhere else: a menu, a choice."""
        self.pressed += 1
        found = self.find(wanted)
        self.come_to(found)
        self.push(found)

    def fill(self, wanted, text):
        self.pressed += 1
        self.typed += len(text)
        found = self.find(wanted)
        self.come_to(found)
        self.write(found, text)


class Pointing(Hands):
    def come_to(self, found):
        pass

    def push(self, found):
        found.click()

    def write(self, found, text):
        found.fill(text)

    def choose(self, wanted, value):
        self.pressed += 2  # the box, and the choice in what opens
        self.find(wanted).select_option(value)

    def attach(self, wanted, file):
        self.pressed += 2  # the button, and the photo in what opens
        self.find(wanted).set_input_files(file)


class Typing(Hands):
    """Tab goes to what is wanted, which must show that it has the focus; Enter and Space press it. Nothing else does."""

    def __init__(self, visitor):
        super().__init__(visitor)
        # Choosers of files are caught from now on. The order to catch them goes to the page by another way than keys do, so
        # that Enter right behind it may come first and open one that nobody hears of: attach() alone would be a race.
        self.page.on("filechooser", lambda chooser: None)

    def come_to(self, found):
        for _ in range(TABS):
            if found.evaluate("""e => {
                const at = document.activeElement;
                return at === e || (at?.type === 'radio' && e.type === 'radio' && at.name === e.name);}"""):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"Tab does not reach {found} at {self.page.url}")
        seen = self.page.evaluate("""() => {
            const at = document.activeElement, place = at.getBoundingClientRect();
            const marks = [at, at.closest('label'), at.closest('.row')].filter(Boolean).map(e => getComputedStyle(e));
            return {shown: place.width > 0 && place.bottom > 0 && place.top < innerHeight,
                    marked: marks.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)};}""")
        if seen != {"shown": True, "marked": True}:
            raise AssertionError(f"the focus is not seen on {found} at {self.page.url}: {seen}")

    def push(self, found):
        kind = self.page.evaluate("document.activeElement.type || document.activeElement.localName")
        if kind != "radio":
            self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")
            return
        self.page.keyboard.press("Space")
        for _ in range(10):  # a group is one stop: arrows choose in it
            if found.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not choose {found}")

    def write(self, found, text):
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def attach(self, wanted, file):
        self.pressed += 2
        self.come_to(self.find(wanted))
        with self.page.expect_file_chooser() as chosen:
            self.page.keyboard.press("Enter")
        chosen.value.set_files(file)
