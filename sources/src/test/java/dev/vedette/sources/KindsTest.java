package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of pairs, CEF and LEEF, and the syslog head that any line may have. */
class KindsTest {
  private static Normalized read(String mapping, String line) {
    return Format.parse("f.yaml", mapping)
        .normalizer(new Context("acme", 2026))
        .normalize(line.getBytes(StandardCharsets.UTF_8))
        .getFirst();
  }

  private static Map<String, String> event(String mapping, String line) {
    Normalized normalized = read(mapping, line);
    return EventFields.of(
        assertInstanceOf(Normalized.Event.class, normalized, normalized::toString).event());
  }

  private static String reason(String mapping, String line) {
    Normalized normalized = read(mapping, line);
    return assertInstanceOf(Normalized.Dead.class, normalized, normalized::toString).reason();
  }

  private static final String AUDITD =
      """
      format: audit
      kind: keyvalue
      nested: msg
      hexadecimal: [msg.acct, exe]
      absent: ['?', (null)]
      event:
        time: {at: {part: $msg, of: 'audit\\((?<t>[\\d.]+):\\d+\\):.*'}, as: epoch_s}
        category: authentication
        action: $type
        outcome: {map: $msg.res, values: {success: success, failed: failure}}
        principal.id: $msg.acct
        source.ip: $msg.addr
        client.app: {first: [$msg.exe, $exe]}
        labels.terminal: $msg.terminal
      """;

