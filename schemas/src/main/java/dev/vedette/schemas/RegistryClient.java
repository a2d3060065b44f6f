package dev.vedette.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * A registry that speaks Confluent's REST protocol (Confluent Schema Registry, Apicurio's {@code
 * ccompat}, Karapace, Redpanda) as a space of schema ids.
 *
 * <p>A schema's subject is its record's full name (Confluent's RecordNameStrategy). What has been
 * learned is kept for good, since an id never changes its meaning; that an id is unknown is
 * believed for {@value #UNKNOWN_SECONDS} s, so that forged ids do not become requests. Safe for use
 * by many threads.
 *
 * <p>Source: Confluent documentation, "Schema Registry API reference".
 */
public final class RegistryClient implements SchemaResolver, AutoCloseable {
  /** How long an id stays unknown. */
  static final int UNKNOWN_SECONDS = 30;

  private static final long UNKNOWN_NANOS = Duration.ofSeconds(UNKNOWN_SECONDS).toNanos();
  private static final int MAX_UNKNOWN = 1_000;
  private static final int SUBJECT_NOT_FOUND = 40_401;
  private static final int VERSION_NOT_FOUND = 40_402;
  private static final int SCHEMA_NOT_FOUND = 40_403;

  private final RegistryHttp http;
  private final boolean register;
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
  private final Map<Schema, Integer> bySchema = new ConcurrentHashMap<>();
  private final Map<Integer, Long> unknownSinceNanos = new ConcurrentHashMap<>();

  /** Nothing is asked before it is needed. */
  public RegistryClient(RegistrySettings settings) {
    http = new RegistryHttp(settings);
    register = settings.register();
  }

  /**
   * Learns the id of every schema of this release, and registers what is missing if it may: nothing
   * is left to ask for but what others write with.
   *
   * @throws RegistryException if the registry cannot be asked or refuses one
   */
  public void prepare() {
    PackagedSchemas.current().forEach(this::id);
  }

  @Override
  public Schema schema(int id) {
    Schema known = byId.get(id);
    if (known != null) {
      return known;
    }
    Long since = unknownSinceNanos.get(id);
    if (since != null && System.nanoTime() - since < UNKNOWN_NANOS) {
      throw unknown(id);
    }
    RegistryHttp.Answer answer = http.get("/schemas/ids/" + id);
    if (answer.says(SCHEMA_NOT_FOUND)) {
      if (unknownSinceNanos.size() >= MAX_UNKNOWN) {
        unknownSinceNanos.clear();
      }
      unknownSinceNanos.put(id, System.nanoTime());
      throw unknown(id);
    }
    Schema schema = parse(answer, answer.body());
    byId.put(id, schema);
    return schema;
  }

  @Override
  public int id(Schema schema) {
    Integer known = bySchema.get(schema);
    if (known != null) {
      return known;
    }
    String subject = schema.getFullName();
    int id = register ? register(subject, schema) : lookUp(subject, schema);
    bySchema.put(schema, id);
    // What is written is read as well, and an id never changes its meaning.
    byId.putIfAbsent(id, PlainSchema.of(schema));
    return id;
  }

  /**
   * Makes a schema the latest version of a subject, unless it is a version already.
   *
   * @return its id
   * @throws RegistryException if the registry refuses it, such as for being incompatible
   */
  public int register(String subject, Schema schema) {
    RegistryHttp.Answer answer =
        http.post("/subjects/%s/versions".formatted(path(subject)), body(schema));
    return number(answer, "id");
  }

  /** The newest version of a subject, or nothing if there is none. */
  public Optional<Registered> latest(String subject) {
    RegistryHttp.Answer answer = http.get("/subjects/%s/versions/latest".formatted(path(subject)));
    if (answer.says(SUBJECT_NOT_FOUND) || answer.says(VERSION_NOT_FOUND)) {
      return Optional.empty();
    }
    JsonNode body = answer.body();
    return Optional.of(
        new Registered(
            subject, number(answer, "version"), number(answer, "id"), parse(answer, body)));
  }

  /**
   * Whether the registry would accept a schema as the next version of a subject, by that subject's
   * rule of compatibility. Everything is compatible with nothing.
   */
  public boolean isCompatible(String subject, Schema schema) {
    RegistryHttp.Answer answer =
        http.post(
            "/compatibility/subjects/%s/versions/latest".formatted(path(subject)), body(schema));
    if (answer.says(SUBJECT_NOT_FOUND) || answer.says(VERSION_NOT_FOUND)) {
      return true;
    }
    JsonNode compatible = answer.body().path("is_compatible");
    if (!compatible.isBoolean()) {
      throw answer.unexpected("is_compatible is missing");
    }
    return compatible.booleanValue();
  }

  /** Sets a subject's rule of compatibility, such as {@code BACKWARD_TRANSITIVE}. */
  public void setCompatibility(String subject, String rule) {
    var body = JsonNodeFactory.instance.objectNode().put("compatibility", rule);
    http.put("/config/" + path(subject), body).body();
  }

  @Override
  public void close() {
    http.close();
  }

  private int lookUp(String subject, Schema schema) {
    RegistryHttp.Answer answer = http.post("/subjects/" + path(subject), body(schema));
    if (answer.says(SUBJECT_NOT_FOUND) || answer.says(SCHEMA_NOT_FOUND)) {
      throw new RegistryException(
          "the registry does not know this version of %s, and registering is switched off"
              .formatted(subject));
    }
    return number(answer, "id");
  }

  private static JsonNode body(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", PlainSchema.of(schema).toString());
  }

  private static Schema parse(RegistryHttp.Answer answer, JsonNode body) {
    JsonNode type = body.path("schemaType");
    if (type.isTextual() && !type.textValue().equals("AVRO")) {
      throw answer.unexpected("the schema is not Avro");
    }
    JsonNode text = body.path("schema");
    if (!text.isTextual()) {
      throw answer.unexpected("schema is missing");
    }
    try {
      return PlainSchema.parse(text.textValue());
    } catch (RuntimeException e) {
      // Avro's parser also fails with a null pointer, on a type that it does not know.
      throw new RegistryException("the registry's schema cannot be parsed", e);
    }
  }

  private static int number(RegistryHttp.Answer answer, String name) {
    JsonNode number = answer.body().path(name);
    if (!number.isIntegralNumber() || !number.canConvertToInt()) {
      throw answer.unexpected(name + " is missing");
    }
    return number.intValue();
  }

  private static WireFormatException unknown(int id) {
    return new WireFormatException(
        WireFormatException.Reason.UNKNOWN_SCHEMA_ID, "the registry knows no schema with id " + id);
  }

  private static String path(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * A version that a registry has.
   *
   * @param subject the name under which versions follow each other
   * @param version 1, 2, …
   * @param id the schema's id
   * @param schema the schema
   */
  public record Registered(String subject, int version, int id, Schema schema) {}
}
