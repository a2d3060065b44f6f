package dev.vedette.rest;

import dev.vedette.rest.Reading.Part;
import dev.vedette.rest.cluster.Errand;
import dev.vedette.rest.cluster.Mark;
import dev.vedette.rest.cluster.Peers;
import dev.vedette.rest.cluster.Peers.Answer;
import dev.vedette.rest.cluster.Peers.Question;
import dev.vedette.runtime.Placement.Seat;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers here what can be answered here, and hands on the rest: to the instance that works on the
 * state, or if that does not answer, to those that follow it. What was handed on once is answered
 * or refused.
 */
final class Forwarding {
  /** For whom a request was looked up under way: the owner of its session. */
  static final String OWNER = "vedette.owner";

  /** How long a request may take that is handed on. */
  private static final Duration PATIENCE = Duration.ofMillis(220);

  /** How long the one is waited for that works on the state, if another follows it. */
  private static final Duration FIRST = Duration.ofMillis(120);

  private static final String MARK = "vedette.mark";
  private static final Set<Integer> ANSWERS = Set.of(200, 304, 400, 404, 409);
  private static final Pattern PLAIN = Pattern.compile("[ -~]*");
  private static final String HAD = "If-None-Match";
  private static final List<String> PASSED_BACK =
      List.of("ETag", "Cache-Control", "Retry-After", "WWW-Authenticate");

  private final ClusterEngine engine;
  private final Peers peers;

  Forwarding(ClusterEngine engine, Peers peers) {
    this.engine = engine;
    this.peers = peers;
  }

  /** Notes that a request comes from another instance. */
  static void mark(Context context, Mark mark) {
    context.attribute(MARK, mark);
  }

  /** Who handed a request on; null if nobody did. */
  static @Nullable Mark mark(Context context) {
    return context.attribute(MARK);
  }

  /** For whom a request asks. */
  static Errand errand(Context context) {
    Trace trace = Trace.of(context);
    return new Errand(plain(context.header("Authorization")), trace.requestId(), trace.handedOn());
  }

  /** A header that can be sent on: nobody needs others. */
  private static @Nullable String plain(@Nullable String header) {
    return header != null && PLAIN.matcher(header).matches() ? header : null;
  }

  /** A handler that also answers for other instances' state. */
  Handler around(Handler handler) {
    return context -> {
      Mark mark = mark(context);
      var reading = new Reading(errand(context), mark != null, null);
      try {
        handle(handler, context, reading);
      } catch (ElsewhereException | StoresUnavailableException e) {
        Part part = reading.first();
        if (part == null || mark != null || HandlerType.POST.equals(context.method())) {
          throw unavailable(e);
        }
        handOn(handler, context, reading, part, unavailable(e));
      }
    };
  }

  private static StoresUnavailableException unavailable(RuntimeException e) {
    return e instanceof StoresUnavailableException known
        ? known
        : new StoresUnavailableException(String.valueOf(e.getMessage()), e);
  }

  private static void handle(Handler handler, Context context, Reading reading) throws Exception {
    ScopedValue.where(Reading.NOW, reading)
        .call(() -> {
          handler.handle(context);
          return null;
        });
  }

  private void handOn(
      Handler handler,
      Context context,
      Reading reading,
      Part part,
      StoresUnavailableException failure)
      throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    Seat seat = engine.placement().seat(part.topic(), part.partition());
    StoresUnavailableException last = failure;
    List<String> candidates = candidates(seat);
    for (int i = 0; i < candidates.size(); i++) {
      String instance = candidates.get(i);
      if (instance.equals(engine.placement().me())) {
        try {
          handle(handler, context, reading.as(true, null));
          return;
        } catch (ElsewhereException | StoresUnavailableException e) {
          last = unavailable(e);
        }
        continue;
      }
      Duration left = Duration.ofNanos(until - System.nanoTime());
      boolean more = i + 1 < candidates.size();
      Answer answer = ask(instance, context, more && left.compareTo(FIRST) > 0 ? FIRST : left);
      if (answer != null && isAnswer(answer, context)) {
        pass(answer, context);
        return;
      }
      last =
          new StoresUnavailableException(
              "the instances that have this state do not answer for it now", last);
    }
    throw last;
  }

  /**
   * Who may have it, the best first. Who works on it was asked already if that is this instance;
   * its copy is asked for then all the same, as it may have become one.
   */
  private List<String> candidates(Seat seat) {
    var candidates = new ArrayList<String>();
    var last = new ArrayList<String>();
    String me = engine.placement().me();
    if (seat.active() != null && !seat.active().equals(me)) {
      (peers.isSuspected(seat.active()) ? last : candidates).add(seat.active());
    }
    if (seat.standbys().contains(me)) {
      candidates.add(me);
    }
    for (String standby : seat.standbys()) {
      if (!standby.equals(me)) {
        (peers.isSuspected(standby) ? last : candidates).add(standby);
      }
    }
    candidates.addAll(last);
    return candidates;
  }

  private @Nullable Answer ask(String instance, Context context, Duration patience) {
    String had = plain(context.header(HAD));
    Map<String, String> headers = had == null ? Map.of() : Map.of(HAD, had);
    try {
      return peers.ask(
          instance, new Question(target(context), null, headers, errand(context)), patience);
    } catch (IOException e) {
      return null; // it is asked of another one
    }
  }

  /** Path and query as they came, with the owner that was found meanwhile. */
  private static String target(Context context) {
    String query = context.req().getQueryString();
    var target = new StringBuilder(context.req().getRequestURI());
    String owner = context.attribute(OWNER);
    char before = '?';
    if (query != null && !query.isEmpty()) {
      target.append(before).append(query);
      before = '&';
    }
    if (owner != null) {
      target.append(before).append("owner=").append(owner);
    }
    return legal(target.toString());
  }

  /** What is no character of a URI is percent-encoded; it means the same. */
  private static String legal(String raw) {
    var legal = new StringBuilder(raw.length() + 16);
    for (byte one : raw.getBytes(StandardCharsets.UTF_8)) {
      int c = one & 0xff;
      if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}[]#".indexOf(c) >= 0) {
        legal.append('%').append(String.format("%02X", c));
      } else {
        legal.append((char) c);
      }
    }
    return legal.toString();
  }

  /**
   * Whether it is what the caller asked for. The caller was let in and may see the tenant: if the
   * other instance finds otherwise, its settings or its clock differ, and it says nothing of the
   * subject. Neither does whoever else may listen there by now.
   */
  private static boolean isAnswer(Answer answer, Context context) {
    boolean isIts =
        answer
            .response()
            .headers()
            .firstValue(Trace.REQUEST_ID)
            .filter(Trace.of(context).requestId()::equals)
            .isPresent();
    return isIts && ANSWERS.contains(answer.status());
  }

  private static void pass(Answer answer, Context context) {
    var headers = answer.response().headers();
    for (String name : PASSED_BACK) {
      Optional<String> value = headers.firstValue(name);
      value.ifPresent(text -> context.res().setHeader(name, text));
    }
    context.status(answer.status());
    headers.firstValue("Content-Type").ifPresent(context::contentType);
    if (answer.status() != 304) {
      context.result(answer.response().body());
    }
  }
}
