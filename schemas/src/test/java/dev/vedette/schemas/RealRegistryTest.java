package dev.vedette.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.schemas.WireFormatException.Reason;
import java.util.HashSet;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client against a real Apicurio Registry, which speaks Confluent's protocol. */
@Tag("integration")
class RealRegistryTest {
  private static @Nullable RegistryProcess registry;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(
        RegistryProcess.isThere(),
        RegistryProcess.HOME + " is not there: the build was told -Dvedette.registry.skip");
    registry = RegistryProcess.start();
  }

  @AfterAll
  static void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void shouldRegisterAndFindEverySchema() {
    try (var writer = client();
        var reader = client()) {
      var ids = new HashSet<Integer>();
      for (Schema schema : PackagedSchemas.current()) {
        assertTrue(writer.latest("all." + schema.getName()).isEmpty());
        int id = writer.register("all." + schema.getName(), schema);
        assertTrue(ids.add(id), () -> "id " + id + " was given twice");
        assertEquals(id, writer.register("all." + schema.getName(), schema), "once more: the same");

        assertEquals(PlainSchema.of(schema), reader.schema(id));
        var latest = reader.latest("all." + schema.getName()).orElseThrow();
        assertEquals(id, latest.id());
        assertEquals(1, latest.version());
        assertEquals(PlainSchema.of(schema), latest.schema());
      }
      assertEquals(PackagedSchemas.current().size(), ids.size());
    }
  }

  @Test
  void shouldReadWithOneClientWhatAnotherHasWritten() {
    var sighting = new Sighting("acme", "sign_in", 20_000, "acme/user/ann");
    try (var writer = client();
        var reader = client()) {
      byte[] bytes = WireFormat.encode(sighting, writer);
      assertEquals(writer.id(Sighting.getClassSchema()), WireFormat.schemaId(bytes));
      assertEquals(
          sighting, new RecordReader<Sighting>(Sighting.getClassSchema(), reader).read(bytes));
    }
  }

  @Test
  void shouldReadAnOlderVersionIntoTheCurrentClass() throws Exception {
    Schema current = PlainSchema.of(Sighting.getClassSchema());
    Schema later =
        PlainSchema.parse(
            current
                .toString()
                .replace(
                    "\"fields\":[",
                    "\"fields\":[{\"name\":\"place\",\"type\":[\"null\",\"string\"],\"default\":null},"));
    assertNotEquals(current, later);
    try (var client = client()) {
      client.setCompatibility("evolving", "BACKWARD_TRANSITIVE");
      int first = client.register("evolving", later);
      int second = client.register("evolving", current);
      assertNotEquals(first, second);
      assertEquals(2, client.latest("evolving").orElseThrow().version());

      var record = new org.apache.avro.generic.GenericData.Record(later);
      record.put("place", "Ulm");
      record.put("tenant", "acme");
      record.put("action", "sign_in");
      record.put("epoch_day", 7);
      record.put("principal", "acme/user/ann");
      var encoder = new ByteEncoder().start(first);
      new org.apache.avro.generic.GenericDatumWriter<Object>(later).write(record, encoder);
      assertEquals(
          new Sighting("acme", "sign_in", 7, "acme/user/ann"),
          new RecordReader<Sighting>(Sighting.getClassSchema(), client).read(encoder.toBytes()));
    }
  }

  @Test
  void shouldBeToldOfAnIncompatibleSchema() {
    Schema current = PlainSchema.of(Sighting.getClassSchema());
    Schema demanding =
        PlainSchema.parse(
            current
                .toString()
                .replace("\"fields\":[", "\"fields\":[{\"name\":\"place\",\"type\":\"string\"},"));
    assertNotEquals(current, demanding);
    try (var client = client()) {
      client.register("guarded", current);
      client.setCompatibility("guarded", "BACKWARD_TRANSITIVE");
      assertTrue(client.isCompatible("guarded", current));
      assertFalse(client.isCompatible("guarded", demanding));
      assertTrue(client.isCompatible("never-seen", demanding));
      var refused =
          assertThrows(RegistryException.class, () -> client.register("guarded", demanding));
      assertTrue(String.valueOf(refused.getMessage()).contains("409"), refused::getMessage);
      assertEquals(current, client.latest("guarded").orElseThrow().schema());
    }
  }

  @Test
  void shouldSayThatAnIdIsUnknown() {
    try (var client = client()) {
      var unknown = assertThrows(WireFormatException.class, () -> client.schema(Integer.MAX_VALUE));
      assertEquals(Reason.UNKNOWN_SCHEMA_ID, unknown.reason());
    }
  }

  @Test
  void shouldRegisterNothingWhenToldNotTo() {
    var settings =
        new RegistrySettings(running().url(), null, java.time.Duration.ofSeconds(10), false);
    try (var client = new RegistryClient(settings)) {
      assertThrows(RegistryException.class, () -> client.id(Alert.getClassSchema()));
      int id = client.register(Signal.getClassSchema().getFullName(), Signal.getClassSchema());
      assertEquals(id, client.id(Signal.getClassSchema()));
    }
  }

  private static RegistryClient client() {
    return new RegistryClient(RegistrySettings.of(running().url()));
  }

  private static RegistryProcess running() {
    return java.util.Objects.requireNonNull(registry);
  }
}
