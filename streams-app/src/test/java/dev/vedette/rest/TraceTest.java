package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What goes around answers: ids, versions, packing, limits. */
@TestInstance(Lifecycle.PER_CLASS)
class TraceTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String ALICE = "/v1/tenants/acme/subjects/user/alice/profile";

  private final Town town = new Town();
  private final RestServer server =
      RestServer.start(new RestSettings("127.0.0.1", 0, null), town.queries());
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
  void shouldGiveBackARequestsIdOrMakeOne() throws Exception {
    for (String path : List.of("/v1/health", "/nothing")) {
      var named = client.send(client.request(path).header("X-Request-Id", "a-b_c.9").build());
      assertEquals("a-b_c.9", named.headers().firstValue("X-Request-Id").orElse(""));
      for (String wrong : List.of("a b", "x".repeat(65), "<script>", "a\"b")) {
        var made = client.send(client.request(path).header("X-Request-Id", wrong).build());
        String id = made.headers().firstValue("X-Request-Id").orElse("");
        assertTrue(id.matches("[0-9a-f]{16}"), id);
      }
    }
    var problem = client.get("/nothing");
    assertEquals(
        problem.headers().firstValue("X-Request-Id").orElse(""),
        Client.json(problem).get("requestId").asText());
  }

  @Test
  void shouldReadWellFormedTracesOnly() {
    Trace trace = Trace.read("r1", "00-" + TRACE + "-00f067aa0ba902b7-01", "");
    assertEquals(TRACE, trace.traceId());
    assertEquals("00f067aa0ba902b7", trace.parentId());
    assertTrue(trace.toString().contains("trace_id=" + TRACE));
    for (String wrong :
        List.of(
            "",
            "00-" + TRACE,
            "ff-" + TRACE + "-00f067aa0ba902b7-01",
            "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01",
            "00-" + TRACE + "-0000000000000000-01",
            "00-" + TRACE.toUpperCase(Locale.ROOT) + "-00f067aa0ba902b7-01",
            "00-" + TRACE + "-00f067aa0ba902b7-01\nx")) {
      assertNull(Trace.read(null, wrong, "a=1").traceId(), wrong);
    }
    assertNotEquals(Trace.read(null, null, "").requestId(), Trace.read(null, null, "").requestId());
  }

  @Test
  void shouldHandOnATraceAsItCameWithASpanForEachRequest() {
    for (String flags : List.of("00", "01", "03")) {
      var traced =
          Trace.read(null, "00-" + TRACE + "-00f067aa0ba902b7-" + flags, "a=1,b=2").handedOn();
      assertNotNull(traced);
      String parent = traced.parent();
      assertTrue(parent.matches("00-" + TRACE + "-(?!0{16})[0-9a-f]{16}-" + flags), parent);
      assertFalse(parent.contains("00f067aa0ba902b7"), "the caller's span is not this request");
      assertNotEquals(parent, traced.parent());
      assertEquals("a=1,b=2", traced.state());
    }
    var future = Trace.read(null, "cc-" + TRACE + "-00f067aa0ba902b7-f9-x", "").handedOn();
    assertNotNull(future);
    assertTrue(future.parent().matches("00-.*-01"), "flags that are not known are not sent on");
    assertNull(future.state());
    for (String wrong : List.of("x".repeat(513), "a=\u00e9", "a=1\nb")) {
      var traced = Trace.read(null, "00-" + TRACE + "-00f067aa0ba902b7-01", wrong).handedOn();
      assertNotNull(traced);
      assertNull(traced.state(), wrong);
    }
    assertNull(Trace.read(null, null, "a=1").handedOn());
  }

  @Test
  void shouldPackForWhoeverUnpacks() throws Exception {
    String plain = client.get(ALICE).body();
    var request = client.request(ALICE).header("Accept-Encoding", "gzip").build();
    var packed = client.http().send(request, BodyHandlers.ofByteArray());
    assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElse(""));
    assertTrue(packed.body().length < plain.length() / 2);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertEquals(plain, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void shouldSayNoMoreThanThatNothingHasChanged() throws Exception {
    for (String path : List.of("/openapi.yaml", "/v1/tenants/acme/policy")) {
      var first = client.get(path);
      String tag = first.headers().firstValue("ETag").orElse("");
      for (String had : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
        var again = client.send(client.request(path).header("If-None-Match", had).build());
        assertEquals(304, again.statusCode(), had);
        assertEquals("", again.body());
        assertEquals(tag, again.headers().firstValue("ETag").orElse(""));
      }
      var other = client.send(client.request(path).header("If-None-Match", "\"x\"").build());
      assertEquals(200, other.statusCode());
    }
  }

  @Test
  void shouldLimitWhatAClientAsks() throws Exception {
    var settings = new RestSettings("127.0.0.1", 0, null).limitedTo(1);
    try (var limited = RestServer.start(settings, town.queries());
        var caller = Client.of(limited)) {
      assertEquals(200, caller.get("/v1/health").statusCode());
      assertEquals(200, caller.get("/v1/health").statusCode());
      var refused = caller.get("/v1/health");
      assertEquals(429, refused.statusCode());
      assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
      assertFalse(refused.headers().firstValue("X-Request-Id").orElse("").isEmpty());
    }
  }
}
