package dev.vedette.simulator.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class TrailLifeTest {
  private static final TrailSettings SETTINGS = TrailSettings.of(200, 8, 3);
  private static final JsonFactory JSON = new JsonFactory();

  @Test
  void shouldTellTheSameStoryForTheSameSeed() {
    TrailSettings small = TrailSettings.of(40, 3, 7);
    List<TrailRecord> first = all(small);
    assertTrue(first.size() > 1_000, () -> "only " + first.size());
    assertEquals(first, all(small));
    assertNotEquals(first, all(TrailSettings.of(40, 3, 8)));
  }

  @Test
  void shouldWriteRecordsThatATrailCouldHold() throws IOException {
    var ids = new HashSet<String>();
    var count = new TreeMap<String, Integer>();
    long before = SETTINGS.startMillis();
    int records = 0;
    for (TrailLife life = TrailLife.of(SETTINGS); life.hasNext(); ) {
      TrailRecord next = life.next();
      records++;
      Map<String, String> flat = flat(next.json());
      assertTrue(next.timeMillis() >= before && next.timeMillis() < SETTINGS.endMillis());
      before = next.timeMillis();
      assertEquals(
          Instant.ofEpochMilli(next.timeMillis()).toString(), flat.get("eventTime"), next::json);
      assertTrue(ids.add(flat.get("eventID")), () -> "twice: " + flat.get("eventID"));
      for (String needed :
          List.of(
              "eventSource",
              "eventName",
              "awsRegion",
              "sourceIPAddress",
              "userAgent",
              "readOnly",
              "userIdentity.type",
              "recipientAccountId")) {
        assertTrue(flat.containsKey(needed), () -> needed + " is missing: " + next.json());
      }
      count.merge("type " + flat.get("userIdentity.type"), 1, Integer::sum);
      count.merge("readOnly " + flat.get("readOnly"), 1, Integer::sum);
      count.merge("error " + flat.containsKey("errorCode"), 1, Integer::sum);
      count.merge("event " + flat.get("eventName"), 1, Integer::sum);
    }
    int total = records;
    System.out.printf("200 principals, 8 days: %d records, %d kinds%n", total, count.size());
    assertTrue(total > 40_000, () -> "only " + total);
    assertEquals(
        Set.of("type AWSService", "type AssumedRole", "type IAMUser"),
        new TreeSet<>(count.tailMap("type", true).headMap("typf").keySet()));
    assertTrue(count.getOrDefault("error true", 0) > total / 500);
    assertTrue(count.getOrDefault("error true", 0) < total / 20);
    assertTrue(count.getOrDefault("readOnly false", 0) > total / 20);
    // What attackers do is part of honest work, too.
    for (String also :
        List.of(
            "CreateUser",
            "CreateAccessKey",
            "AttachRolePolicy",
            "RunInstances",
            "GetSecretValue",
            "AuthorizeSecurityGroupIngress",
            "ModifySnapshotAttribute",
            "ConsoleLogin",
            "StartSession",
            "UpdateFunctionCode20150331v2",
            "UpdateAssumeRolePolicy")) {
      assertTrue(count.containsKey("event " + also), () -> "nobody does " + also);
    }
  }

  @Test
  void shouldLetEverybodyCallUnderANameOfTheirOwn() {
    List<TrailPrincipal> principals = TrailLife.principals(SETTINGS);
    assertEquals(200, principals.size());
    var names = new HashSet<String>();
    var standings = new HashMap<Standing, Integer>();
    for (TrailPrincipal each : principals) {
      assertTrue(names.add(each.name()), () -> "twice: " + each.name());
      standings.merge(each.standing(), 1, Integer::sum);
    }
    assertEquals(Set.of(Standing.values()), standings.keySet());
    assertTrue(standings.getOrDefault(Standing.IAM_USER, 0) >= 40, standings::toString);
    var active = new HashSet<Integer>();
    all(SETTINGS).forEach(r -> active.add(r.principal()));
    assertTrue(active.size() > 190, () -> "only " + active.size());
  }

  @Test
  void shouldRestAtWeekendsAndAtNight() {
    var people = new HashSet<Integer>();
    for (TrailPrincipal each : TrailLife.principals(SETTINGS)) {
      if (each.standing() == Standing.PERSON_IN_ROLE) {
        people.add(each.index());
      }
    }
    long workday = 0;
    long weekend = 0;
    long night = 0;
    for (TrailRecord each : all(SETTINGS)) {
      if (people.contains(each.principal())) {
        long day = (each.timeMillis() - SETTINGS.startMillis()) / TrailSettings.DAY_MILLIS;
        if (day % 7 < 5) {
          workday++;
        } else {
          weekend++;
        }
        night += each.timeMillis() % TrailSettings.DAY_MILLIS < 4 * 3_600_000L ? 1 : 0;
      }
    }
    assertTrue(workday > 10_000, "only " + workday);
    assertTrue(weekend * 10 < workday, "weekends are too busy: " + weekend);
    assertTrue(night * 50 < workday, "nights are too busy: " + night);
  }

  @Test
  void shouldRefuseSettingsThatMakeNoSense() {
    var few = assertThrows(IllegalArgumentException.class, () -> TrailSettings.of(3, 8, 1));
    assertEquals("principals is 20 to 10000, not 3", few.getMessage());
    assertThrows(IllegalArgumentException.class, () -> TrailSettings.of(200, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new TrailSettings(200, 8, 1, 17));
  }

  private static List<TrailRecord> all(TrailSettings settings) {
    var all = new ArrayList<TrailRecord>();
    TrailLife.of(settings).forEachRemaining(all::add);
    return all;
  }

  /** Names of members, joined by dots, with their values; those in lists without. */
  private static Map<String, String> flat(String json) throws IOException {
    var flat = new TreeMap<String, String>();
    try (JsonParser parser = JSON.createParser(json)) {
      var path = new ArrayList<String>();
      assertEquals(JsonToken.START_OBJECT, parser.nextToken());
      path.add("");
      while (!path.isEmpty()) {
        JsonToken token = parser.nextToken();
        switch (token) {
          case FIELD_NAME -> {}
          case START_OBJECT, START_ARRAY -> path.add(name(path, parser));
          case END_OBJECT, END_ARRAY -> path.removeLast();
          case VALUE_NULL -> {}
          default -> flat.put(name(path, parser), parser.getText());
        }
      }
      assertEquals(null, parser.nextToken());
    }
    return flat;
  }

  private static String name(List<String> path, JsonParser parser) throws IOException {
    String last = path.getLast();
    return (last.isEmpty() ? "" : last + ".") + parser.currentName();
  }
}
