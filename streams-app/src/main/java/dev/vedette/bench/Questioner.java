package dev.vedette.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks random questions at a steady rate, each of a random instance, whether answers have come or
 * not. As whatever balances load would, it asks another instance if one does not take the
 * connection or breaks it; what is answered is never asked again.
 */
final class Questioner implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_ATTEMPTS = 4;

  private final List<URI> instances;
  private final int users;
  private final SplittableRandom random;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  Questioner(List<URI> instances, int users, long seed) {
    this.instances = List.copyOf(instances);
    this.users = users;
    this.random = new SplittableRandom(seed);
  }

  /** Asks for so long, and returns when the last answer has come. */
  List<Answer> ask(int perSecond, Duration length) {
    Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    long startNanos = System.nanoTime();
    long number = perSecond * length.toMillis() / 1_000;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long i = 0; i < number; i++) {
        long dueNanos = startNanos + i * 1_000_000_000L / perSecond;
        Question question = Question.any(random, users, System.currentTimeMillis());
        int first = random.nextInt(instances.size());
        boolean upwards = random.nextBoolean();
        for (long wait = dueNanos - System.nanoTime();
            wait > 0;
            wait = dueNanos - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        threads.execute(() -> answers.add(ask(question, dueNanos, first, upwards)));
      }
    }
    return new ArrayList<>(answers);
  }

  private Answer ask(Question question, long dueNanos, int first, boolean upwards) {
    String trouble = "";
    int attempts = 0;
    while (attempts < MOST_ATTEMPTS) {
      URI instance =
          instances.get(
              Math.floorMod(upwards ? first + attempts : first - attempts, instances.size()));
      attempts++;
      try {
        HttpResponse<String> response =
            client.send(
                HttpRequest.newBuilder(instance.resolve(question.path())).timeout(PATIENCE).build(),
                BodyHandlers.ofString());
        return Answer.of(
            question,
            dueNanos,
            System.nanoTime(),
            instance.getAuthority(),
            attempts,
            response.statusCode(),
            response.headers().firstValue("Retry-After").isPresent(),
            response.body());
      } catch (IOException e) {
        trouble = e.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Answer.none(question, dueNanos, System.nanoTime(), attempts, "interrupted");
      }
    }
    return Answer.none(question, dueNanos, System.nanoTime(), attempts, trouble);
  }

  @Override
  public void close() {
    client.close();
  }
}
