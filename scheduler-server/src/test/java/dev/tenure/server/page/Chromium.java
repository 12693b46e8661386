package dev.tenure.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The browser that Debian ships, without a screen and with a fresh profile. {@code TENURE_CHROMIUM}
 * names another one.
 */
final class Chromium implements AutoCloseable {

  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium start() {
    String program =
        Optional.ofNullable(System.getenv("TENURE_CHROMIUM")).orElse("/usr/bin/chromium");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      BrowserType.LaunchOptions options =
          new BrowserType.LaunchOptions()
              .setExecutablePath(Path.of(program))
              .setHeadless(true)
              .setArgs(QUIET);
      return new Chromium(playwright, playwright.chromium().launch(options));
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  /** A page of its own, as the node serves it. */
  Viewer open(String address, Look look) {
    return Viewer.open(browser, address, look, false);
  }

  /** The same with the script of an examiner in it, which the page's own policy would keep out. */
  Viewer openForAudit(String address, Look look) {
    return Viewer.open(browser, address, look, true);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
