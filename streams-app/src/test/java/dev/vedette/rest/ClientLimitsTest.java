package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.rest.ClientLimits.Admitted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is counted as whom. */
class ClientLimitsTest {
  private static final String HERE = "203.0.113.1";
  private static final String THERE = "203.0.113.2";
  private static final String ALICE = "/v1/tenants/acme/subjects/user/alice/risk";

  private long nanos;

  /** Three a second, six at once. */
  private final ClientLimits limits = new ClientLimits(3, () -> nanos);

  @TempDir private Path directory;

  private static Supplier<Admitted> holder(@Nullable String name) {
    return () -> new Admitted(Caller.all("x"), name);
  }

  private static Admitted nobody() {
    throw new ProblemException(Problem.unauthorized());
  }

  /** The status that a request gets. */
  private int ask(String address, Supplier<Admitted> door) {
    try {
      assertEquals("x", limits.admit(address, door).name());
      return 200;
    } catch (ProblemException e) {
      int status = e.problem().status();
      assertEquals(status == 429, e.problem().retryAfterSeconds().isPresent());
      return status;
    }
  }

  /** How many of twenty requests get a status. */
  private long count(int status, String address, Supplier<Admitted> door) {
    long count = 0;
    for (int i = 0; i < 20; i++) {
      count += ask(address, door) == status ? 1 : 0;
    }
    return count;
  }

  @Test
  void shouldGiveEachHolderAShareBehindOneAddress() {
    assertEquals(6, count(200, HERE, holder("ann")));
    assertEquals(6, count(200, HERE, holder("bob")));
    assertEquals(6, count(200, HERE, holder(null)), "who shows none has the address's");
    assertEquals(429, ask(HERE, holder("carol")), "whose share is used up now");
    nanos += Duration.ofSeconds(1).toNanos();
    assertEquals(3, count(200, HERE, holder("ann")));
    assertEquals(3, count(200, HERE, holder("bob")));
  }

  @Test
  void shouldGiveOneHolderOneShareFromAllAddresses() {
    for (int i = 0; i < 3; i++) {
      assertEquals(200, ask(HERE, holder("ann")));
      assertEquals(200, ask(THERE, holder("ann")));
    }
    assertEquals(429, ask(HERE, holder("ann")));
    assertEquals(429, ask(THERE, holder("ann")));
    assertEquals(200, ask(THERE, holder("bob")));
    String long1 = "a".repeat(8_000);
    assertEquals(6, count(200, HERE, holder(long1 + "1")));
    assertEquals(6, count(200, THERE, holder(long1 + "2")), "long names are told apart");
    assertEquals(429, ask(THERE, holder(long1 + "1")));
  }

  @Test
  void shouldLookAtNoMoreTokensOfWhoGuesses() {
    assertEquals(6, count(401, HERE, ClientLimitsTest::nobody));
    assertEquals(429, ask(HERE, holder("ann")), "a good guess is not told of");
    assertEquals(200, ask(THERE, holder("ann")));
    nanos += Duration.ofSeconds(1).toNanos();
    assertEquals(3, count(401, HERE, ClientLimitsTest::nobody));
    String network = "2001:db8:0:1::";
    assertEquals(6, count(401, network + "1", ClientLimitsTest::nobody));
    assertEquals(429, ask("[" + network + "ffff]", ClientLimitsTest::nobody), "one network");
    assertEquals(401, ask("2001:db8:0:2::1", ClientLimitsTest::nobody), "another one");
  }

  @Test
  void shouldMakeGuessesAtOnceBeMadeUpFor() {
    // The first one is looked at while all others are.
    assertEquals(
        401,
        ask(
            HERE,
            () -> {
              assertEquals(6, count(401, HERE, ClientLimitsTest::nobody));
              return nobody();
            }));
    assertEquals(429, ask(HERE, ClientLimitsTest::nobody));
    nanos += Duration.ofMillis(400).toNanos();
    assertEquals(429, ask(HERE, ClientLimitsTest::nobody), "one was looked at on credit");
    nanos += Duration.ofMillis(400).toNanos();
    assertEquals(401, ask(HERE, ClientLimitsTest::nobody));
  }

