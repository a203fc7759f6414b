"""A live page whose server is gone says so calmly, keeps what it shows, and takes up again."""

from urllib.parse import urlsplit

from playwright.sync_api import expect


def test_a_page_whose_server_is_gone_stays_and_says_what_to_do_until_it_is_back(
    reader, servers, demonstration_home
):
    url = servers.start(demonstration_home)
    tab = reader(url)
    tab.open("response")
    expect(tab.page.locator(".board .panel h2").first).to_be_visible()
    servers.kill()
    away = tab.page.get_by_text("The server does not answer. What you see stays")
    expect(away).to_be_visible()
    tab.page.wait_for_timeout(6000)
    expect(away).to_be_visible()
    expect(tab.page.get_by_test_id("stDialog")).to_have_count(0)
    expect(tab.page.get_by_text("streamlit run")).to_have_count(0)
    expect(tab.page.get_by_role("heading", name="Response times", level=1)).to_be_visible()
    tab.page.keyboard.press("/")
    expect(tab.page.get_by_role("dialog", name="Find")).to_be_visible()
    tab.page.keyboard.press("Escape")
    servers.start(demonstration_home, port=urlsplit(url).port)
    expect(away).to_be_hidden()
    tab.settled()
    tab.walk("Overview")
    tab.faults.clear()  # The browser says that the server was gone.
