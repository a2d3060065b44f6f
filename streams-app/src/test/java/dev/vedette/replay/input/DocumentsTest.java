package dev.vedette.replay.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.sources.Context;
import dev.vedette.sources.DeadReason;
import dev.vedette.sources.Format;
import dev.vedette.sources.Formats;
import dev.vedette.sources.Normalized;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are JSON documents, as vendors leave them. */
class DocumentsTest {
  private static final int MIB = 1 << 20;
  private static final String MAPPING =
      """
      format: pages
      kind: json
      names: any_case
      each: [$Data.Records, $value]
      event:
        time: $t
        category: data
        action: $what
        labels.account: $^.account
      """;

  @TempDir private Path directory;

  private static List<Item> read(Format format, InputStream in) throws IOException {
    try (var source =
        new ReplaySource(
            new InputReader(Input.of(List.of("-")), in, format),
            format,
            new Context("acme", 2026),
            new ReceptionClock(Duration.ofDays(1), Instant.parse("2026-11-22T00:00:00Z")))) {
      var items = new ArrayList<Item>();
      source.forEachRemaining(items::add);
      return items;
    }
  }

  private static List<Item> read(String text) throws IOException {
    return read(
        Format.parse("pages.yaml", MAPPING), new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static String record(int i) {
    return "{\"t\":\"2026-05-04T10:00:%02dZ\",\"what\":\"act-%d\"}".formatted(i % 60, i);
  }

  private static String records(int count, String between) {
    return IntStream.range(0, count)
        .mapToObj(DocumentsTest::record)
        .collect(Collectors.joining(between));
  }

  /** What became of each record: the event's action, the rule, or the reason. */
  private static List<String> told(List<Item> items) {
    return items.stream()
        .map(item ->
            item.origin()
                + " "
                + switch (item.normalized()) {
                  case Normalized.Event(AccessEvent event) -> event.action();
                  case Normalized.Ignored(String rule) -> rule;
                  case Normalized.Dead(String reason, String _) -> reason;
                })
        .toList();
  }

  private static List<String> events(List<Item> items) {
    return items.stream().map(item -> item.normalized().toString()).toList();
  }

  private static Normalized.Dead dead(Item item) {
    return assertInstanceOf(Normalized.Dead.class, item.normalized(), item::toString);
  }

  @Test
  void shouldReadAPackedTrailOfManyMegabytesOnOneLine() throws IOException {
    int count = 6_000;
    Path file = directory.resolve("trail.json.gz");
    long length = 0;
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < count; i++) {
        byte[] bytes =
            ((i == 0 ? "{\"Records\":[" : ",")
                    + """
                    {"eventVersion":"1.09","userIdentity":{"type":"IAMUser","userName":"alice",\
                    "arn":"arn:aws:iam::123456789012:user/alice"},"eventTime":"2026-05-04T10:00:00Z",\
                    "eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"eu-west-1",\
                    "sourceIPAddress":"192.0.2.1","eventID":"e-%d","requestParameters":{"key":"%s"}}\
                    """
                        .formatted(i, "k".repeat(500)))
                .getBytes(UTF_8);
        out.write(bytes);
        length += bytes.length;
      }
      out.write("]}".getBytes(UTF_8));
    }
    assertTrue(length > 4L * MIB, "longer than a line may be");
    Format format = Formats.named("cloudtrail");
    var inputs = Input.of(List.of(file.toString()));
    try (var source =
        new ReplaySource(
            new InputReader(inputs, InputStream.nullInputStream(), format),
            format,
            new Context("acme", 2026),
            new ReceptionClock(Duration.ZERO, Instant.parse("2026-11-22T00:00:00Z")))) {
      for (int i = 0; i < count; i++) {
        Item item = source.next();
        assertEquals("trail.json.gz:1[%d]".formatted(i + 1), item.origin());
        assertInstanceOf(Normalized.Event.class, item.normalized(), item::toString);
      }
      assertTrue(!source.hasNext());
      assertEquals(Files.size(file), source.progress().bytesRead());
    }
  }

