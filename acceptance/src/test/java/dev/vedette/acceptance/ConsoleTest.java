package dev.vedette.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console as a person uses it, against the running demonstration. Skipped where there is no
 * browser. {@code -Dvedette.screenshots=DIR} keeps a picture of each page.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ConsoleTest {
  private static final double PATIENCE_MILLIS = 120_000;
  private static final LocatorAssertions.HasAttributeOptions PATIENTLY =
      new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MILLIS);

  /** What says that an answer is of who works on the state, and of a copy of an age in ms. */
  private static final Pattern ACTIVE = Pattern.compile("\"role\":\"active\",(.*?)\"ageMillis\":0");

  private static final String COPY = "\"role\":\"standby\",$1\"ageMillis\":%d";

  @TempDir private static Path directory;

  private final Set<String> origins = new TreeSet<>();
  private final List<String> complaints = new ArrayList<>();
  private Chromium chromium;
  private Browser browser;
  private RunningDemo demo;

  @SuppressWarnings("NullAway.Init")
  ConsoleTest() {}

  @BeforeAll
  void start() throws Exception {
    chromium = Chromium.start();
    browser = chromium.browser();
    demo = RunningDemo.start(directory);
  }

  @AfterAll
  void stop() throws Exception {
    if (demo != null) {
      demo.stop();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void shouldHaveAskedNobodyElseAndComplainedOfNothing() {
    assertEquals(Set.of(demo.server().toString()), origins, "where requests went");
    assertEquals(List.of(), complaints, "what the browser complained of");
  }

  private Page page(ColorScheme scheme, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, height));
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onRequest(request -> {
      URI uri = URI.create(request.url());
      origins.add(uri.getScheme() + "://" + uri.getAuthority());
    });
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    return page;
  }

  private String address(String where) {
    return demo.server() + "/console/#/acme/" + where;
  }

  private static Locator gauge(Page page) {
    return page.getByTestId("risk").locator(".level");
  }

  /** The victim's row on a board that follows the updates and may ask for nothing else any more. */
  private Locator told(Page board) {
    awaitAttack(board);
    board.locator("#search").fill(demo.victim().id());
    Locator row = board.locator("li.row");
    assertThat(row.filter(new Locator.FilterOptions().setHasNotText(demo.victim().id())))
        .hasCount(0);
    assertThat(board.locator(".state")).hasAttribute("data-state", "live");
    board.route(
        Pattern.compile("/v1/(?!.*/updates)"),
        route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
    return row.filter(
        new Locator.FilterOptions()
            .setHas(
                board.getByRole(
                    AriaRole.LINK,
                    new Page.GetByRoleOptions().setName("User " + demo.victim().id()))));
  }

  private String victimPage() {
    return "subject/user/" + demo.victim().id();
  }

  /** The victim's page when it has become CRITICAL. */
  private void awaitAttack(Page page) {
    page.navigate(address("board"));
    Locator row =
        page.locator("li.row")
            .filter(
                new Locator.FilterOptions()
                    .setHas(
                        page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("User " + demo.victim().id()))));
    assertThat(row).hasAttribute("data-level", "CRITICAL", PATIENTLY);
  }

  /** The last one: after it the attacked user is nobody's concern. */
  @Test
  @Order(Integer.MAX_VALUE)
  void shouldLeadToTheExactReasonInTwoClicksAndFallLiveAfterAVerdict() {
    Page board = page(ColorScheme.LIGHT, 1440, 900);
    Locator row = told(board);
    assertThat(row.locator(".score b")).not().hasText("0.2");
    Page page = page(ColorScheme.LIGHT, 1440, 900);
    int[] documents = {0};
    page.onRequest(request -> {
      if (request.isNavigationRequest()) {
        documents[0]++;
      }
    });
    page.navigate(demo.server() + "/");
    Locator victim =
        page.getByRole(
            AriaRole.LINK, new Page.GetByRoleOptions().setName("User " + demo.victim().id()));
    assertThat(page.locator("li.row").filter(new Locator.FilterOptions().setHas(victim)))
        .hasAttribute("data-level", "CRITICAL", PATIENTLY);
    int loaded = documents[0];

    victim.first().click();
    assertThat(gauge(page)).hasAttribute("data-level", "CRITICAL", PATIENTLY);
    assertThat(page.locator(".waterfall .sum")).isVisible();
    List<Object> terms = terms(page);
    assertTrue(terms.size() > 3, () -> "a sum of " + terms);
    long sum = terms.stream().mapToLong(term -> ((Number) term).longValue()).sum();
    String total = page.getByTestId("total").innerText().replace('−', '-').replace("+", "");
    assertEquals(Math.round(Double.parseDouble(total) * 1e6), sum, "the terms are the log-odds");
    assertThat(page.locator(".proof").first()).hasAttribute("data-adds-up", "true");

    page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName("False positive").setExact(true))
        .click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText(demo.victim().id());
    dialog
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("False positive"))
        .click();
    assertThat(page.getByTestId("risk").locator(".big"))
        .hasAttribute("data-level", "LOW", PATIENTLY);
    assertThat(page.getByTestId("total")).hasText("−6.000000");
    Locator struck = page.locator(".seen-list li[data-withdrawn=true]").first();
    assertThat(struck).containsText("False positive");
    assertThat(struck).containsText("suppressed");
    assertEquals(loaded, documents[0], "no page was loaded again");
    assertThat(row.locator(".score b"))
        .hasText("0.2", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS));
    assertThat(board.locator(".state")).hasAttribute("data-state", "live");
    board.context().close();
    complaints.removeIf(complaint -> complaint.contains("503"));

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Detectors")).click();
    assertThat(page.locator(".precision b").first()).containsText("0 %");
    page.context().close();
  }

  @SuppressWarnings("unchecked")
  private static List<Object> terms(Page page) {
    return (List<Object>)
        page.evaluate(
            "[...document.querySelectorAll('[data-term]')].map((e) => Number(e.dataset.term))");
  }

  private List<String> pages(Page page) {
    page.navigate(address("incidents"));
    Locator first = page.locator("li.incident a").first();
    first.waitFor();
    String incident = Objects.requireNonNull(first.getAttribute("href")).replace("#/acme/", "");
    return List.of(
        "board", victimPage(), "incidents", incident, "letters", "detectors", "pipeline");
  }

  @Test
  void shouldHaveNoSeriousIssueOfAccessibilityOnAnyPage() throws Exception {
    deadLetter();
    String axe = axe();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : new int[] {1440, 390}) {
        Page page = page(scheme, width, width == 390 ? 844 : 900);
        awaitAttack(page);
        for (String where : pages(page)) {
          page.navigate(address(where));
          page.locator("h1").waitFor();
          assertThat(page.locator(".loading")).hasCount(0);
          page.evaluate(axe);
          examine(page, where, scheme, width);
          if (where.equals(victimPage())) {
            page.locator("[data-verdict=benign_expected]").click();
            examine(page, "verdict", scheme, width);
          } else if (where.equals("letters")) {
            page.locator("li.letter button").first().click();
            page.locator("dialog pre").waitFor();
            examine(page, "letter", scheme, width);
          }
          page.keyboard().press("Escape");
        }
        page.context().close();
      }
    }
  }

  /** What axe finds on a page, or in the dialog that is open on it, and whether it fits. */
  private static void examine(Page page, String what, ColorScheme scheme, int width) {
    keep(page, what, scheme, width);
    int rules = ((Number) page.evaluate("axe.run().then((r) => r.passes.length)")).intValue();
    assertTrue(rules > 10, () -> "only %d rules had something to look at".formatted(rules));
    Object found =
        page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations"
                + ".filter((v) => v.impact === 'serious' || v.impact === 'critical')"
                + ".map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html + ' '"
                + " + n.failureSummary).join(' | ')))");
    assertEquals(List.of(), found, "%s, %s, %d".formatted(what, scheme, width));
    Object wider =
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
    assertEquals(false, wider, what + " is not wider than " + width);
  }

  private static void keep(Page page, String where, ColorScheme scheme, int width) {
    String kept = System.getProperty("vedette.screenshots");
    if (kept != null) {
      page.waitForTimeout(1_500); // for what is drawn when it has come, such as trends
      String name = where.replaceAll("/.*", "");
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(
                  Path.of(
                      kept, "%s-%s-%d.png".formatted(name, scheme, width).toLowerCase(Locale.ROOT)))
              .setFullPage(width != 390 && !name.equals("board")));
    }
  }

  /** A line that is no event, so that there is a dead letter to look at. */
  private void deadLetter() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(demo.server().resolve("/v1/events"))
                  .header("Content-Type", "application/x-ndjson")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"time\": nonsense}\n"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer.body());
    }
  }

  @Test
  void shouldShowADeadLetterAndSendItAgain() throws Exception {
    deadLetter();
    Page page = page(ColorScheme.LIGHT, 1440, 900);
    page.navigate(address("letters"));
    Locator first = page.locator("li.letter button").first();
    first.focus();
    page.keyboard().press("Enter");
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog.locator("pre")).containsText("nonsense");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Send again")).click();
    assertThat(dialog).containsText("Sent again");
    page.keyboard().press("Escape");
    assertThat(dialog).hasCount(0);
    page.context().close();
  }

  /** Pages of two from the real server, so that its own cursors lead on. */
  @Test
  void shouldGoOnWhereAListGoesOn() throws Exception {
    Page page = page(ColorScheme.LIGHT, 1440, 900);
    awaitAttack(page);
    for (int letter = 0; letter < 3; letter++) {
      deadLetter();
    }
    page.route(
        Pattern.compile("/v1/.*[?&]limit=(1000|200|100)(&|$)"),
        route ->
            route.resume(
                new Route.ResumeOptions()
                    .setUrl(
                        route.request().url().replaceFirst("limit=(1000|200|100)", "limit=2"))));
    page.reload();
    Locator more = page.locator(".goes-on button");
    Locator rows = page.locator("li.row:not(.heads)");
    assertThat(page.locator(".goes-on")).containsText("The 2 with the highest risk.");
    assertThat(page.locator(".tile[data-level=LOW] b")).containsText("+");
    more.click();
    assertThat(page.locator(".goes-on")).containsText("The 4 with the highest risk.");

    page.navigate(address("letters"));
    Locator reasons = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Reason"));
    Locator all = reasons.getByRole(AriaRole.BUTTON).first();
    assertThat(all).hasText("All 2+");
    assertThat(rows).hasCount(2);
    more.click();
    assertThat(rows)
        .not()
        .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS));
    Locator reason = reasons.getByRole(AriaRole.BUTTON).nth(1);
    reason.click();
    assertThat(reason).containsText(" 2+");
    assertThat(page.locator(".goes-on")).containsText("The newest 2.");
    while (more.isVisible()) {
      int before = rows.count();
      more.click();
      assertThat(rows)
          .not()
          .hasCount(before, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS));
    }
    assertThat(reason).hasText(Pattern.compile(".* " + rows.count()));

    page.navigate(address(victimPage()));
    Locator seen =
        page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("What was seen"));
    assertThat(seen.locator("li")).hasCount(2);
    seen.getByRole(AriaRole.BUTTON).click();
    assertThat(seen.getByRole(AriaRole.BUTTON).first()).hasText("More than the newest 4");
    assertThat(seen.locator("li")).hasCount(4);
    page.context().close();
  }

  /** The answers of the real server, as if others had given them. */
  @Test
  void shouldSayHowOldAnAnswerIsAndWhoseItIs() {
    Page page = page(ColorScheme.LIGHT, 1440, 900);
    awaitAttack(page);
    List<String> where = pages(page);
    String incident = where.get(3);
    page.navigate(address(victimPage()));
    assertThat(page.locator(".waterfall .sum")).isVisible();
    assertThat(page.locator(".copied")).hasCount(0);

    answer(page, Pattern.compile("/series"), ACTIVE, COPY.formatted(7200));
    answer(page, Pattern.compile("/acme/incidents"), ACTIVE, COPY.formatted(0));
    answer(
        page,
        Pattern.compile("/acme/detectors"),
        Pattern.compile("\"partial\":false"),
        "\"partial\":true");
    answer(
        page,
        Pattern.compile("/v1/pipeline"),
        Pattern.compile("\"instances\":\\[[^]]*]"),
        "\"instances\":[{\"instance\":\"10.0.0.1:8080\",\"asked\":false,\"state\":\"unreachable\"},"
            + "{\"instance\":\"10.0.0.2:8080\",\"asked\":true,\"state\":\"reachable\"}]");
    page.reload();
    assertThat(page.locator(".copied")).hasText("From a copy, 7 s old.");
    keep(page, "copied", ColorScheme.LIGHT, 1440);
    for (String copied : List.of("incidents", incident)) {
      page.navigate(address(copied));
      assertThat(page.locator(".copied")).hasText("From a copy, 0 s old.");
    }
    page.navigate(address("detectors"));
    assertThat(page.locator(".top")).containsText("partial: not every instance answered");
    page.navigate(address("pipeline"));
    assertThat(page.locator(".top")).containsText("Of the instance 10.0.0.2:8080 alone");
    assertThat(page.locator(".instances")).containsText("10.0.0.1:8080 · does not answer");
    keep(page, "instances", ColorScheme.LIGHT, 1440);
    page.context().close();
  }

  /** Has a word of what the server answers be another one. */
  private static void answer(Page page, Pattern where, Pattern word, String instead) {
    page.route(
        where,
        route -> {
          var answer = route.fetch();
          String text = answer.text();
          assertTrue(word.matcher(text).find(), text);
          route.fulfill(
              new Route.FulfillOptions()
                  .setResponse(answer)
                  .setBody(word.matcher(text).replaceAll(instead)));
        });
  }

  @Test
  void shouldWorkByKeyboardAlone() {
    Page page = page(ColorScheme.DARK, 1440, 900);
    awaitAttack(page);
    page.keyboard().press("/");
    String id = demo.victim().id();
    page.keyboard().type(id);
    // Devices are named after who has them: once the server has answered, they are there too.
    assertThat(page.locator("li.row").filter(new Locator.FilterOptions().setHasNotText(id)))
        .hasCount(0);
    Locator first = page.locator("li.row a").first();
    assertThat(first).hasAccessibleName("User " + id);
    first.focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText(id);

    page.getByRole(AriaRole.SLIDER).focus();
    page.keyboard().press("ArrowLeft");
    assertThat(page.locator(".readout")).not().containsText("now");

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Benign, expected"))
        .focus();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    assertThat(
            page.getByRole(
                AriaRole.RADIO, new Page.GetByRoleOptions().setName(Pattern.compile("Benign"))))
        .isChecked();
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);

    for (String name : List.of("Incidents", "Detectors", "Dead letters", "Pipeline", "Risk")) {
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
          .first()
          .focus();
      page.keyboard().press("Enter");
      assertThat(page).hasTitle(name + " · Vedette");
      assertThat(page.locator("h1")).isVisible();
    }
    String before = theme(page);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("theme")))
        .focus();
    page.keyboard().press("Space");
    assertTrue(!before.equals(theme(page)), "the other theme");
    page.context().close();
  }

  private static String theme(Page page) {
    return String.valueOf(page.evaluate("getComputedStyle(document.documentElement).colorScheme"));
  }

  @Test
  void shouldAskForATokenWhereTheServerWantsOneAndKeepItForTheTabOnly() {
    String token = "token-of-16-chars";
    Page page = page(ColorScheme.LIGHT, 1440, 900);
    page.route(
        "**/v1/**",
        route -> {
          if (("Bearer " + token).equals(route.request().headers().get("authorization"))) {
            route.resume();
          } else {
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(401)
                    .setContentType("application/problem+json")
                    .setBody("{\"title\":\"Unauthorized\",\"detail\":\"A token is needed.\"}"));
          }
        });
    page.navigate(address("board"));
    Locator field = page.getByLabel("Token");
    field.fill("another-token-of-16");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not accept");
    field.fill(token);
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("Who is dangerous now");
    assertEquals(token, page.evaluate("sessionStorage.getItem('vedette.token')"));
    assertEquals(false, page.evaluate("JSON.stringify({...localStorage}).includes('token')"));
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")).click();
    assertThat(field).isVisible();
    assertEquals(0, page.evaluate("sessionStorage.length"));
    complaints.removeIf(complaint -> complaint.contains("401"));
    page.context().close();
  }

  @Test
  void shouldSayThatStateIsMovingAndGoOnByItself() {
    Page page = page(ColorScheme.LIGHT, 1440, 900);
    boolean[] moving = {true};
    page.route(
        "**/v1/tenants/acme/subjects?*",
        route -> {
          if (moving[0]) {
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setHeaders(
                        Map.of("Retry-After", "1", "Content-Type", "application/problem+json"))
                    .setBody("{\"title\":\"Unavailable\",\"detail\":\"Partitions move.\"}"));
          } else {
            route.resume();
          }
        });
    page.navigate(address("board"));
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("State is moving between instances");
    moving[0] = false;
    assertThat(page.locator("li.row").first()).isVisible();
    moving[0] = true;
    page.locator("#search").fill("a");
    assertThat(page.locator(".stale")).containsText("Not current");
    assertThat(page.locator("li.row").first()).isVisible();
    moving[0] = false;
    assertThat(page.locator(".stale")).hasCount(0);
    complaints.removeIf(complaint -> complaint.contains("503"));
    page.context().close();
  }

  /** A thousand subjects, as the server lists them, and updates of them: no long pause. */
  @Test
  void shouldStaySmoothWithAThousandSubjects() {
    Page page = page(ColorScheme.LIGHT, 1440, 900);
    page.route(
        "**/v1/tenants/acme/subjects?*",
        route ->
            json(
                route,
                "{\"asOf\":\"2026-11-22T12:00:00Z\",\"dataTime\":null,\"partial\":false,"
                    + "\"next\":null,\"subjects\":["
                    + subjects()
                    + "]}"));
    page.route("**/series?*", route -> json(route, "{\"points\":[],\"signals\":[]}"));
    page.route(
        "**/updates",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("text/event-stream").setBody(updates())));
    page.addInitScript(
        "window.longest = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) =>"
            + " { window.longest = Math.max(window.longest, e.duration); }))"
            + ".observe({ type: 'longtask', buffered: true });");
    page.navigate(address("board"));
    assertThat(page.locator(".list > footer")).containsText("1,000 subjects");
    page.locator("li.row").first().waitFor();
    page.evaluate("window.longest = 0");
    page.locator("#search").fill("user-99");
    assertThat(page.locator("li.row")).hasCount(11);
    page.locator("#search").fill("");
    assertThat(page.locator(".list > footer")).containsText("1,000 subjects");
    for (int turn = 0; turn < 40 && page.locator("li.row").count() < 1000; turn++) {
      page.locator(".list > footer").scrollIntoViewIfNeeded();
      page.waitForTimeout(100);
    }
    assertThat(page.locator("li.row")).hasCount(1000);
    double longest = ((Number) page.evaluate("window.longest")).doubleValue();
    System.out.println("the longest pause with 1,000 subjects: " + longest + " ms");
    assertTrue(longest < 1_000, () -> "a pause of " + longest + " ms");
    page.context().close();
  }

  private static void json(Route route, String body) {
    route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(body));
  }

  private static String subject(int number, double logOdds) {
    return "{\"subject\":{\"type\":\"user\",\"id\":\"user-%d\"},\"score\":%f,\"logOdds\":%f,\"level\":\"LOW\",\"reason\":\"nothing unusual\""
        .formatted(number, 100 / (1 + Math.exp(-logOdds)), logOdds);
  }

  private static String subjects() {
    var all = new ArrayList<String>();
    for (int number = 0; number < 1000; number++) {
      all.add(subject(number, -3 - number / 1000.0) + "}");
    }
    return String.join(",", all);
  }

  private static String updates() {
    var all = new StringBuilder();
    for (int number = 0; number < 1000; number++) {
      all.append("event: risk\nid: ")
          .append(number)
          .append("\ndata: ")
          .append(subject(number, -2.5 - number / 500.0))
          .append(",\"previousLevel\":\"LOW\"}\n\n");
    }
    return all.toString();
  }

  /** The rules of accessibility, as a script. */
  static String axe() throws IOException {
    try (InputStream in = ConsoleTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
