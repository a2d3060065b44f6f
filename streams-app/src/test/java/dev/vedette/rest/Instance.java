package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.rest.cluster.Mark;
import dev.vedette.runtime.Pipeline;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** One of {@link Instances}, and how to ask it. */
record Instance(Pipeline pipeline, Cluster cluster, RestServer server, Client client)
    implements AutoCloseable {
  /** What the others call it. */
  String name() {
    return "127.0.0.1:" + server.port();
  }

  /** An answer that must be there at once. */
  JsonNode ok(String path) throws Exception {
    var response = ask(path, Instances.ALL, null, null);
    assertEquals(200, response.statusCode(), response.body());
    return Client.json(response);
  }

  /** The first answer that is not that the state cannot be read now, which must be one. */
  JsonNode awaitOk(String path) throws Exception {
    var response = awaitAnswer(path);
    assertEquals(200, response.statusCode(), path + ": " + response.body());
    return Client.json(response);
  }

  /** An answer of who works on the state: where machines are slow, a copy may be quicker. */
  JsonNode awaitActive(String path) throws Exception {
    long deadline = Instances.deadline();
    while (true) {
      JsonNode answer = awaitOk(path);
      if (answer.get("from").get("role").asText().equals("active")) {
        return answer;
      }
      assertTrue(System.nanoTime() < deadline, answer::toString);
      Thread.sleep(50);
    }
  }

  /** The first answer in which nothing is missing. */
  JsonNode awaitWhole(String path) throws Exception {
    long deadline = Instances.deadline();
    while (true) {
      JsonNode answer = awaitOk(path);
      if (!answer.get("partial").asBoolean()) {
        return answer;
      }
      assertNotEquals(0, answer.get("missing").size());
      assertFalse(answer.has("cutAfter"), answer::toString);
      assertTrue(System.nanoTime() < deadline, answer::toString);
      Thread.sleep(50);
    }
  }

  /** The first answer that is not that the state cannot be read now. */
  HttpResponse<String> awaitAnswer(String path) throws Exception {
    long deadline = Instances.deadline();
    while (true) {
      var response = ask(path, Instances.ALL, null, null);
      if (response.statusCode() != 503) {
        return response;
      }
      assertTrue(System.nanoTime() < deadline, response::body);
      Thread.sleep(50);
    }
  }

  /** Asks with a token, perhaps with a body, perhaps with the mark of an instance. */
  HttpResponse<String> ask(String path, String token, @Nullable String body, @Nullable String mark)
      throws Exception {
    HttpRequest.Builder request = client.request(path).header("Authorization", "Bearer " + token);
    if (body != null) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
    if (mark != null) {
      request.header(Mark.HEADER, mark);
    }
    return client.send(request.build());
  }

  @Override
  public void close() {
    client.close();
    server.close();
    cluster.close();
    pipeline.close();
  }
}
