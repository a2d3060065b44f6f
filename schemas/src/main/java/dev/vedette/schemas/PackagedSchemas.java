package dev.vedette.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;

/**
 * The schemas that this library ships, every version ever published, under fixed ids: no server is
 * needed. The list is {@code history/ids.properties}, one line {@code id = Name/version} each; the
 * schemas are {@code history/Name/version.avsc}. Lines are added, never changed.
 */
public final class PackagedSchemas implements SchemaResolver {
  private static final String FOLDER = "/history/";

  private final Map<Integer, Version> byId;
  private final Map<Schema, Integer> bySchema;

  private PackagedSchemas(List<Version> versions) {
    byId = new HashMap<>();
    bySchema = new HashMap<>();
    for (Version version : versions) {
      byId.put(version.id(), version);
      bySchema.put(version.schema(), version.id());
    }
  }

  /** Reads the packaged list and all of its schemas. */
  public static PackagedSchemas load() {
    return new PackagedSchemas(versions());
  }

  /** The schemas of this release's generated classes, one for each type of record. */
  public static List<Schema> current() {
    return List.of(
        AccessEvent.getClassSchema(),
        Observation.getClassSchema(),
        Signal.getClassSchema(),
        RiskUpdate.getClassSchema(),
        Alert.getClassSchema(),
        DeadLetter.getClassSchema(),
        Sighting.getClassSchema(),
        SessionActivity.getClassSchema());
  }

  @Override
  public Schema schema(int id) {
    Version version = byId.get(id);
    if (version == null) {
      throw new WireFormatException(
          WireFormatException.Reason.UNKNOWN_SCHEMA_ID,
          "schema id %d is not one of the %d packaged ids".formatted(id, byId.size()));
    }
    return version.schema();
  }

  @Override
  public int id(Schema schema) {
    Integer id = bySchema.get(schema);
    if (id == null) {
      id = bySchema.get(PlainSchema.of(schema));
    }
    if (id == null) {
      throw new IllegalArgumentException(
          "schema %s has no packaged id".formatted(schema.getFullName()));
    }
    return id;
  }

  /** All published versions, ordered by name and version. */
  static List<Version> versions() {
    var ids = new Properties();
    try (InputStream list = open("ids.properties")) {
      ids.load(list);
    } catch (IOException e) {
      throw new UncheckedIOException("history/ids.properties", e);
    }
    var versions = new ArrayList<Version>();
    for (String id : ids.stringPropertyNames()) {
      String[] path = ids.getProperty(id).strip().split("/", -1);
      versions.add(
          new Version(
              Integer.parseInt(id),
              path[0],
              Integer.parseInt(path[1]),
              PlainSchema.parse(text(path[0] + "/" + path[1] + ".avsc"))));
    }
    versions.sort(Comparator.comparing(Version::name).thenComparingInt(Version::version));
    return versions;
  }

  private static String text(String path) {
    try (InputStream in = open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(FOLDER + path, e);
    }
  }

  private static InputStream open(String path) {
    InputStream in = PackagedSchemas.class.getResourceAsStream(FOLDER + path);
    if (in == null) {
      throw new IllegalStateException("%s%s is not packaged".formatted(FOLDER, path));
    }
    return in;
  }

  /**
   * A published version.
   *
   * @param id its id in this space
   * @param name the record's simple name
   * @param version 1, 2, … of that name
   * @param schema the schema, plain
   */
  record Version(int id, String name, int version, Schema schema) {}
}
