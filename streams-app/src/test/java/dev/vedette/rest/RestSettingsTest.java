package dev.vedette.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestSettingsTest {
  private static final String TOKEN = "0123456789abcdef";

  @Test
  void shouldStayOnThisMachineWithoutAToken() {
    for (String host : new String[] {"127.0.0.1", "::1", "localhost"}) {
      assertEquals(0, new RestSettings(host, 0, null).port());
    }
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1", ""}) {
      assertThrows(IllegalArgumentException.class, () -> new RestSettings(host, 0, null), host);
    }
  }

  @Test
  void shouldWarnOfAServiceThatAsksForNoToken(@TempDir Path directory) {
    assertTrue(String.valueOf(RestSettings.DEFAULT.warning()).contains("--rest-token-file"));
    assertNull(new RestSettings("127.0.0.1", 0, TOKEN).warning());
    var access = new AccessSettings(directory.resolve("tokens"), null, null);
    assertNull(RestSettings.DEFAULT.with(access).warning());
    var noted = new AccessSettings(null, null, directory.resolve("audit"));
    assertNotNull(RestSettings.DEFAULT.with(noted).warning(), "who asks is noted, not refused");
  }

  @Test
  void shouldReadATokenFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    var settings = RestSettings.withTokenFile("0.0.0.0", 8080, file);
    assertEquals(TOKEN, settings.token());
    assertFalse(settings.toString().contains(TOKEN));
  }

  @Test
  void shouldRefuseAFileWithoutAToken(@TempDir Path directory) throws IOException {
    for (String content : new String[] {"", "short", "two words of a token", "x".repeat(5_000)}) {
      Path file = Files.writeString(directory.resolve("token"), content);
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> RestSettings.withTokenFile("127.0.0.1", 0, file));
      assertTrue(
          content.isEmpty() || !String.valueOf(refused.getMessage()).contains(content),
          "a token is never quoted");
    }
    Path missing = directory.resolve("missing");
    assertThrows(
        IllegalArgumentException.class, () -> RestSettings.withTokenFile("127.0.0.1", 0, missing));
  }
}
