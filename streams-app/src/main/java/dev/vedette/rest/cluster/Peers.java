package dev.vedette.rest.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks other instances, over HTTP/1.1 with connections that are kept. All that is asked is a
 * question: it may be asked twice.
 */
public final class Peers implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofMillis(100);

  /** Who did not answer is asked last for so long. */
  private static final Duration SUSPECTED = Duration.ofSeconds(1);

  private static final int AT_ONCE = 48;

  private final String me;
  private final @Nullable ClusterKey key;
  private final LongSupplier nanos;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final ConcurrentMap<String, Long> suspectedUntil = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Semaphore> room = new ConcurrentHashMap<>();

  /**
   * Peers of an instance.
   *
   * @param me as the others know it
   * @param key null if all are on this machine
   * @param nanos a clock that only goes forward
   */
  public Peers(String me, @Nullable ClusterKey key, LongSupplier nanos) {
    this.me = me;
    this.key = key;
    this.nanos = nanos;
  }

  /**
   * A question.
   *
   * @param target path and query, raw
   * @param body null for GET, otherwise it is posted
   * @param headers to be sent too
   * @param errand for whom
   */
  public record Question(
      String target, byte @Nullable [] body, Map<String, String> headers, Errand errand) {
    /** Copies the headers. */
    public Question {
      headers = Map.copyOf(headers);
    }
  }

  /** An answer, whatever its status is. */
  public record Answer(int status, HttpResponse<byte[]> response) {}

  /** Whether an instance lately did not answer. */
  public boolean isSuspected(String instance) {
    Long until = suspectedUntil.get(instance);
    return until != null && nanos.getAsLong() - until < 0;
  }

  /**
   * Asks and waits.
   *
   * @throws IOException if there is no answer in time
   */
  public Answer ask(String instance, Question question, Duration patience) throws IOException {
    long until = nanos.getAsLong() + patience.toNanos();
    Semaphore free = room.computeIfAbsent(instance, name -> new Semaphore(AT_ONCE));
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new HttpTimeoutException("too many wait for " + instance);
      }
      try {
        HttpResponse<byte[]> response = send(instance, question, until);
        suspectedUntil.remove(instance);
        return new Answer(response.statusCode(), response);
      } finally {
        free.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      suspectedUntil.put(instance, nanos.getAsLong() + SUSPECTED.toNanos());
      throw e;
    }
  }

  private HttpResponse<byte[]> send(String instance, Question question, long until)
      throws IOException, InterruptedException {
    try {
      return client.send(request(instance, question, until), BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // A kept connection may be closed by the other side at any time.
      return client.send(request(instance, question, until), BodyHandlers.ofByteArray());
    }
  }

  private HttpRequest request(String instance, Question question, long until)
      throws HttpTimeoutException {
    Duration left = Duration.ofNanos(until - nanos.getAsLong());
    if (left.toMillis() < 1) {
      throw new HttpConnectTimeoutException("no time is left to ask " + instance);
    }
    byte[] body = question.body();
    Errand errand = question.errand();
    String mark =
        Mark.write(
            new Mark(me),
            key,
            body == null ? "GET" : "POST",
            question.target(),
            errand.requestId());
    var request =
        HttpRequest.newBuilder(URI.create("http://" + instance + question.target()))
            .timeout(left)
            .header(Mark.HEADER, mark)
            .header("X-Request-Id", errand.requestId());
    question.headers().forEach(request::header);
    if (errand.authorization() != null) {
      request.header("Authorization", errand.authorization());
    }
    Errand.Traced trace = errand.trace();
    if (trace != null) {
      request.header("traceparent", trace.parent());
      if (trace.state() != null) {
        request.header("tracestate", trace.state());
      }
    }
    return (body == null ? request.GET() : request.POST(BodyPublishers.ofByteArray(body))).build();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
