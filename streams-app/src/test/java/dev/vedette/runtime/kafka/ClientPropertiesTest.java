package dev.vedette.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPropertiesTest {
  @TempDir private Path directory;

  @Test
  void shouldHandSecuritySettingsThrough() throws IOException {
    ClientProperties read =
        ClientProperties.load(
            file(
                """
                # a cluster with a password
                bootstrap.servers = kafka-1:9093,kafka-2:9093
                security.protocol=SASL_SSL
                sasl.mechanism = SCRAM-SHA-512
                sasl.jaas.config=org.example.Login required password="geheim-ä";
                producer.linger.ms=20
                """));
    var properties = read.toProperties();
    assertEquals("SASL_SSL", properties.getProperty("security.protocol"));
    assertEquals("SCRAM-SHA-512", properties.getProperty("sasl.mechanism"));
    assertEquals(
        "org.example.Login required password=\"geheim-ä\";",
        properties.getProperty("sasl.jaas.config"));
    assertEquals("20", properties.getProperty("producer.linger.ms"));
    assertEquals(5, properties.size());
    assertEquals(Optional.of("kafka-1:9093,kafka-2:9093"), read.bootstrapServers());
    assertEquals(
        Optional.of("127.0.0.1:1"), read.withBootstrapServers("127.0.0.1:1").bootstrapServers());
  }

  @Test
  void shouldNotShowValues() throws IOException {
    String text = ClientProperties.load(file("ssl.key.password=geheim\n")).toString();
    assertTrue(text.contains("ssl.key.password"), text);
    assertFalse(text.contains("geheim"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vedette.tenant=a",
        "isolation.level=read_uncommitted",
        "processing.guarantee=at_least_once",
        "main.consumer.isolation.level=read_uncommitted",
        "producer.transactional.id=mine",
      })
  void shouldRefuseWhatTheFlowsDependOn(String line) throws IOException {
    Path file = file("client.id=fine\n" + line + "\n");
    var refused = assertThrows(IllegalArgumentException.class, () -> ClientProperties.load(file));
    assertTrue(refused.toString().contains(file.toString()), refused::toString);
    assertTrue(
        refused.toString().contains(line.substring(0, line.indexOf('='))), refused::toString);
  }

  @Test
  void shouldSayThatTheFileIsMissingOrNotText() throws IOException {
    Path missing = directory.resolve("missing.properties");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> ClientProperties.load(missing))
            .toString()
            .contains("no such file"));
    assertThrows(IllegalArgumentException.class, () -> ClientProperties.load(directory));
    Path binary = directory.resolve("binary");
    Files.write(binary, new byte[] {'a', '=', (byte) 0xff, (byte) 0xfe});
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> ClientProperties.load(binary))
            .toString()
            .contains("cannot be read"));
    Path escape = file("a=\\u12");
    assertThrows(IllegalArgumentException.class, () -> ClientProperties.load(escape));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("client.properties"), text);
  }
}
