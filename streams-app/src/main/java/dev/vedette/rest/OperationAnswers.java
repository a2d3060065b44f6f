package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Registry;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.behaviour.Account;
import dev.vedette.flows.behaviour.Said;
import dev.vedette.flows.ingest.IngestAccount;
import dev.vedette.flows.ingest.IngestAccounts;
import dev.vedette.flows.risk.Precision;
import dev.vedette.json.Json;
import dev.vedette.rest.Queries.Accounts;
import dev.vedette.rest.Queries.Health;
import dev.vedette.rest.Queries.Instance;
import dev.vedette.rest.Queries.Lag;
import dev.vedette.rest.Queries.Verdicts;
import dev.vedette.runtime.Backlog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The JSON of answers on the service itself. */
final class OperationAnswers {
  /** It is looked every two seconds. */
  private static final Duration UNREAD_TOLD = Duration.ofSeconds(15);

  private OperationAnswers() {}

  /** Every detector, what it said of late, and how often it was right as far as was found out. */
  static byte[] detectors(String tenant, Verdicts verdicts) {
    return Json.bytes(json -> {
      Answers.start(verdicts.asOf(), verdicts.dataTime(), json);
      json.writeStringField("tenant", tenant);
      Answers.partial(verdicts.missing(), json);
      json.writeArrayFieldStart("detectors");
      for (Detector<?, ?> detector : Registry.all()) {
        json.writeStartObject();
        detector(detector, verdicts.shadow(), json);
        List<Precision.Day> days =
            verdicts.days().stream().filter(day -> day.detector().equals(detector.id())).toList();
        List<Said.Day> said =
            verdicts.said().stream().filter(day -> day.detector().equals(detector.id())).toList();
        said(said, json);
        counts(days, json);
        json.writeArrayFieldStart("days");
        var each = new TreeSet<Integer>();
        days.forEach(day -> each.add(day.epochDay()));
        said.forEach(day -> each.add(day.epochDay()));
        for (int one : each) {
          json.writeStartObject();
          json.writeStringField("day", LocalDate.ofEpochDay(one).toString());
          said(said.stream().filter(day -> day.epochDay() == one).toList(), json);
          counts(days.stream().filter(day -> day.epochDay() == one).toList(), json);
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void detector(Detector<?, ?> detector, Set<String> shadow, JsonGenerator json)
      throws IOException {
    json.writeStringField("detector", detector.id());
    json.writeStringField("title", detector.about().title());
    json.writeStringField("sees", detector.about().sees());
    json.writeStringField("family", detector.family().wireName());
    json.writeStringField("technique", detector.technique());
    json.writeStringField("window", detector.window().toString());
    json.writeArrayFieldStart("subjects");
    for (SubjectType type : SubjectType.values()) {
      if (detector.subjects().contains(type)) {
        json.writeString(type.wireName());
      }
    }
    json.writeEndArray();
    json.writeStringField("mode", shadow.contains(detector.id()) ? "shadow" : "live");
  }

  private static void said(List<Said.Day> days, JsonGenerator json) throws IOException {
    json.writeNumberField("signals", days.stream().mapToLong(Said.Day::signals).sum());
    json.writeObjectFieldStart("atLeastNats");
    for (int i = 0; i < Said.NATS.size(); i++) {
      int at = i;
      json.writeNumberField(
          Said.NATS.get(i).toString(), days.stream().mapToLong(day -> day.atLeast().get(at)).sum());
    }
    json.writeEndObject();
  }

  private static void counts(List<Precision.Day> days, JsonGenerator json) throws IOException {
    long truths = days.stream().mapToLong(Precision.Day::truePositives).sum();
    long mistakes = days.stream().mapToLong(Precision.Day::falsePositives).sum();
    long expected = days.stream().mapToLong(Precision.Day::benignExpected).sum();
    json.writeNumberField("truePositives", truths);
    json.writeNumberField("falsePositives", mistakes);
    json.writeNumberField("benignExpected", expected);
    long all = truths + mistakes + expected;
    if (all == 0) {
      json.writeNullField("precision");
    } else {
      json.writeNumberField("precision", (double) truths / all);
    }
  }

  static byte[] me(Caller caller, List<String> seen) {
    return Json.bytes(json -> {
      json.writeStartObject();
      if (caller.ownName() == null) {
        json.writeNullField("name");
      } else {
        json.writeStringField("name", caller.ownName());
      }
      json.writeArrayFieldStart("roles");
      for (Caller.Role role : Caller.Role.values()) {
        if (caller.roles().contains(role)) {
          json.writeString(SubjectAnswers.word(role));
        }
      }
      json.writeEndArray();
      Set<String> tenants = caller.tenants();
      if (tenants == null) {
        json.writeNullField("tenants");
      } else {
        texts("tenants", tenants.stream().sorted().toList(), json);
      }
      texts("tenantsSeen", seen, json);
      json.writeEndObject();
    });
  }

  private static void texts(String name, List<String> texts, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /**
   * How the pipeline is.
   *
   * @param backlog what waits in all partitions; null if it is not known
   * @param accounts what was counted; null while the state cannot be read
   */
  static byte[] pipeline(
      Instant asOf,
      Health health,
      @Nullable Backlog backlog,
      @Nullable Accounts accounts,
      List<Instance> instances) {
    return Json.bytes(json -> {
      Answers.start(asOf, accounts == null ? null : accounts.dataTime(), json);
      json.writeStringField("state", health.state());
      json.writeBooleanField("running", health.running());
      json.writeNumberField("threads", health.threads());
      json.writeArrayFieldStart("instances");
      for (Instance instance : instances) {
        json.writeStartObject();
        json.writeStringField("instance", instance.name());
        json.writeBooleanField("asked", instance.isAsked());
        json.writeStringField("state", instance.isReachable() ? "reachable" : "unreachable");
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("partitions");
      for (Lag lag : health.lags()) {
        json.writeStartObject();
        json.writeStringField("topic", lag.topic());
        json.writeNumberField("partition", lag.partition());
        json.writeNumberField("lag", lag.records());
        json.writeEndObject();
      }
      json.writeEndArray();
      unread(backlog, json);
      if (accounts == null) {
        json.writeNullField("accounts");
      } else {
        json.writeObjectFieldStart("accounts");
        accounts(accounts, json);
        json.writeEndObject();
      }
      json.writeObjectFieldStart("latencies");
      for (var latency : new TreeMap<>(health.latencies()).entrySet()) {
        json.writeObjectFieldStart(latency.getKey());
        if (latency.getValue().mean().isPresent()) {
          json.writeNumberField("meanMillis", latency.getValue().mean().getAsDouble());
        }
        if (latency.getValue().max().isPresent()) {
          json.writeNumberField("maxMillis", latency.getValue().max().getAsDouble());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  /** What nobody reads; nothing is said of it by a look that is too long ago. */
  private static void unread(@Nullable Backlog backlog, JsonGenerator json) throws IOException {
    if (backlog == null || backlog.age().compareTo(UNREAD_TOLD) > 0) {
      json.writeNullField("unread");
      return;
    }
    json.writeObjectFieldStart("unread");
    json.writeNumberField("measuredMillis", backlog.age().toMillis());
    json.writeArrayFieldStart("partitions");
    for (var one : backlog.unread().entrySet()) {
      json.writeStartObject();
      json.writeStringField("topic", one.getKey().topic());
      json.writeNumberField("partition", one.getKey().partition());
      json.writeNumberField("records", one.getValue().records());
      json.writeNumberField("stillMillis", one.getValue().still().toMillis());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void accounts(Accounts accounts, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("ingested");
    counts(accounts.ingested().total(), json);
    json.writeEndObject();
    json.writeObjectFieldStart("judged");
    Account judged = accounts.judged().total();
    json.writeNumberField("scored", judged.scored());
    json.writeNumberField("duplicates", judged.duplicates());
    json.writeNumberField("skewed", judged.skewed());
    json.writeEndObject();
    json.writeArrayFieldStart("sources");
    for (var source : accounts.ingested().bySource().entrySet()) {
      json.writeStartObject();
      json.writeStringField("source", source.getKey());
      counts(source.getValue(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("causes");
    for (var cause : accounts.ingested().causes().entrySet()) {
      json.writeStartObject();
      json.writeStringField("source", cause.getKey().source());
      json.writeStringField(
          "outcome",
          cause.getKey().kind() == IngestAccounts.Kind.DEAD ? "dead_lettered" : "ignored");
      json.writeStringField("name", cause.getKey().name());
      json.writeNumberField("count", cause.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void counts(IngestAccount account, JsonGenerator json) throws IOException {
    json.writeNumberField("records", account.records());
    json.writeNumberField("read", account.read());
    json.writeNumberField("accepted", account.accepted());
    json.writeNumberField("tooLate", account.tooLate());
    json.writeNumberField("ignored", account.ignored());
    json.writeNumberField("deadLettered", account.deadLettered());
  }
}
