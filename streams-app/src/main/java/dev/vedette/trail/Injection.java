package dev.vedette.trail;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.vedette.simulator.Dice;
import dev.vedette.simulator.cloudtrail.TrailPrincipal;
import dev.vedette.simulator.cloudtrail.TrailPrincipal.Sitting;
import dev.vedette.simulator.cloudtrail.TrailSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts recorded techniques into a simulated account: each once, at an instant of the second half.
 * Rewritten is what would betray where a record comes from: who calls (a principal of the account,
 * under its usual ARN), the account, the region (the victim's usual one), the address (a new one),
 * the client (a common tool's), times, ids. Everything else stays as it was recorded.
 */
final class Injection {
  private static final long PURPOSE = 0x1A7EC7;
  private static final long SIX_HOURS_MILLIS = 6 * 3_600_000L;
  private static final int SHORTEST_NAME = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Addresses for documentation (RFC 5737), which nobody in the account uses. */
  private static final List<String> NETWORKS = List.of("192.0.2.", "198.51.100.", "203.0.113.");

  private static final List<String> AGENTS =
      List.of(
          "aws-cli/2.17.20 Python/3.11.9 Linux/6.5 exe/x86_64 prompt/off",
          "Boto3/1.34.150 md/Botocore#1.34 ua/2.0 os/linux md/arch#x86_64 lang/python#3.11.9",
          "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64");

  private final TrailSettings settings;
  private final Victims victims;

  Injection(TrailSettings settings, List<TrailPrincipal> principals) {
    this.settings = settings;
    victims = new Victims(principals, Dice.of(settings.seed(), PURPOSE));
  }

  /**
   * One record to be written.
   *
   * @param id its event id
   * @param step what is called
   * @param principal whose credentials the attacker has; empty if nobody's of the account
   */
  record Injected(
      long timeMillis, String json, String id, Technique technique, String step, String principal) {
    /** A line of the labels' file: event id, campaign, attack, step, principal. */
    String label() {
      return String.join(",", id, technique.name(), technique.tactic(), step, principal);
    }
  }

  /** The techniques' records as they belong into the trail, in the order of their times. */
  List<Injected> of(List<Technique> techniques) {
    var all = new ArrayList<Injected>();
    for (int turn = 0; turn < techniques.size(); turn++) {
      all.addAll(of(techniques.get(turn), turn));
    }
    all.sort(Comparator.comparingLong(Injected::timeMillis));
    return all;
  }

  private List<Injected> of(Technique technique, int turn) {
    var dice = Dice.of(settings.seed(), PURPOSE, turn + 1L);
    long half = settings.startMillis() + (settings.endMillis() - settings.startMillis()) / 2;
    long last = settings.endMillis() - technique.lengthMillis() - 60_000;
    long start = dice.between(half, Math.max(half + 1, last));
    start -= Math.floorMod(start, 1_000L);
    var scene =
        new Scene(turn, start, dice.pick(NETWORKS) + (1 + dice.below(254)), dice.pick(AGENTS));
    long first = Technique.timeMillis(technique.records().getFirst());
    var injected = new ArrayList<Injected>();
    for (ObjectNode recorded : technique.records()) {
      long at = start + Technique.timeMillis(recorded) - first;
      if (at < settings.endMillis()) {
        injected.add(rewrite(technique, recorded, at, scene, dice));
      }
    }
    return injected;
  }

  private record Scene(int turn, long startMillis, String address, String agent) {}

  private Injected rewrite(
      Technique technique, ObjectNode recorded, long at, Scene scene, Dice dice) {
    JsonNode identity = recorded.path("userIdentity");
    TrailPrincipal victim = victims.of(scene.turn(), identity);
    ObjectNode copy = (ObjectNode) replaced(recorded, names(recorded, identity, victim, scene));
    if (victim != null) {
      copy.set("userIdentity", identity(identity, victim, scene));
    }
    String id = uuid(dice);
    copy.put("eventTime", Instant.ofEpochMilli(at).toString());
    copy.put("eventID", id);
    if (copy.has("requestID")) {
      copy.put("requestID", uuid(dice));
    }
    String agent = copy.path("userAgent").asText();
    if (!agent.endsWith(".amazonaws.com") && !agent.startsWith("Mozilla/")) {
      copy.put("userAgent", scene.agent());
    }
    return new Injected(
        at,
        copy.toString(),
        id,
        technique,
        plain(copy.path("eventName").asText()),
        victim == null ? "" : plain(victim.name()));
  }

  /** What stands for what, wherever it stands. */
  private static Map<String, String> names(
      ObjectNode recorded, JsonNode identity, @Nullable TrailPrincipal victim, Scene scene) {
    var names = new LinkedHashMap<String, String>();
    put(names, identity.path("accountId"), TrailPrincipal.ACCOUNT);
    put(names, recorded.path("recipientAccountId"), TrailPrincipal.ACCOUNT);
    if (!recorded.path("sourceIPAddress").asText().endsWith(".amazonaws.com")) {
      put(names, recorded.path("sourceIPAddress"), scene.address());
    }
    if (victim != null) {
      put(names, recorded.path("awsRegion"), victim.region());
      put(names, identity.path("userName"), victim.name());
      put(
          names,
          identity.path("sessionContext").path("sessionIssuer").path("userName"),
          victim.name());
    }
    return names;
  }

  private static void put(Map<String, String> names, JsonNode from, String to) {
    if (from.isTextual() && from.asText().length() >= SHORTEST_NAME) {
      names.putIfAbsent(from.asText(), to);
    }
  }

  private static JsonNode replaced(JsonNode node, Map<String, String> names) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JSON.createObjectNode();
      object.properties().forEach(e -> copy.set(e.getKey(), replaced(e.getValue(), names)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JSON.createArrayNode();
      array.forEach(each -> copy.add(replaced(each, names)));
      return copy;
    }
    if (node.isTextual()) {
      String text = node.asText();
      for (var name : names.entrySet()) {
        text = text.replace(name.getKey(), name.getValue());
      }
      return TextNode.valueOf(text);
    }
    return node;
  }

  /** The victim's usual identity; a federated session keeps its type. */
  private static JsonNode identity(JsonNode recorded, TrailPrincipal victim, Scene scene) {
    long opened =
        switch (victim.standing()) {
          // Stolen from the machine: the session in which it works itself.
          case INSTANCE ->
              scene.startMillis() - Math.floorMod(scene.startMillis(), SIX_HOURS_MILLIS);
          default -> scene.startMillis();
        };
    Sitting sitting = victim.sitting(opened, false);
    JsonNode own = identity(victim, sitting);
    if (!recorded.path("type").asText().equals("FederatedUser")) {
      return own;
    }
    String account = TrailPrincipal.ACCOUNT;
    ObjectNode federated = JSON.createObjectNode();
    federated.put("type", "FederatedUser");
    federated.put("principalId", account + ":" + victim.name());
    federated.put("arn", "arn:aws:sts::%s:federated-user/%s".formatted(account, victim.name()));
    federated.put("accountId", account);
    federated.put("accessKeyId", victim.sitting(opened, true).key());
    ObjectNode issuer = federated.putObject("sessionContext").putObject("sessionIssuer");
    for (String field : List.of("type", "principalId", "arn", "accountId", "userName")) {
      issuer.set(field, own.path(field));
    }
    return federated;
  }

  private static JsonNode identity(TrailPrincipal victim, Sitting sitting) {
    try (var buffer = new TokenBuffer(JSON, false)) {
      JsonGenerator json = buffer;
      victim.writeIdentity(sitting, json);
      return JSON.readTree(buffer.asParser());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String uuid(Dice dice) {
    String chance = dice.between(0L, Long.MAX_VALUE) + ":" + dice.between(0L, Long.MAX_VALUE);
    return UUID.nameUUIDFromBytes(chance.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Without what a line of CSV gives a meaning. */
  private static String plain(String text) {
    return text.replaceAll("[,\"\\r\\n]", "_");
  }
}
