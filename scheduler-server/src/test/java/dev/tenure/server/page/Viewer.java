package dev.tenure.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One tab, and all that its console has complained of. */
final class Viewer implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final BrowserContext context;
  private final Page page;
  private final String address;
  private final List<String> complaints;

  private Viewer(BrowserContext context, Page page, String address, List<String> complaints) {
    this.context = context;
    this.page = page;
    this.address = address;
    this.complaints = complaints;
  }

  static Viewer open(Browser browser, String address, Look look, boolean audited) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(look.width, look.height)
                .setColorScheme(look.scheme)
                .setTimezoneId("Europe/Berlin")
                .setBypassCSP(audited));
    context.addInitScript(
        "addEventListener('securitypolicyviolation', e => console.error('policy', e.violatedDirective, e.sample))");
    if (audited) {
      context.addInitScript(axe());
    }
    List<String> complaints = new ArrayList<>();
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          boolean bad = message.type().equals("error") || message.type().equals("warning");
          if (bad && !refusal(message)) {
            complaints.add(message.type() + ": " + message.text() + " at " + message.location());
          }
        });
    page.onPageError(error -> complaints.add("uncaught: " + error));
    return new Viewer(context, page, address, complaints);
  }

  /** The browser notes each refusal of the node; what the page makes of it is looked at. */
  private static boolean refusal(ConsoleMessage message) {
    return message.location().contains("/v1/") && message.text().contains("a status of 4");
  }

  /** Goes to a view as somebody does who has its address, whatever is to be seen there. */
  void to(String view) {
    page.navigate("http://" + address + "/#/" + view);
  }

  /** The same; waits until it is live. */
  Viewer at(String view) {
    to(view);
    page.locator(".pill.live").waitFor();
    page.waitForCondition(() -> page.locator(".loading").count() == 0);
    return this;
  }

  Page page() {
    return page;
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(false));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /**
   * That there were no errors or warnings of the console, no exceptions, and nothing that the
   * policy has refused. Says what there was in one line, as the summaries of test runs show no
   * more.
   */
  void assertNoComplaint() {
    if (!complaints.isEmpty()) {
      throw new AssertionError("the console says: " + String.join(" | ", complaints));
    }
  }

  /** As if the cable were pulled, or put back. */
  void offline(boolean pulled) {
    context.setOffline(pulled);
  }

  void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  /** Each rule of axe that the page breaks, with the elements. */
  List<String> violations() {
    Object found =
        page.evaluate(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"
                + ".map(v => v.id + ': ' + v.help + ': ' + v.nodes.map(n => n.html).join(' | '))");
    return ((List<?>) found).stream().map(Objects::toString).toList();
  }

  private static String axe() {
    try (InputStream in = Viewer.class.getResourceAsStream("/axe.min.js")) {
      return new String(
          Objects.requireNonNull(in, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
