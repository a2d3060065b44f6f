package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.flows.ingest.RawSources;
import dev.vedette.flows.ingest.RecordReader;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.topology.Wire;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An inbox without a broker, that fails or waits when it is told to. */
final class HeldInbox implements Inbox {
  static final Posting.Limits LIMITS = new Posting.Limits(256 << 10, 1_000, 256 << 10);

  private static final String EVENT =
      """
      {"time":"2026-11-20T09:00:00Z","category":"api","action":"read","principal":{"id":"alice"}}
      """;

  static final Post GOOD = new Post("application/x-ndjson", EVENT, true);
  static final Post BAD = new Post("application/x-ndjson; charset=utf-8", EVENT + "{}\n", true);
  static final Post LONG = new Post("application/x-ndjson", "x".repeat(1_001), true);
  static final Post FORM = new Post("text/plain", EVENT, true);
  static final Post MUCH = new Post("application/x-ndjson", EVENT.repeat(2_000), true);
  static final Post UNTAKEN = new Post("application/x-ndjson", EVENT, false);

  final List<String> lines = new ArrayList<>();
  volatile boolean takes = true;
  volatile @Nullable CountDownLatch hold;
  final CountDownLatch holding = new CountDownLatch(1);

  /**
   * Something to post.
   *
   * @param takes whether the inbox will take it
   */
  record Post(String type, String body, boolean takes) {}

  Posting posting() {
    return posting(InstantSource.system());
  }

  Posting posting(InstantSource clock) {
    return new Posting(
        this,
        RawSources.NONE,
        () -> new RecordReader(Wire.of(PackagedSchemas.load()).events(), RawSources.NONE, ""),
        clock,
        LIMITS);
  }

  /** Sends a request while the same one is being taken. */
  HttpResponse<String> whileHolding(Client client, HttpRequest request) throws Exception {
    var release = new CountDownLatch(1);
    hold = release;
    var first = client.http().sendAsync(request, BodyHandlers.ofString());
    if (!holding.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the first request did not come through");
    }
    var second = client.send(request);
    hold = null;
    release.countDown();
    if (first.get(20, TimeUnit.SECONDS).statusCode() != 200) {
      throw new AssertionError("the first request was refused");
    }
    return second;
  }

  @Override
  public void put(List<byte[]> put, @Nullable String format) {
    if (!takes) {
      throw new InboxUnavailableException("no", new TimeoutException());
    }
    CountDownLatch latch = hold;
    if (latch != null) {
      holding.countDown();
      try {
        if (!latch.await(30, TimeUnit.SECONDS)) {
          throw new AssertionError("held too long");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    synchronized (lines) {
      put.forEach(
          line -> lines.add((format == null ? "" : format + ": ") + new String(line, UTF_8)));
    }
  }

  @Override
  public void close() {}
}