  @Test
  void shouldReadTheSameWhateverTheDocumentLooksLike() throws IOException {
    List<String> expected =
        IntStream.range(0, 50).mapToObj(i -> "stdin:1[%d] act-%d".formatted(i + 1, i)).toList();
    String pretty = records(50, ",\n").replace("{", "{\n  ").replace(",\"", ",\n  \"");
    List<Item> list = read("[\n" + pretty + "\n]\n");
    assertEquals(expected, told(list));
    for (String document :
        List.of(
            "[" + records(50, ",") + "]",
            "{\"VALUE\":[" + records(50, ",") + "]}",
            "\uFEFF{\n\"a\":{\"value\":[1]},\"b\":\"]\\\"}\",\"c\":[[{}]],\n\"value\" : [\n"
                + pretty
                + "\n]\n, \"next\":\"x\"}",
            "{\"data\":{\"other\":[1,2],\n\"records\":[" + pretty + "]\n}, \"records\":[]}")) {
      List<Item> items = read(document);
      assertEquals(expected, told(items));
      assertEquals(events(list), events(items));
    }
  }

  @Test
  void shouldReadOneDocumentAfterTheOther() throws IOException {
    String pretty = record(1).replace(",", ",\n");
    assertEquals(
        List.of(
            "stdin:1 act-1",
            "stdin:3 act-1",
            "stdin:5[1] act-2",
            "stdin:7 act-3",
            "stdin:8 empty-list",
            "stdin:9 empty-list"),
        told(
            read(
                pretty
                    + "\n"
                    + pretty
                    + "\n[\n"
                    + record(2)
                    + "]\n"
                    + record(3)
                    + "\n{\"value\":[]}\n[\n]\n")));
  }

