"""What people do in the browser, one small deed each."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from facilitation.demo.build import PASSWORD


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Browser, origin: str, *, phone: bool = False) -> None:
        size = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 900}
        self.context: BrowserContext = browser.new_context(viewport=size)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.origin = origin
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def go(self, path: str) -> None:
        """Open a page; it must be there."""
        answer = self.page.goto(self.origin + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def press(self, words: str) -> None:
        """Press the button that says this."""
        self.page.get_by_role("button", name=words, exact=True).first.click()
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        """Follow the link that says this."""
        self.page.get_by_role("link", name=words, exact=True).first.click()
        self.page.wait_for_load_state()

    def reads(self, words: str) -> None:
        """Wait until the page says this."""
        expect(self.page.locator("body")).to_contain_text(words, timeout=20_000)

    def reload_until(self, words: str, times: int = 40) -> None:
        """Reload until the page says this, as a patient person would."""
        for _ in range(times):
            if words in self.page.locator("body").inner_text():
                return
            self.page.wait_for_timeout(700)
            self.page.reload()
        raise AssertionError(f"“{words}” never came; the page says: {self.page.locator('main').inner_text()[:600]}")

    def leave(self) -> None:
        """Close the browser; nothing may have gone wrong in its scripts."""
        assert self.faults == []
        self.context.close()


class Staff(Person):
    """A person who runs the house."""

    def __init__(self, browser: Browser, origin: str, handle: str) -> None:
        super().__init__(browser, origin)
        self.handle = handle
        self.go("/staff/account/login/?next=/staff/")
        self.page.fill("input[name=login]", handle)
        self.page.fill("input[name=password]", PASSWORD)
        self.press("Sign in")
        self.reads("Your dialogues")

    def touch(self) -> None:
        """Show again that it is you, where the page asks for it."""
        if "reauthenticate" in self.page.url:
            self.page.fill("input[name=password]", PASSWORD)
            self.page.locator("main form button").last.click()
            self.page.wait_for_load_state()

    def press_with_touch(self, words: str) -> None:
        """Press a button that asks for a fresh touch; afterwards press it again."""
        self.press(words)
        if "reauthenticate" in self.page.url:
            self.touch()
            self.press(words)

    def give(self, person: str, role: str) -> None:
        """Give somebody a role."""
        choice = self.page.locator("select[name=person] option", has_text=re.compile(rf"\({person}\)"))
        self.page.select_option("select[name=person]", choice.get_attribute("value"))
        self.page.select_option("select[name=role]", label=role)
        self.press("Give the role")


class Participant(Person):
    """A person behind a mask, on a phone."""

    def __init__(self, browser: Browser, origin: str, link: str) -> None:
        super().__init__(browser, origin, phone=True)
        self.page.goto(link)
        self.press("I have read this")
        self.press("I have written it down: take my seat")
        self.page.wait_for_url("**/room/welcome/")
        self.mask = self.page.locator("h1").inner_text()
        self.page.goto(origin + "/room/")

    def say(self, words: str) -> None:
        """Say something and see it kept."""
        self.page.fill("textarea[name=text]", words)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("[data-entries] > li").last).to_contain_text("Kept", timeout=15_000)