  @Test
  void shouldCountWhatIsRefusedBeforeTheDoor() {
    for (int i = 0; i < 50; i++) {
      assertEquals("peer", limits.counting(HERE, () -> "peer"));
    }
    for (int i = 0; i < 8; i++) {
      var refused =
          assertThrows(
              ProblemException.class, () -> limits.counting(HERE, ClientLimitsTest::nobody));
      assertEquals(i < 6 ? 401 : 429, refused.problem().status());
    }
    assertEquals(429, ask(HERE, holder(null)));
    assertEquals("peer", limits.counting(HERE, () -> "peer"), "peers are not counted");
  }

  @Test
  void shouldRememberSoManyClientsOnly() {
    var limit = new RateLimit(1, () -> nanos);
    for (int i = 0; i < 2 * RateLimit.MAX_CLIENTS + 10; i++) {
      limit.charge("client " + i);
      assertTrue(limit.clients() <= 2 * RateLimit.MAX_CLIENTS);
    }
    assertTrue(limit.clients() < 10, "so many at once are forgotten");
    for (int i = 0; i < 2 * RateLimit.MAX_CLIENTS; i++) {
      limit.charge("late client " + i);
      nanos += Duration.ofMillis(1).toNanos();
    }
    assertTrue(limit.clients() <= RateLimit.MAX_CLIENTS);
    assertThrows(
        ProblemException.class,
        () -> {
          for (int i = 0; i < 3; i++) {
            limit.take("one");
          }
        });
  }

  @Test
  void shouldLetAnyNumberAskWithoutALimit() {
    var none = new ClientLimits(0, () -> nanos);
    for (int i = 0; i < 100; i++) {
      assertEquals("x", none.admit(HERE, holder("ann")).name());
      assertThrows(ProblemException.class, () -> none.admit(HERE, ClientLimitsTest::nobody));
    }
  }

  private static final String ANN = "ann-0123456789abcdef";
  private static final String BOB = "bob-0123456789abcdef";
  private static final int ASKED = 40;

  private Path tokens() throws IOException {
    return Files.writeString(
        directory.resolve("tokens"),
        "ann reader * sha256:%s%nbob reader * sha256:%s%n"
            .formatted(Grant.digest(ANN), Grant.digest(BOB)));
  }

  @Test
  void shouldCountHoldersOverHttp() throws Exception {
    assumeTrue(canBind("127.0.0.2"), "this machine has no second loopback address");
    var access = new AccessSettings(tokens(), null, null);
    try (var town = new Town();
        var server =
            RestServer.start(
                new RestSettings("127.0.0.1", 0, null).with(access).limitedTo(1), town.queries());
        var here = Client.of(server);
        var there = from("127.0.0.2", server)) {
      town.attack();
      assertCounted(200, here, there, ANN);
      assertEquals(200, get(here, BOB).statusCode(), "another one at the same address");
      assertCounted(401, here, here, "wrong-0123456789abcdef");
      assertEquals(200, get(there, BOB).statusCode(), "not where somebody guesses");
    }
  }

  /** Of many requests two are let through at once and one a second more, however slow this is. */
  private static void assertCounted(int status, Client one, Client other, String token)
      throws Exception {
    long begun = System.nanoTime();
    int through = 0;
    for (int i = 0; i < ASKED; i++) {
      HttpResponse<String> response = get(i % 2 == 0 ? one : other, token);
      if (response.statusCode() == status) {
        through++;
      } else {
        assertEquals(429, response.statusCode(), response::body);
        assertEquals("1", response.headers().firstValue("Retry-After").orElse(""));
      }
    }
    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    assertTrue(through >= 2 && through <= seconds + 3, through + " in " + seconds + " s");
  }

  private static boolean canBind(String address) {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static Client from(String address, RestServer server) throws IOException {
    return new Client(
        server.port(),
        HttpClient.newBuilder().localAddress(InetAddress.getByName(address)).build());
  }

  private static HttpResponse<String> get(Client client, String token) throws Exception {
    return client.send(client.request(ALICE).header("Authorization", "Bearer " + token).build());
  }
}
