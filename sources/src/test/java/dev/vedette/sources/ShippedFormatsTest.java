package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedFormatsTest {
  static List<String> names() {
    return Formats.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldDoWithItsSamplesWhatTheFileSays(String name) {
    Format format = Formats.named(name);
    assertTrue(format.sampleCount() >= 8, "the file has samples");
    assertEquals(List.of(), format.sampleComplaints());
    assertEquals(name, format.name());
  }

  @Test
  void shouldNameEveryMappingFileOnceInTheIndex() throws IOException {
    var files = new TreeSet<String>();
    try (var all = Files.list(Path.of("src/main/resources/formats"))) {
      all.map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".yaml"))
          .forEach(f -> files.add(f.substring(0, f.length() - ".yaml".length())));
    }
    assertEquals(List.copyOf(files), Formats.names());
  }

  @Test
  void shouldSayWhichFormatsThereAre() {
    var e = assertThrows(MappingException.class, () -> Formats.of("ssh"));
    assertTrue(String.valueOf(e.getMessage()).contains("sshd"), e.getMessage());
  }

  @Test
  void shouldKnowWhetherAYearIsNeeded() {
    assertTrue(Formats.named("sshd").needsYear());
    assertEquals(false, Formats.named("vedette").needsYear());
  }

  @Test
  void shouldNoticeASampleThatIsNotMet() {
    Format format =
        Format.parse(
            "f.yaml",
            """
            format: f
            kind: csv
            columns: [t, who]
            event: {time: $t, category: data, action: read, principal.id: $who}
            samples:
              - line: 2026-05-04T10:00:00Z,alice
                event: {principal.id: bob}
              - line: 2026-05-04T10:00:00Z,alice
                ignored: something
            """);
    assertEquals(2, format.sampleComplaints().size());
    assertEquals(
        "f.yaml:6: samples[0]: principal.id is \"alice\", expected \"bob\"",
        format.sampleComplaints().getFirst());
  }
}