  @Test
  void shouldReadPairsNestedOnesAndHexadecimal() {
    Map<String, String> event =
        event(
            AUDITD,
            "type=USER_LOGIN msg=audit(1777888800.250:42): pid=1 uid=0 exe=2F62696E2F6C73"
                + " msg='op=login acct=\"al ice\" addr=192.0.2.7 terminal=?"
                + " res=failed'\u001DUID=\"root\"");
    assertEquals("2026-05-04T10:00:00.250Z", event.get("time"));
    assertEquals("USER_LOGIN", event.get("action"));
    assertEquals("failure", event.get("outcome"));
    assertEquals("al ice", event.get("principal.id"));
    assertEquals("192.0.2.7", event.get("source.ip"));
    assertEquals("/bin/ls", event.get("client.app"));
    assertEquals(null, event.get("labels.terminal"), "? is said to be nothing");

    String rest = "type=X msg=audit(1777888800.250:42): msg='acct=%s res=success'";
    assertEquals("a b", event(AUDITD, rest.formatted("610062")).get("principal.id"));
    assertEquals("61006", event(AUDITD, rest.formatted("61006")).get("principal.id"));
    assertEquals("616263", event(AUDITD, rest.formatted("\"616263\"")).get("principal.id"));
    assertEquals(null, event(AUDITD, rest.formatted("(null)")).get("principal.id"));
    assertEquals(DeadReason.MALFORMED_KEYVALUE, reason(AUDITD, "nothing to see here"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "a=1 b=2; ; a=1+b=2",
        "a=\"x y\" b='z\\'s'; ; a=x y+b=z's",
        "a=\"x \\\" y\"; ; a=x \" y",
        "a=1, b = 2 ,c; separator: ','; a=1+b=2",
        "a: 1|b: x y|a: 3; {separator: '|', assign: ':'}; a=1+b=x y",
        "a= b=2; ; b=2",
        "a=\"open; ; a=open",
        "noise [a=1; ; b=",
      })
  void shouldReadPairsAsTheFormatSays(String line, String options, String expected) {
    String given = options == null ? "" : options.replaceAll("[{}]", "").replace(", a", "\na");
    String mapping =
        """
        format: f
        kind: keyvalue
        %s
        event:
          time: {at: '1777888800', as: epoch_s}
          category: data
          action: x
          labels.out: {first: [{join: [{given: $a, then: a=$a}, {given: $b, then: b=$b}], with: +}, b=]}
        """
            .formatted(given);
    assertEquals(expected, event(mapping, line).get("labels.out"));
  }

  private static final String CEF =
      """
      format: f
      kind: cef
      envelope: syslog
      event:
        time: {at: {first: [$rt, $syslog.time]}, as: [epoch_ms, syslog, iso]}
        category: authentication
        action: $cef.name
        labels.vendor: $cef.vendor
        labels.event: $cef.event
        severity: {map: $cef.severity, values: {'5': '3'}}
        source.ip: $src
        principal.id: $suser
        labels.msg: $msg
        labels.reason: $label.Reason
        labels.request: $request
        resource.id: $syslog.host
      """;

  @Test
  void shouldReadCefWithAndWithoutSyslog() {
    String line =
        "CEF:0|Acme\\|Co|Gate|1.0|100|User login|5|rt=1777888800000 src=192.0.2.7 suser=al ice"
            + " msg=a\\=b C:\\\\x and\\nmore cs1Label=Reason cs1=bad password"
            + " request=https://x.example/?q=1&r=2";
    for (String head :
        new String[] {
          "", "<134>May  4 10:00:00 gate ", "77 <134>1 2026-05-04T10:00:00Z gate - - - - "
        }) {
      Map<String, String> event = event(CEF, head + line);
      assertEquals("2026-05-04T10:00:00Z", event.get("time"));
      assertEquals("User login", event.get("action"));
      assertEquals("Acme|Co", event.get("labels.vendor"));
      assertEquals("100", event.get("labels.event"));
      assertEquals("3", event.get("severity"));
      assertEquals("al ice", event.get("principal.id"));
      assertEquals("a=b C:\\x and\nmore", event.get("labels.msg"));
      assertEquals("bad password", event.get("labels.reason"));
      assertEquals("https://x.example/?q=1&r=2", event.get("labels.request"));
      assertEquals(head.isEmpty() ? null : "gate", event.get("resource.id"), head);
    }
    assertEquals(DeadReason.MALFORMED_CEF, reason(CEF, "CEF:0|a|b|c"));
    assertEquals(DeadReason.MALFORMED_CEF, reason(CEF, "hello"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "LEEF:1.0|Acme|Gate|1|login|src=192.0.2.7~usrName=al ice",
        "LEEF:2.0|Acme|Gate|1|login|^|src=192.0.2.7^usrName=al ice",
        "LEEF:2.0|Acme|Gate|1|login|x7C|src=192.0.2.7|usrName=al ice",
        "LEEF:2.0|Acme|Gate|1|login||src=192.0.2.7~usrName=al ice",
        "LEEF:2.0|Acme|Gate|1|login|src=192.0.2.7~usrName=al ice",
        "<13>May  4 10:00:00 gate LEEF:2.0|Acme|Gate|1|login|0x09|src=192.0.2.7~usrName=al ice",
      })
  void shouldReadLeef(String line) {
    String mapping =
        """
        format: f
        kind: leef
        envelope: syslog
        event:
          time: {at: '1777888800', as: epoch_s}
          category: authentication
          action: $leef.event
          source.ip: $src
          principal.id: $usrName
        """;
    Map<String, String> event = event(mapping, line.replace('~', '\t'));
    assertEquals("login", event.get("action"));
    assertEquals("192.0.2.7", event.get("source.ip"));
    assertEquals("al ice", event.get("principal.id"));
    assertEquals(DeadReason.MALFORMED_LEEF, reason(mapping, "LEEF:1.0|a"));
  }

  private static final String SYSLOG =
      """
      format: f
      kind: text
      envelope: syslog
      lines: ['(?<all>.*)']
      event:
        time: {first: [{given: $syslog.time, then: '2026-05-04T10:00:00Z'}, '2026-05-04T11:00:00Z']}
        category: data
        action: x
        labels.all: $all
        labels.head: {join: [$syslog.facility, $syslog.severity, $syslog.time, $syslog.host, $syslog.app, $syslog.pid, $syslog.msgid], with: '|'}
        labels.sd: '${syslog.sd."ex@1".iut}'
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "<34>1 2026-05-04T10:00:00.003Z gate su 77 ID47 [ex@1 iut=\"3\\\"]\" b=\"c\"][y z=\"1\"]"
            + " hello;4|2|2026-05-04T10:00:00.003Z|gate|su|77|ID47;3\"];hello",
        "<34>1 - - - - - - hello;4|2;-;hello",
        "12 <34>1 2026-05-04T10:00:00+02:00 gate su - -"
            + " -;4|2|2026-05-04T10:00:00+02:00|gate|su;-;-",
        "<34>May  4 10:00:00 gate su[77]: hello: you;4|2|May  4 10:00:00|gate|su|77;-;hello: you",
        "May  4 10:00:00 gate su: hello;May  4 10:00:00|gate|su;-;hello",
        "2026-05-04T10:00:00.1+02:00 gate kernel: x;2026-05-04T10:00:00.1+02:00|gate|kernel;-;x",
        "<14>May  4 10:00:00 gate {\"a\":1};1|6|May  4 10:00:00|gate;-;{\"a\":1}",
        "<14>hello;1|6;-;hello",
        "May 4 is a day;-;-;May 4 is a day",
        "<999> x;124|7;-;x",
        "<34>1 2026-05-04T10:00:00Z gate su - - [open"
            + " hello;4|2|2026-05-04T10:00:00Z|gate|su;-;[open hello",
      })
  void shouldTakeTheSyslogHeadOff(String line, String head, String data, String message) {
    Map<String, String> event = event(SYSLOG, line);
    assertEquals(head, event.getOrDefault("labels.head", "-"));
    assertEquals(data, event.getOrDefault("labels.sd", "-"));
    assertEquals(message, event.getOrDefault("labels.all", "-"));
  }

  @Test
  void shouldReadJsonInSyslog() {
    String mapping =
        """
        format: f
        kind: json
        envelope: syslog
        each: $records
        event:
          time: $t
          category: data
          action: $a
          resource.id: $syslog.host
        """;
    for (String cookie : new String[] {"", "@cee: "}) {
      Map<String, String> event =
          event(
              mapping,
              "<14>May  4 10:00:00 gate app: "
                  + cookie
                  + "{\"records\":[{\"t\":\"2026-05-04T10:00:00Z\",\"a\":\"é\"}]}");
      assertEquals("é", event.get("action"));
      assertEquals("gate", event.get("resource.id"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$cef.name | '$a[0]' | a field of this kind is no list",
        "envelope: syslog | envelope: mail | f.yaml:3: envelope: \"mail\" is not syslog",
        "kind: cef | kind: cff | is not json, csv, text, keyvalue, cef or leef",
        "envelope: syslog | separator: x | f.yaml:3: separator: unknown key",
      })
  void shouldRefuseWhatIsWrong(String good, String bad, String complaint) {
    String wrong = CEF.replace(good, bad);
    var e = assertThrows(MappingException.class, () -> Format.parse("f.yaml", wrong));
    assertTrue(String.valueOf(e.getMessage()).contains(complaint), e.getMessage());
  }
}
