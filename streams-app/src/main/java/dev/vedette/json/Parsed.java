package dev.vedette.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Energy;
import dev.vedette.risk.RiskUpdate.Part;
import dev.vedette.risk.RiskUpdate.Step;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link Json} writes, to the last digit. What is not as it writes it is an {@link
 * IllegalArgumentException} that says what is missing or wrong.
 */
public final class Parsed {
  private static final int MICRO_DIGITS = 6;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(64)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Parsed() {}

  /** A text as JSON; numbers keep all of their digits. */
  public static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A risk update, as {@link Json#update} writes it. */
  public static RiskUpdate update(JsonNode node) {
    return risk(
        node, text(node, "id"), Level.valueOf(text(node, "previousLevel")), text(node, "causedBy"));
  }

  /** A risk that was read, as {@link Json#view} writes it: an update without id and cause. */
  public static RiskUpdate view(JsonNode node) {
    return risk(node, "", Level.valueOf(text(node, "level")), "");
  }

  /** A version of a signal, as {@link Json#version} writes it. */
  public static Signal version(JsonNode node) {
    JsonNode via = node.get("viaKey");
    JsonNode window = member(node, "window");
    return new Signal(
        subject(node),
        text(node, "detector"),
        Family.of(text(node, "family")),
        millis(window, "start"),
        millis(window, "end"),
        via == null ? null : SubjectKey.decode(via.textValue()),
        Math.toIntExact(micros(node, "evidence")),
        Math.toIntExact(micros(node, "previous")),
        text(node, "why"),
        text(node, "technique"),
        events(node),
        text(node, "causedBy"),
        millis(node, "time"),
        millis(node, "received"),
        unscoreable(node));
  }

  /** The activity of a session, as {@link Json#activity} writes it. */
  public static SessionActivity activity(JsonNode node) {
    JsonNode device = node.get("device");
    return new SessionActivity(
        subject(node),
        device == null ? null : device.textValue(),
        millis(node, "time"),
        SessionActivity.Kind.valueOf(text(node, "kind")));
  }

  /** Who is told of the activity of a session: its principal, or a device. */
  public static Subject told(JsonNode node) {
    return named(text(node, "tenant"), member(node, "told"), null);
  }

  /** A whole number. */
  public static long number(JsonNode node, String name) {
    JsonNode member = member(node, name);
    if (!member.canConvertToLong()) {
      throw new IllegalArgumentException("member \"%s\" is no whole number".formatted(name));
    }
    return member.longValue();
  }

  /** Whose something is: {@code tenant}, {@code subject}, and the {@code owner} of a session. */
  public static Subject subject(JsonNode node) {
    String tenant = text(node, "tenant");
    Subject owner = node.has("owner") ? named(tenant, member(node, "owner"), null) : null;
    return named(tenant, member(node, "subject"), owner);
  }

  /** An instant in milliseconds. */
  public static long millis(JsonNode node, String name) {
    try {
      return Instant.parse(text(node, name)).toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("member \"%s\" is no instant".formatted(name), e);
    }
  }

  /** Nats as micro-nats, exactly. */
  public static long micros(JsonNode node, String name) {
    JsonNode member = member(node, name);
    try {
      return member.decimalValue().movePointRight(MICRO_DIGITS).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "member \"%s\" has no whole number of micro-nats".formatted(name), e);
    }
  }

  /** A text. */
  public static String text(JsonNode node, String name) {
    String text = member(node, name).textValue();
    if (text == null) {
      throw new IllegalArgumentException("member \"%s\" is no text".formatted(name));
    }
    return text;
  }

  private static RiskUpdate risk(JsonNode node, String id, Level previous, String causedBy) {
    Subject subject = subject(node);
    return new RiskUpdate(
        id,
        subject,
        millis(node, "at"),
        member(node, "score").doubleValue(),
        micros(node, "logOdds"),
        Level.valueOf(text(node, "level")),
        previous,
        text(node, "reason"),
        all(node, "contributions", term -> contribution(subject, term)),
        all(node, "energies", Parsed::energy),
        node.has("nextDue") ? millis(node, "nextDue") : Long.MAX_VALUE,
        causedBy,
        text(node, "policyVersion"),
        node.has("supersedes") ? text(node, "supersedes") : "",
        unscoreable(node));
  }

  private static @Nullable List<String> unscoreable(JsonNode node) {
    return node.has("unscoreable") ? all(node, "unscoreable", JsonNode::textValue) : null;
  }

  private static Contribution contribution(Subject subject, JsonNode term) {
    return new Contribution(
        text(term, "name"),
        micros(term, "nats"),
        term.has("signals") ? all(term, "signals", part -> part(subject, part)) : List.of());
  }

  private static Part part(Subject subject, JsonNode part) {
    Subject decider = subject.decider();
    Subject owner = decider.type().isPrincipal() ? decider : null;
    return new Part(
        named(subject.tenant(), member(part, "subject"), owner),
        text(part, "detector"),
        millis(part, "window"),
        micros(part, "nats"),
        Math.toIntExact(micros(part, "evidence")),
        text(part, "why"),
        text(part, "technique"),
        events(part));
  }

  private static Energy energy(JsonNode energy) {
    return new Energy(
        Family.of(text(energy, "family")),
        member(energy, "nats").doubleValue(),
        millis(energy, "at"),
        member(energy, "halfLifeSeconds").longValue() * 1000,
        member(energy, "capNats").doubleValue(),
        energy.has("ahead")
            ? all(
                energy,
                "ahead",
                step -> new Step(millis(step, "at"), member(step, "nats").doubleValue()))
            : List.of());
  }

  private static List<EventRef> events(JsonNode node) {
    return all(node, "events", event -> new EventRef(millis(event, "time"), text(event, "id")));
  }

  private static Subject named(String tenant, JsonNode node, @Nullable Subject owner) {
    SubjectType type = SubjectType.of(text(node, "type"));
    return new Subject(tenant, type, text(node, "id"), type == SubjectType.SESSION ? owner : null);
  }

  private static JsonNode member(JsonNode node, String name) {
    JsonNode member = node.get(name);
    if (member == null || member.isNull()) {
      throw new IllegalArgumentException("member \"%s\" is missing".formatted(name));
    }
    return member;
  }

  private static <T> List<T> all(JsonNode node, String name, Function<JsonNode, T> one) {
    var all = new ArrayList<T>();
    member(node, name).forEach(element -> all.add(one.apply(element)));
    return all;
  }
}
