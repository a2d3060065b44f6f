package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What people do to servers: each gets its status or is cut off, and others are answered meanwhile.
 *
 * <p>{@code -Dvedette.abuse=10000} lets so many connections be held and prints how long answers
 * take, calm and beside them.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AbuseTest {
  private static final int CONNECTIONS = Integer.getInteger("vedette.abuse", 2_000);
  private static final boolean MEASURED = System.getProperty("vedette.abuse") != null;
  private static final int ADDRESSES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOKED = Duration.ofSeconds(MEASURED ? 20 : 3);
  private static final int CALLERS = 4;
  private static final int PER_SECOND = MEASURED ? 1_000 : 100;
  private static final String ALICE = "/v1/tenants/acme/subjects/user/alice/risk";
  private static final String LOOKUP = "/v1/tenants/acme/risk/lookup";
  private static final String LIST = "/v1/tenants/acme/subjects?limit=1";

  private final Town town = new Town();
  private final HeldInbox inbox = new HeldInbox();
  private final RestServer server =
      RestServer.start(
          new RestSettings("127.0.0.1", 0, null).limitedTo(0),
          Backend.of(town.queries()).with(inbox.posting()).with((VerdictSink) verdict -> {}));
  private final Client client = Client.of(server);

  @BeforeAll
  void live() {
    town.attack();
  }

  @AfterAll
  void close() {
    client.close();
    server.close();
    town.close();
  }

  @Test
  void shouldAnswerItsClientsWhileOthersHoldAllConnections() throws Exception {
    var _ = ask();
    if (MEASURED) { // compilers learn from what comes for the first time, and take a core for it
      try (var crowd = new Crowd(server.port(), CONNECTIONS, ADDRESSES)) {
        await("all must try", crowd::isThere);
        var _ = ask();
      }
      var _ = ask(); // those who left are cleared away
    }
    Histogram calm = ask();
    Histogram beside;
    try (var crowd = new Crowd(server.port(), CONNECTIONS, ADDRESSES)) {
      await("all must try", crowd::isThere);
      await("connections must be refused", () -> crowd.cut() > CONNECTIONS / 4);
      beside = ask();
      long before = crowd.cut();
      assertEquals(200, client.get(ALICE).statusCode(), "a new connection");
      await("those who hold on must be cut off", () -> crowd.cut() > before + CONNECTIONS);
    }
    assertEquals(calm.getTotalCount(), beside.getTotalCount(), "all were answered");
    if (MEASURED) {
      System.out.printf(
          Locale.ROOT,
          "abuse: %d connections; ms at p50, p99, max: calm %s, beside them %s%n",
          CONNECTIONS,
          text(calm),
          text(beside));
    }
  }

  private static String text(Histogram micros) {
    return "%.2f %.2f %.2f"
        .formatted(
            micros.getValueAtPercentile(50) / 1e3,
            micros.getValueAtPercentile(99) / 1e3,
            micros.getMaxValue() / 1e3);
  }

  /** Asks at a steady rate on kept connections; how long that took since it was due, in µs. */
  private Histogram ask() throws InterruptedException {
    byte[] request = ("GET " + ALICE + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(ISO_8859_1);
    long each = 1_000_000_000L * CALLERS / PER_SECOND;
    long number = LOOKED.toNanos() / each;
    var all = new Histogram(3);
    try (var threads = Executors.newFixedThreadPool(CALLERS)) {
      var callers = new ArrayList<Future<Histogram>>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(threads.submit(() -> ask(request, number, each)));
      }
      for (Future<Histogram> caller : callers) {
        all.add(caller.get());
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
    return all;
  }

  private Histogram ask(byte[] request, long number, long each) throws IOException {
    var micros = new Histogram(3);
    try (var socket = connect()) {
      long start = System.nanoTime();
      for (long n = 0; n < number; n++) {
        long due = start + n * each;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        socket.getOutputStream().write(request);
        assertTrue(answer(socket.getInputStream()).startsWith("HTTP/1.1 200 "));
        micros.recordValue((System.nanoTime() - due) / 1_000);
      }
    }
    return micros;
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** The head of an answer, whose body is read too. */
  private static String answer(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    String length = head.toString().toLowerCase(Locale.ROOT).split("content-length:", 2)[1];
    in.skipNBytes(Integer.parseInt(length.substring(0, length.indexOf('\r')).strip()));
    return head.toString();
  }

  /** Something that comes to be. */
  private interface Condition {
    boolean isSo() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.isSo()) {
      assertTrue(System.nanoTime() - end < 0, what);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void shouldCutOffWhoSendsOrReadsTooSlowly() throws Exception {
    String end = " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    String json = end + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
    String lines = end + "Content-Type: application/x-ndjson\r\nContent-Length: 99999\r\n\r\n{";
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var silent = threads.submit(() -> trickle(""));
      var header = threads.submit(() -> trickle("GET /v1/health" + end + "X-Slow: "));
      var second = threads.submit(() -> trickle("GET /v1/health" + end + "\r\nGET /v1/hea"));
      var body = threads.submit(() -> trickle("POST " + LOOKUP + json));
      var events = threads.submit(() -> trickle("POST /v1/events" + lines));
      var reader = threads.submit(this::readNothing);
      assertEquals("", silent.get());
      assertEquals("", header.get());
      assertTrue(second.get().matches("(?s)(HTTP/1\\.1 200 .*)?"), second::resultNow);
      for (Future<String> one : List.of(body, events)) {
        // What goes on sending to a closed connection may lose the answer to the reset.
        assertTrue(one.get().matches("(?s)(HTTP/1\\.1 408 .*request-timeout.*)?"), one::resultNow);
      }
      reader.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** Sends a byte now and then; returns what had come when the server hung up. */
  private String trickle(String beginning) throws Exception {
    try (var socket = connect()) {
      socket.getOutputStream().write(beginning.getBytes(ISO_8859_1));
      var ended = new AtomicBoolean();
      Thread sender =
          Thread.startVirtualThread(() -> {
            try {
              while (!ended.get() && !beginning.isEmpty()) {
                LockSupport.parkNanos(200_000_000);
                socket.getOutputStream().write(' ');
              }
            } catch (IOException e) {
              ended.set(true); // cut off
            }
          });
      String answer = readAll(socket);
      ended.set(true);
      sender.join();
      return answer;
    }
  }

  private static String readAll(Socket socket) throws IOException {
    var answer = new StringBuilder();
    try {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        answer.append((char) b);
      }
    } catch (SocketException e) {
      return answer.toString(); // reset, as what was sent is not wanted
    }
    return answer.toString();
  }

  /** Asks for much and reads nothing, until writing fails because the server hung up. */
  private String readNothing() throws Exception {
    byte[] request = "GET /openapi.yaml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(ISO_8859_1);
    try (var socket = connect()) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      Thread sender =
          Thread.startVirtualThread(() -> {
            try {
              while (System.nanoTime() - end < 0) {
                socket.getOutputStream().write(request);
              }
            } catch (IOException e) {
              return; // cut off
            }
          });
      sender.join(PATIENCE);
      assertTrue(!sender.isAlive() && System.nanoTime() - end < 0, "it must be cut off");
    }
    return "";
  }

  @Test
  void shouldRefuseTenMegabytes() throws Exception {
    byte[] large = "x".repeat(10 << 20).getBytes(StandardCharsets.US_ASCII);
    assertEquals(413, post("/v1/events", "application/x-ndjson", large));
    assertEquals(413, post(LOOKUP, "application/json", large));
    assertEquals(413, post("/v1/tenants/acme/verdicts", "application/json", large));
    assertEquals(405, post(ALICE, "application/json", large));
    assertEquals(404, post("/nowhere", "application/json", large));
    assertEquals(200, client.get(ALICE).statusCode());
  }

  /** The status of an answer that may come before all was sent. */
  private int post(String path, String type, byte[] body) throws Exception {
    try (var socket = connect()) {
      var out = socket.getOutputStream();
      out.write(
          "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(path, type, body.length)
              .getBytes(ISO_8859_1));
      var _ =
          Thread.startVirtualThread(() -> {
            try {
              out.write(body);
            } catch (IOException e) {
              return; // nobody wants the rest
            }
          });
      String answer = answer(socket.getInputStream());
      assertTrue(answer.startsWith("HTTP/1.1 "), answer);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @Test
  void shouldTakeNoTricksWithPaths() throws Exception {
    String end = " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    for (String path :
        List.of(
            "/../../etc/passwd",
            "/v1/../openapi.yaml",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/v1/%2e%2e/openapi.yaml",
            "/v1/..;/openapi.yaml",
            "/console/..%2fopenapi.yaml",
            "/console/%252e%252e/openapi.yaml",
            "//v1//health",
            "/v1%2fhealth",
            "/v1/health%00",
            "/v1/health%2e",
            "/v1/health;x=1",
            "/%c0%ae%c0%ae/etc/passwd",
            "/v1/tenants/acme/subjects/user/alice%00/risk",
            "/v1/tenants/acme/subjects/user/%c0%ae%c0%ae/risk",
            "/v1/tenants/acme/subjects/user/%2e%2e%2f%2e%2e/risk",
            "/v1/tenants/%2e%2e/subjects/user/alice/risk",
            "/v1/tenants/acme/subjects/user/" + "a".repeat(600) + "/risk",
            "/v1/tenants/acme/subjects/user/" + "a".repeat(17_000) + "/risk",
            "http://elsewhere.example" + ALICE,
            "*")) {
      String answer = client.raw("GET " + path + end);
      assertTrue(answer.matches("(?s)HTTP/1\\.1 4(00|04|14|21|31) .*"), path + ": " + answer);
      assertTrue(answer.contains("urn:vedette:problem:"), path + ": " + answer);
    }
  }

  @Test
  void shouldTakeNoCursorThatItDidNotWrite() throws Exception {
    JsonNode page = client.json(LIST);
    String cursor = page.get("next").asText();
    assertEquals(200, client.get(LIST + "&cursor=" + cursor).statusCode());
    var tampered = new ArrayList<String>();
    for (int i = 0; i < cursor.length(); i++) {
      char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      tampered.add(cursor.substring(0, i) + other + cursor.substring(i + 1));
    }
    tampered.addAll(
        List.of("", "A", cursor + "A", cursor + "=", cursor.substring(1), "A".repeat(12_000)));
    for (String wrong : tampered) {
      assertEquals(400, client.get(LIST + "&cursor=" + wrong).statusCode(), wrong);
    }
    String elsewhere = "/v1/tenants/globex/subjects?limit=1&cursor=";
    assertEquals(400, client.get(elsewhere + cursor).statusCode(), "of another tenant");
    assertEquals(400, client.get(LIST + "&level=HIGH&cursor=" + cursor).statusCode());
  }
}
