package dev.vedette.trail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.simulator.cloudtrail.Standing;
import dev.vedette.simulator.cloudtrail.TrailLife;
import dev.vedette.simulator.cloudtrail.TrailPrincipal;
import dev.vedette.simulator.cloudtrail.TrailSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrailFilesTest {
  private static final TrailSettings SETTINGS = TrailSettings.of(60, 4, 5);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Invented: a user makes a key for another one, then a machine's session lists what is there. */
  private static final String KEYS =
      """
      [
        {"eventVersion":"1.09","userIdentity":{"type":"IAMUser","principalId":"AIDAINVENTED00000001",
         "arn":"arn:aws:iam::999900001111:user/red.lead","accountId":"999900001111",
         "accessKeyId":"AKIAINVENTED00000001","userName":"red.lead"},
         "eventTime":"2024-02-03T04:05:06Z","eventSource":"iam.amazonaws.com",
         "eventName":"CreateAccessKey","awsRegion":"mars-north-9","sourceIPAddress":"10.11.12.13",
         "userAgent":"invented-tool_1","requestParameters":{"userName":"red.lead",
         "note":"arn:aws:iam::999900001111:user/red.lead in mars-north-9"},
         "responseElements":null,"eventID":"invented-1","requestID":"invented-r","readOnly":false,
         "eventType":"AwsApiCall","recipientAccountId":"999900001111"},
        {"eventVersion":"1.09","userIdentity":{"type":"AssumedRole",
         "principalId":"AROAINVENTED00000002:i-0abcdef0123456789",
         "arn":"arn:aws:sts::999900001111:assumed-role/red-role/i-0abcdef0123456789",
         "accountId":"999900001111","accessKeyId":"ASIAINVENTED00000002"},
         "eventTime":"2024-02-03T04:06:16Z","eventSource":"ec2.amazonaws.com",
         "eventName":"DescribeInstances","awsRegion":"mars-north-9","sourceIPAddress":"10.11.12.13",
         "userAgent":"invented-tool_1","eventID":"invented-2","readOnly":true,
         "eventType":"AwsApiCall","recipientAccountId":"999900001111"}
      ]
      """;

  /** Invented: a federated session of a user, then a person in a role; in the wrong order. */
  private static final String FEDERATED =
      """
      {"Records":[
        {"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::999900002222:assumed-role/x/y",
         "accountId":"999900002222"},"eventTime":"2024-02-03T05:00:09Z",
         "eventSource":"sts.amazonaws.com","eventName":"GetCallerIdentity",
         "userAgent":"Mozilla/5.0 (invented)","sourceIPAddress":"10.1.1.1","eventID":"invented-4"},
        {"userIdentity":{"type":"FederatedUser","arn":"arn:aws:sts::999900002222:federated-user/z",
         "accountId":"999900002222"},"eventTime":"2024-02-03T05:00:00Z",
         "eventSource":"sts.amazonaws.com","eventName":"GetCallerIdentity",
         "userAgent":"support.amazonaws.com","sourceIPAddress":"support.amazonaws.com",
         "eventID":"invented-3"}
      ]}
      """;

  @TempDir private Path folder = Path.of("");

  private Path techniques = Path.of("");

  @BeforeEach
  void invent() throws IOException {
    techniques = Files.createDirectory(folder.resolve("techniques"));
    Files.writeString(techniques.resolve("cloud.credential-access.make-a-key.json"), KEYS);
    Files.writeString(techniques.resolve("cloud.persistence.federate.json"), FEDERATED);
    Files.writeString(techniques.resolve("README.md"), "not a technique");
  }

  @Test
  void shouldWriteTheSameBytesForTheSameSeed() throws IOException {
    Path one = folder.resolve("one.jsonl");
    Path two = folder.resolve("two.jsonl");
    Path labelsOne = folder.resolve("one.csv");
    Path labelsTwo = folder.resolve("two.csv");
    var written = TrailFiles.write(SETTINGS, one, labelsOne, techniques);
    TrailFiles.write(SETTINGS, two, labelsTwo, techniques);
    assertTrue(written.records() > 5_000, () -> "only " + written);
    assertEquals(4, written.labels());
    assertEquals(2, written.techniques());
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    assertEquals(Files.readString(labelsOne), Files.readString(labelsTwo));
    Path other = folder.resolve("other.csv");
    TrailFiles.write(TrailSettings.of(60, 4, 6), two, other, techniques);
    assertNotEquals(Files.readString(labelsOne), Files.readString(other));
  }

  @Test
  void shouldLeaveTheHonestRecordsAsTheyAre() throws IOException {
    Path quiet = folder.resolve("quiet.jsonl");
    Path attacked = folder.resolve("attacked.jsonl");
    TrailFiles.write(SETTINGS, quiet, null, null);
    var labelled = labels(attacked);
    List<String> honest = new ArrayList<>();
    for (String line : Files.readAllLines(attacked)) {
      if (!labelled.containsKey(JSON.readTree(line).path("eventID").asText())) {
        honest.add(line);
      }
    }
    assertEquals(Files.readAllLines(quiet), honest);
  }

  @Test
  void shouldRewriteEveryTechniqueOntoPrincipalsOfTheAccount() throws IOException {
    Path trail = folder.resolve("trail.jsonl");
    Map<String, List<String>> labelled = labels(trail);
    assertEquals(4, labelled.size());
    Map<String, TrailPrincipal> principals =
        TrailLife.principals(SETTINGS).stream()
            .collect(Collectors.toMap(TrailPrincipal::name, p -> p));
    var found = new TreeMap<String, JsonNode>();
    var addresses = new HashSet<String>();
    long before = 0;
    for (String line : Files.readAllLines(trail)) {
      JsonNode each = JSON.readTree(line);
      long at = Instant.parse(each.path("eventTime").asText()).toEpochMilli();
      assertTrue(at >= before, "not in the order of times");
      before = at;
      List<String> label = labelled.get(each.path("eventID").asText());
      if (label == null) {
        addresses.add(each.path("sourceIPAddress").asText());
        continue;
      }
      assertFalse(line.contains("99990000"), line);
      assertFalse(line.contains("red.lead"), line);
      assertFalse(line.contains("invented-tool"), line);
      assertFalse(line.contains("10.11.12.13"), line);
      assertTrue(at >= SETTINGS.startMillis() + 2 * 86_400_000L && at < SETTINGS.endMillis(), line);
      TrailPrincipal victim = principals.get(label.get(4));
      assertTrue(victim != null && victim.firstDay() == 0, () -> "nobody is " + label);
      String arn = each.path("userIdentity").path("arn").asText();
      assertTrue(arn.contains(TrailPrincipal.ACCOUNT) && arn.endsWith("/" + victim.name()), arn);
      assertEquals(each.path("eventName").asText(), label.get(3));
      found.put(label.get(1) + " " + each.path("userIdentity").path("type").asText(), each);
    }
    assertEquals(
        List.of(
            "cloud.credential-access.make-a-key AssumedRole",
            "cloud.credential-access.make-a-key IAMUser",
            "cloud.persistence.federate AssumedRole",
            "cloud.persistence.federate FederatedUser"),
        List.copyOf(found.keySet()));

    JsonNode key = at(found, "cloud.credential-access.make-a-key IAMUser");
    JsonNode machine = at(found, "cloud.credential-access.make-a-key AssumedRole");
    TrailPrincipal user = at(principals, key.path("userIdentity").path("userName").asText());
    assertEquals(Standing.IAM_USER, user.standing());
    assertEquals(user.region(), key.path("awsRegion").asText());
    assertEquals(user.name(), key.path("requestParameters").path("userName").asText());
    assertEquals(
        "arn:aws:iam::%s:user/%s in %s"
            .formatted(TrailPrincipal.ACCOUNT, user.name(), user.region()),
        key.path("requestParameters").path("note").asText());
    assertFalse(addresses.contains(key.path("sourceIPAddress").asText()));
    assertEquals(key.path("sourceIPAddress"), machine.path("sourceIPAddress"));
    assertEquals(70, seconds(machine) - seconds(key));
    assertTrue(machine.path("userIdentity").path("arn").asText().matches(".*/i-0[0-9a-f]{16}"));

    JsonNode service = at(found, "cloud.persistence.federate FederatedUser");
    assertEquals("support.amazonaws.com", service.path("sourceIPAddress").asText());
    assertEquals("support.amazonaws.com", service.path("userAgent").asText());
    JsonNode person = at(found, "cloud.persistence.federate AssumedRole");
    assertEquals("Mozilla/5.0 (invented)", person.path("userAgent").asText());
    assertEquals(9, seconds(person) - seconds(service));
  }

  @Test
  void shouldStealTheSessionInWhichTheMachineWorks() throws IOException {
    Path trail = folder.resolve("trail.jsonl");
    Map<String, List<String>> labelled = labels(trail);
    var honest = new HashSet<String>();
    var stolen = new HashSet<String>();
    for (String line : Files.readAllLines(trail)) {
      JsonNode each = JSON.readTree(line);
      String session = each.path("userIdentity").path("accessKeyId").asText();
      if (!labelled.containsKey(each.path("eventID").asText())) {
        honest.add(session);
      } else if (each.path("userIdentity").path("arn").asText().contains("/i-")) {
        stolen.add(session);
      }
    }
    assertEquals(1, stolen.size());
    assertTrue(honest.containsAll(stolen));
  }

  @Test
  void shouldSayWhichFileIsNoTechnique() throws IOException {
    Path out = folder.resolve("out.jsonl");
    Path broken = techniques.resolve("a.broken.json");
    for (String text : List.of("[{\"a\":1}]", "{", "[]")) {
      Files.writeString(broken, text);
      var told =
          assertThrows(IOException.class, () -> TrailFiles.write(SETTINGS, out, null, techniques));
      assertTrue(String.valueOf(told.getMessage()).contains("a.broken.json"), told::getMessage);
    }
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThrows(IOException.class, () -> TrailFiles.write(SETTINGS, out, null, empty));
  }

  private Map<String, List<String>> labels(Path trail) throws IOException {
    Path csv = folder.resolve("labels.csv");
    TrailFiles.write(SETTINGS, trail, csv, techniques);
    var labels = new HashMap<String, List<String>>();
    List<String> lines = Files.readAllLines(csv);
    assertEquals("event_id,campaign,attack,step,principal", lines.getFirst());
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = List.of(line.split(",", -1));
      assertEquals(5, fields.size());
      labels.put(fields.getFirst(), fields);
    }
    return labels;
  }

  private static <T> T at(Map<String, T> map, String key) {
    return Optional.ofNullable(map.get(key)).orElseThrow();
  }

  private static long seconds(JsonNode each) {
    return Instant.parse(each.path("eventTime").asText()).getEpochSecond();
  }
}
