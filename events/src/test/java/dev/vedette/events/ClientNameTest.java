package dev.vedette.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ClientNameTest {
  @Test
  void shouldSurviveUpdatesOfABrowser() {
    String before =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/131.0.0.0 Safari/537.36";
    assertEquals("Chrome on Windows", ClientName.of(before, "portal"));
    assertEquals("Chrome on Windows", ClientName.of(before.replace("131", "140"), "portal"));
    assertEquals("Edge on Windows", ClientName.of(before + " Edg/131.0.0.0", null));
  }

  @Test
  void shouldNameToolsByTheirFirstWord() {
    assertEquals("python-requests", ClientName.of("python-requests/2.32.4", null));
    assertEquals("aws-cli on Linux", ClientName.of("aws-cli/2.15 Python/3.11 Linux/6.1", null));
    assertEquals("Boto3", ClientName.of("Boto3", null));
  }

  @Test
  void shouldFallBackToTheApplication() {
    assertEquals("imap", ClientName.of(null, "imap"));
    assertEquals("imap", ClientName.of(" ", " imap "));
    assertNull(ClientName.of(null, null));
    assertNull(ClientName.of("", " "));
  }

  @Test
  void shouldBoundNamesAndNotSplitCharacters() {
    String name = ClientName.of("x".repeat(63) + "😀tail", null);
    assertEquals("x".repeat(63), name);
  }
}
