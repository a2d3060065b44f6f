package dev.vedette.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventJsonTest {
  /** An event with everything, in canonical form. */
  private static final String WHOLE =
      """
      {"id":"e1","time":"2026-05-04T07:30:00.250Z","tenant":"acme","category":"data",\
      "action":"download","outcome":"success","principal":{"type":"service","id":"backup","name":\
      "Back \\"up\\""},"session":"s/1","device":{"id":"d1","name":"laptop"},"source":{"ip":\
      "2001:db8::1","port":4711,"country":"DE","asn":3320,"city":"Köln","lat":50.9,"lon":-6.25},\
      "destination":{"ip":"192.0.2.9","port":443,"domain":"files.example"},"client":{"user_agent":\
      "curl/8","app":"cli"},"auth":{"method":"oidc","mfa":true,"acr":"high"},"resource":{"type":\
      "bucket","id":"b1","sensitivity":"secret"},"target":{"type":"account","id":"root"},\
      "bytes_in":12,"bytes_out":34,"severity":3,"labels":{"a":"1","b":"2"},"raw_source":"own"}\
      """;

  private static AccessEvent read(String json) throws EventFormatException {
    return EventJson.read(json.getBytes(UTF_8));
  }

  @Test
  void shouldReadAndWriteEveryFieldInOneCanonicalForm() throws Exception {
    AccessEvent event = read(WHOLE);
    assertArrayEquals(WHOLE.getBytes(UTF_8), EventJson.canonical(event));
    assertEquals(event, EventJson.read(EventJson.canonical(event)));
  }

  @Test
  void shouldHashEveryFieldAndNothingElse() throws Exception {
    List<String> changed =
        new ArrayList<>(
            List.of(
                "e1=e2",
                ".250Z=.251Z",
                "acme=acme2",
                "\"data\"=\"api\"",
                "download=upload",
                "success=failure",
                "\"service\"=\"user\"",
                "backup=backup2",
                "s/1=s/2",
                "laptop=tablet",
                "::1=::2",
                "4711=4712",
                "\"DE\"=\"NL\"",
                "3320=3321",
                "Köln=Bonn",
                "50.9=50.8",
                "-6.25=-6.5",
                "192.0.2.9=192.0.2.8",
                "443=80",
                "files=data",
                "curl=wget",
                "\"cli\"=\"gui\"",
                "oidc=saml",
                "\"mfa\":true=\"mfa\":false",
                "high=low",
                "bucket=file",
                "b1=b2",
                "secret=public",
                "\"account\"=\"object\"",
                "root=admin",
                ":12=:13",
                ":34=:35",
                "\"severity\":3=\"severity\":4",
                "\"a\":\"1\"=\"a\":\"2\"",
                "\"own\"=\"other\""));
    var hashes = new HashSet<EventHash>();
    hashes.add(EventHash.of(read(WHOLE)));
    for (String change : changed) {
      String[] parts = change.split("=", -1);
      String json = WHOLE.replaceFirst(java.util.regex.Pattern.quote(parts[0]), parts[1]);
      assertNotEquals(WHOLE, json, change);
      assertTrue(hashes.add(EventHash.of(read(json))), change);
    }
    String respelled = WHOLE.replace(",\"tenant\"", ", \"x\":[{}], \"tenant\"");
    assertEquals(EventHash.of(read(WHOLE)), EventHash.of(read(respelled)));
  }

  @Test
  void shouldMakeAnIdOfTheContentWhereThereIsNone() throws Exception {
    String json = "{\"time\":1777879800000,\"category\":\"api\",\"action\":\"read\"}";
    AccessEvent event = read(json);
    assertEquals(32, event.id().length());
    assertEquals(event, read(json));
    assertNotEquals(event.id(), read(json.replace("read", "list")).id());
    assertEquals(AccessEvent.DEFAULT_TENANT, event.tenant());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"category\":\"api\",\"action\":\"a\"}|time is missing",
        "{\"time\":1777879800000,\"action\":\"a\"}|category is missing",
        "{\"time\":1777879800000,\"category\":\"api\"}|action is missing",
        "{\"time\":1777879800000,\"category\":\"api\",\"action\":\"\"}|action is empty",
        "{\"time\":1777879800000,\"category\":\"sky\",\"action\":\"a\"}|sky",
        "{\"time\":1,\"category\":\"api\",\"action\":\"a\"}|outside of 1990",
        "{\"time\":\"today\",\"category\":\"api\",\"action\":\"a\"}|neither ISO 8601",
        "{\"time\":1777879800000,\"category\":\"api\",\"action\":\"a\\ud800\"}|half a surrogate",
        "{\"time\":1777879800000,\"category\":\"api\",\"action\":\"a\",\"severity\":99}|severity",
        "{\"time\":1777879800000,\"category\":\"api\",\"action\":\"a\",\"bytes_in\":-1}|bytes_in",
        "{\"time\":1777879800000,\"category\":\"api\",\"action\":\"a\",\"bytes_in\":9223372036854775807,\"bytes_out\":1}|together",
        "{\"time\":1777879800000,\"category\":\"api\",\"action\":\"a\",\"principal\":\"bob\"}|an object",
        "[]|not a JSON object",
        "{} {}|is missing",
        "nothing|malformed JSON",
      })
  void shouldSayWhatIsWrong(String json, String expected) {
    var refused = assertThrows(EventFormatException.class, () -> read(json));
    assertTrue(String.valueOf(refused.getMessage()).contains(expected), refused::toString);
  }
}