  @Test
  void shouldLoseNothingBeforeTheEndOfWhatIsCutOff() throws IOException {
    String whole = "{\n \"value\": [\n" + records(40, ",\n") + "\n]}";
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      int cut = 20 + random.nextInt(whole.length() - 22);
      List<Item> items = read(whole.substring(0, cut));
      long complete = whole.substring(0, cut).chars().filter(c -> c == '}').count();
      assertEquals(complete + 1, items.size(), "cut at " + cut);
      Normalized.Dead last = dead(items.getLast());
      assertEquals(DeadReason.MALFORMED_JSON, last.reason());
      assertTrue(last.detail().contains("byte %d of the file".formatted(cut)), last.detail());
      assertEquals("stdin:1[%d]".formatted(complete + 1), items.getLast().origin());
    }
  }

  @Test
  void shouldGoOnBehindARecordThatIsMalformedInItself() throws IOException {
    List<Item> items = read("[\n" + record(0) + ",\n{\"t\":tomorrow},\n7,\n" + record(1) + "\n]");
    assertEquals(
        List.of(
            "stdin:1[1] act-0",
            "stdin:1[2] malformed-json",
            "stdin:1[3] malformed-json",
            "stdin:1[4] act-1"),
        told(items));
    assertEquals("{\"t\":tomorrow}", new String(items.get(1).raw(), UTF_8));
  }

  @Test
  void shouldSayWhereBracketsOrQuotesStopToFit() throws IOException {
    String begin = "[\n" + record(0) + ",\n";
    for (String wrong :
        List.of("{\"t\":[1}", "{\"t\":\"open\n\"}", "{} {}", "}", ",", "{\"t\":\"x\"\"")) {
      String rest = wrong + ",\n" + record(1) + "\n]\n";
      List<Item> items = read(begin + rest);
      assertEquals("stdin:1[1] act-0", told(items).getFirst());
      Item last = items.getLast();
      assertEquals("stdin:1[%d] malformed-json".formatted(items.size()), told(items).getLast());
      assertTrue(dead(last).detail().startsWith("line 3, byte "), dead(last).detail());
      assertTrue(dead(last).detail().contains("the rest of the file, "), dead(last).detail());
      assertTrue(new String(last.raw(), UTF_8).endsWith(record(1) + "\n]\n"), wrong);
      assertEquals(last.raw().length, last.rawLength());
    }
  }

  @Test
  void shouldKeepLinesApartWhateverTheyHold() throws IOException {
    String first = "{\"t\":\"2026-05-04T10:00:00Z\",";
    List<String> files =
        List.of(
            record(0) + "\n" + first + "\n" + record(2) + "\n",
            first + "\n" + record(1) + "\n" + record(2) + "\n",
            "{\"t\":\"2026\n" + record(1) + "\n\n[" + records(3, ",") + "]\n",
            "no JSON\n[" + records(3, ",") + "]\n",
            "[" + records(3, ",") + "]\n[\n",
            "[1:7] a\n" + record(1) + "\n{",
            first + "\n",
            "\n\n",
            "");
    Format format = Format.parse("pages.yaml", MAPPING);
    for (String file : files) {
      List<String> expected = new ArrayList<>();
      int number = 0;
      var normalizer = format.normalizer(new Context("acme", 2026));
      for (String line : file.lines().toList()) {
        number++;
        List<Normalized> outcomes = normalizer.normalize(line.getBytes(UTF_8));
        for (int i = 0; i < outcomes.size(); i++) {
          String part = outcomes.size() == 1 ? "" : "[%d]".formatted(i + 1);
          expected.add("stdin:%d%s %s".formatted(number, part, outcomes.get(i)));
        }
      }
      assertEquals(
          expected, read(file).stream().map(i -> i.origin() + " " + i.normalized()).toList(), file);
    }
  }

  @Test
  void shouldAskForNoMoreThanTheFirstLineBeforeItReadsLines() throws IOException {
    Format format = Format.parse("pages.yaml", MAPPING);
    var one =
        new InputStream() {
          private final byte[] line = (record(0) + "\n").getBytes(UTF_8);
          private int at;

          @Override
          public int read() {
            throw new AssertionError("reads more than it has to");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            assertEquals(0, at, "reads more than it has to");
            System.arraycopy(line, 0, bytes, offset, line.length);
            at = line.length;
            return line.length;
          }
        };
    try (var reader = new InputReader(Input.of(List.of("-")), one, format)) {
      assertEquals("stdin:1", reader.next().origin());
    }
  }

  @Test
  void shouldPassOverARecordThatIsTooLong() throws IOException {
    String huge = "{\"what\":\"" + "x".repeat(3 * MIB) + "\"}";
    List<Item> items = read("{\"value\":[" + record(0) + "," + huge + "," + record(1) + "]}\n");
    assertEquals(
        List.of("stdin:1[1] act-0", "stdin:1[2] oversized", "stdin:1[3] act-1"), told(items));
    assertEquals(huge.length(), items.get(1).rawLength());
    assertEquals(16_384, items.get(1).raw().length);
    assertEquals(
        List.of("stdin:1 oversized", "stdin:2 act-1", "stdin:3 malformed-json", "stdin:4 act-2"),
        told(read(huge + "\n" + record(1) + "\n{\"a\n" + record(2))));
    assertEquals(
        List.of("stdin:1[1] malformed-json", "stdin:2 act-1"),
        told(read("[".repeat(2 * MIB) + "\n" + record(1))));
  }

  @Test
  void shouldReadWhatIsAroundTheListBeforeIt() throws IOException {
    String document =
        "{\"account\":\"a1\",\n\"value\":[" + record(0) + ",\n{\"t\":\"soon\"},{\"t\":x}]}";
    List<Item> items = read(document);
    assertEquals(
        List.of("stdin:1[1] act-0", "stdin:1[2] unreadable-time", "stdin:1[3] malformed-json"),
        told(items));
    AccessEvent event =
        assertInstanceOf(Normalized.Event.class, items.getFirst().normalized()).event();
    assertEquals("a1", event.labels().get("account"));
    assertEquals("{\"t\":\"soon\"}", new String(items.get(1).raw(), UTF_8));
    assertEquals("{\"t\":x}", new String(items.get(2).raw(), UTF_8));
    assertTrue(dead(items.get(2)).detail().contains("at byte 5"), dead(items.get(2)).detail());
  }

  @Test
  void shouldReadEveryEventOfAPageOfActivities() throws IOException {
    String page =
        """
        {
          "kind": "admin#reports#activities",
          "items": [
            {
              "id": {"time": "2026-05-04T07:32:00Z", "applicationName": "login"},
              "actor": {"email": "alice@example.com"},
              "events": [{"name": "login_success"}, {"name": "logout"}]
            },
            {
              "id": {"time": "2026-05-04T07:33:00Z", "applicationName": "login"},
              "actor": {"email": "bob@example.com"},
              "events": [{"name": "login_failure"}]
            }
          ]
        }
        """;
    var items =
        read(Formats.named("google-workspace"), new ByteArrayInputStream(page.getBytes(UTF_8)));
    assertEquals(
        List.of("stdin:1[1][1] login_success", "stdin:1[1][2] logout", "stdin:1[2] login_failure"),
        told(items));
  }

  @Test
  void shouldReadAListOfVedettesOwnEvents() throws IOException {
    String event =
        """
        {
          "time": "2026-05-04T07:32:00Z",
          "category": "data",
          "action": "read"
        }\
        """;
    var items =
        read(
            Formats.named("vedette"),
            new ByteArrayInputStream(("[\n" + event + ",\n" + event + "]").getBytes(UTF_8)));
    assertEquals(List.of("stdin:1[1] read", "stdin:1[2] read"), told(items));
  }
}
