package dev.vedette.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.schemas.PackagedSchemas.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

/**
 * The promise to those who have records: every version ever published can be read, and an id never
 * changes its meaning. With {@code -Dvedette.schemas.write=true} a changed schema is written to its
 * folder as the next version; the line in {@code ids.properties} is added by hand.
 */
class SchemaHistoryTest {
  private static final Path HISTORY = Path.of("src/main/resources/history");

  @Test
  void shouldHaveEveryCurrentSchemaAsItsNewestVersion() throws IOException {
    var changed = new ArrayList<String>();
    for (Schema current : PackagedSchemas.current()) {
      Schema plain = PlainSchema.of(current);
      int newest = newestFile(plain.getName());
      if (newest == 0 || !PlainSchema.parse(read(plain.getName(), newest)).equals(plain)) {
        changed.add(plain.getName());
        if (Boolean.getBoolean("vedette.schemas.write")) {
          Path next = HISTORY.resolve(plain.getName()).resolve((newest + 1) + ".avsc");
          Files.createDirectories(next.getParent());
          Files.writeString(next, PlainSchema.pretty(plain));
        }
      }
    }
    assertEquals(
        List.of(),
        changed,
        "these schemas are not their newest version in "
            + HISTORY
            + ": run with -Dvedette.schemas.write=true, then give the new file an id");
  }

  @Test
  void shouldReadEveryVersionEverPublished() {
    Map<String, List<Schema>> versions = byName(PackagedSchemas.versions());
    assertEquals(PackagedSchemas.current().size(), versions.size());

    for (Schema current : PackagedSchemas.current()) {
      assertEquals(
          List.of(), unreadable(current, versions.getOrDefault(current.getName(), List.of())));
    }
  }

  @Test
  void shouldReadEveryVersionFromEachLaterOne() {
    byName(PackagedSchemas.versions())
        .values()
        .forEach(versions ->
            IntStream.range(1, versions.size())
                .forEach(later ->
                    assertEquals(
                        List.of(), unreadable(versions.get(later), versions.subList(0, later)))));
  }

  @Test
  void shouldGiveEachFileExactlyOneId() throws IOException {
    List<Version> versions = PackagedSchemas.versions();
    var ids = versions.stream().map(Version::id).collect(Collectors.toSet());
    assertEquals(versions.size(), ids.size());
    assertEquals(
        IntStream.rangeClosed(1, versions.size()).boxed().collect(Collectors.toSet()), ids);

    var listed = versions.stream().map(v -> v.name() + "/" + v.version()).toList();
    assertEquals(listed.size(), new HashSet<>(listed).size());
    try (var files = Files.walk(HISTORY)) {
      var found =
          files
              .filter(file -> file.toString().endsWith(".avsc"))
              .map(file -> HISTORY.relativize(file).toString().replace(".avsc", ""))
              .collect(Collectors.toSet());
      assertEquals(new HashSet<>(listed), found);
    }
    versions.forEach(
        v -> assertEquals("dev.vedette.schemas." + v.name(), v.schema().getFullName()));
  }

  @Test
  void shouldFindTheIdOfEveryGeneratedClassAndBack() {
    PackagedSchemas packaged = PackagedSchemas.load();
    for (Schema current : PackagedSchemas.current()) {
      assertEquals(PlainSchema.of(current), packaged.schema(packaged.id(current)));
    }
    assertEquals(9, packaged.id(Observation.getClassSchema()));
  }

  @Test
  void shouldCatchAnIncompatibleChange() {
    Schema published = PlainSchema.of(Sighting.getClassSchema());
    String text = published.toString();
    Schema retyped =
        PlainSchema.parse(
            text.replace("\"epoch_day\",\"type\":\"int\"", "\"epoch_day\",\"type\":\"string\""));
    Schema demanding =
        PlainSchema.parse(
            text.replace("\"fields\":[", "\"fields\":[{\"name\":\"place\",\"type\":\"string\"},"));
    Schema generous =
        PlainSchema.parse(
            text.replace(
                "\"fields\":[",
                "\"fields\":[{\"name\":\"place\",\"type\":[\"null\",\"string\"],\"default\":null},"));
    assertFalse(
        retyped.equals(published) || demanding.equals(published) || generous.equals(published));

    assertFalse(unreadable(retyped, List.of(published)).isEmpty());
    assertFalse(unreadable(demanding, List.of(published)).isEmpty());
    assertTrue(unreadable(generous, List.of(published)).isEmpty());
    assertFalse(
        unreadable(demanding, List.of(published, demanding)).isEmpty(), "transitive: all versions");
  }

  private static List<String> unreadable(Schema reader, List<Schema> written) {
    return written.stream()
        .map(writer -> SchemaCompatibility.checkReaderWriterCompatibility(reader, writer))
        .filter(pair -> pair.getType() != SchemaCompatibilityType.COMPATIBLE)
        .map(pair -> reader.getName() + ": " + pair.getResult().getIncompatibilities())
        .toList();
  }

  private static Map<String, List<Schema>> byName(List<Version> versions) {
    return versions.stream()
        .collect(
            Collectors.groupingBy(
                Version::name,
                TreeMap::new,
                Collectors.mapping(Version::schema, Collectors.toList())));
  }

  private static int newestFile(String name) {
    int version = 0;
    while (Files.exists(HISTORY.resolve(name).resolve((version + 1) + ".avsc"))) {
      version++;
    }
    return version;
  }

  private static String read(String name, int version) throws IOException {
    return Files.readString(HISTORY.resolve(name).resolve(version + ".avsc"));
  }
}
